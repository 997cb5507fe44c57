// What the server tells the card of triage.js: papers that were dealt, by id, the shortlist, and how things stand. It comes by a
// component of its own so that a decision sends some hundred bytes and not the card's script again.

export default function ({ data }) {
  const news = (window.digestAtlasTriage ??= { cards: new Map(), desk: null });
  for (const card of data.cards ?? []) news.cards.set(card.id, card);
  if (data.shortlist) news.listed = data;
  if (data.desk) news.desk = data.desk;
  window.dispatchEvent(new CustomEvent("digest-atlas-triage"));
}
