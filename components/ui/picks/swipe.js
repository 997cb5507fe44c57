// Deciding by a finger: a card drawn to the right is starred, to the left hidden; one that is let go too soon comes back.

/** @typedef {"starred" | "hidden"} Decision */

const BEGINS = 12; // pixels aside from which a touch is no scroll any more
const SHARE = 0.28, LEAST = 70, FAST = 0.5; // of the card's width; pixels; pixels a millisecond
const FLIGHT = 160; // milliseconds in which a decided card leaves

/**
 * What a touch that ends here decides; null where it was too short, or went up or down.
 * @param {number} aside pixels to the right
 * @param {number} down pixels
 * @param {number} milliseconds
 * @param {number} width of the card
 * @returns {Decision | null}
 */
export function swipeOf(aside, down, milliseconds, width) {
  const far = Math.abs(aside), isFast = far / Math.max(milliseconds, 1) > FAST;
  if (far < LEAST / (isFast ? 2 : 1) || far < 1.5 * Math.abs(down) || (!isFast && far < SHARE * width)) return null;
  return aside > 0 ? "starred" : "hidden";
}

/**
 * Let a card be swiped. While it is, `data-swipe` on it says what letting go would do.
 * @param {HTMLElement} card
 * @param {(decision: Decision) => void} decide
 */
export function swipes(card, decide) {
  /** @type {{ id: number, x: number, y: number, at: number } | null} */
  let begun = null;
  let moves = false;

  /** @param {PointerEvent} event */
  const gone = (event) => [event.clientX - (begun?.x ?? 0), event.clientY - (begun?.y ?? 0)];

  function back() {
    begun = null;
    moves = false;
    card.style.transform = "";
    delete card.dataset.swipe;
  }

  card.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" || !event.isPrimary) return;
    if (event.target instanceof Element && event.target.closest("a, button, input, textarea")) return;
    begun = { id: event.pointerId, x: event.clientX, y: event.clientY, at: event.timeStamp };
  });
  card.addEventListener("pointermove", (event) => {
    if (event.pointerId !== begun?.id) return;
    const [aside, down] = gone(event);
    if (!moves && (Math.abs(aside) < BEGINS || Math.abs(aside) < Math.abs(down))) return;
    if (!moves) card.setPointerCapture(event.pointerId);
    moves = true;
    card.style.transform = `translateX(${aside}px) rotate(${aside / 60}deg)`;
    card.dataset.swipe = swipeOf(aside, down, Infinity, card.clientWidth) ?? "";
  });
  card.addEventListener("pointerup", (event) => {
    if (event.pointerId !== begun?.id) return;
    const [aside, down] = gone(event), decision = moves && swipeOf(aside, down, event.timeStamp - begun.at, card.clientWidth);
    back();
    if (!decision) return;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!still) card.animate([{ transform: `translateX(${aside}px)` }, { transform: `translateX(${aside * 3}px)`, opacity: 0 }], FLIGHT);
    decide(decision);
  });
  card.addEventListener("pointercancel", back);
}
