// Keeps the cards that were dealt, by paper id, for triage.js, which shows them one at a time.

export default function ({ data }) {
  const cards = (window.digestAtlasCards ??= new Map());
  for (const card of data.cards) cards.set(card.id, card);
  window.dispatchEvent(new CustomEvent("digest-atlas-dealt"));
}
