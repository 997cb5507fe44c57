// What the server sends to the triage card: papers by id, the shortlist, and the state of the queue. It comes by a
// component of its own, so that a decision sends some hundred bytes and not the card's HTML and styles again.

/**
 * @typedef {object} CardLink
 * @property {string} url
 * @property {string} words
 * @property {string} about
 *
 * @typedef {object} Card one paper as the card shows it
 * @property {string} id
 * @property {string[]} title pieces of it: plain, marked, plain, …
 * @property {string[]} facts
 * @property {string} gist one sentence, or nothing
 * @property {string[]} abstract pieces of it, as of the title
 * @property {string} summary what a machine wrote, said to be that
 * @property {CardLink[]} links
 * @property {string} why why it is next
 *
 * @typedef {object} Row one paper of the queue as the server has it
 * @property {string} id
 * @property {string} decision
 * @property {number} rating 0 for none, else 1 to 5
 * @property {string[]} tags
 * @property {string} note
 *
 * @typedef {object} ServerState
 * @property {string} queue_key another one is another queue
 * @property {Row[]} queue the last papers that were dealt, in order
 * @property {boolean} more whether more can be dealt
 * @property {string} open the paper to begin with
 * @property {string} end what stands there when nothing is left
 * @property {string} progress
 * @property {string[]} names tags in use
 * @property {string} client_session_id whose actions are confirmed up to `confirmed`
 * @property {number} confirmed
 * @property {string} message what the last action did, where the page cannot know it
 * @property {string} error why it did nothing
 *
 * @typedef {object} ServerShortlist
 * @property {[id: string, title: string][]} shortlist in order
 * @property {boolean} editable whether it is the visitor's to change
 *
 * @typedef {object} TriageData
 * @property {Map<string, Card>} cards
 * @property {ServerShortlist | null} list
 * @property {ServerState | null} state
 */

export const CHANGED = "digest-atlas-triage";

/**
 * What has come so far.
 * @returns {TriageData}
 */
export const triageData = () => (window.digestAtlasTriage ??= { cards: new Map(), list: null, state: null });

/** @type {Draw<{ cards?: Card[], list?: ServerShortlist, state?: ServerState }>} */
export default function ({ data }) {
  const kept = triageData();
  for (const card of data.cards ?? []) kept.cards.set(card.id, card);
  kept.list = data.list ?? kept.list;
  kept.state = data.state ?? kept.state;
  window.dispatchEvent(new CustomEvent(CHANGED));
}
