// Wheel, drag and pinch: which part of the map they lead to. The map follows at each step by a quick picture and is drawn
// whole when the gesture rests: that takes longer for 14,000 papers than the eye forgives.

import { isSame, moved, zoomed } from "./map_view.js";

/**
 * @typedef {import("./packing.js").Range2} Range2
 *
 * @typedef {object} Hooks what gestures ask of the map
 * @property {() => Range2} drawn the part that is drawn whole
 * @property {() => Range2} whole
 * @property {() => boolean} moves whether a drag moves the map, and does not select
 * @property {(view: Range2) => void} follow show this part, once a frame at most
 * @property {(view: Range2) => Promise<unknown>} rest draw this part whole
 * @property {(x: number, y: number, touch: boolean) => void} tap a press that was no gesture, in pixels
 * @property {(x: number, y: number) => void} point the mouse is here
 * @property {() => void} leave the mouse is nowhere on the map
 */

const REST = 140; // milliseconds without a turn of the wheel after which the map is drawn
const SLACK = 5; // pixels that a press may move
const STEP = 2; // by how much double clicks and buttons enlarge

/**
 * Listen on the map's box.
 * @param {HTMLElement} box
 * @param {Hooks} hooks
 */
export function gestures(box, hooks) {
  /** @type {Map<number, { x: number, y: number }>} */
  const fingers = new Map();
  /** @type {Range2 | null} the part that the gesture is at */
  let live = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  let frame = 0, path = 0, pressed = false;

  const view = () => live ?? hooks.drawn();

  function paint() {
    frame = 0;
    if (!live) return;
    hooks.follow(live);
    // Counted from here: on a slow machine the time would be over before the first quick picture is shown.
    if (!fingers.size) resting = setTimeout(rest, REST);
  }

  /** Show a part at the next frame, and draw it whole when nothing follows. @param {Range2} next */
  function go(next) {
    clearTimeout(resting);
    live = next;
    frame ||= requestAnimationFrame(paint);
  }

  async function rest() {
    const next = live;
    if (!next || frame) return; // there is a newer step to show first
    live = null;
    await hooks.rest(next);
    box.style.touchAction = touchAction();
  }

  /** At rest a finger scrolls the page past the whole map; an enlarged map is moved by it. */
  const touchAction = () => (hooks.moves() && isSame(view(), hooks.whole()) ? "pan-y" : "none");

  /**
   * @param {number} factor
   * @param {number} x pixels from the left
   * @param {number} y pixels from the top
   */
  function zoom(factor, x, y) {
    go(zoomed(view(), hooks.whole(), factor, x / box.clientWidth, 1 - y / box.clientHeight));
  }

  /** @param {{ clientX: number, clientY: number }} event */
  function place({ clientX, clientY }) {
    const { left, top } = box.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** @param {PointerEvent} event */
  function down(event) {
    if (event.button) return;
    fingers.set(event.pointerId, place(event));
    path = 0;
    pressed = true;
  }

  /** @param {PointerEvent} event */
  function move(event) {
    const now = place(event), before = fingers.get(event.pointerId);
    if (!before) {
      if (!event.buttons && event.pointerType !== "touch" && box.contains(/** @type {Node} */ (event.target))) hooks.point(now.x, now.y);
      return;
    }
    path += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    const [other] = [...fingers].flatMap(([id, finger]) => (id === event.pointerId ? [] : [finger]));
    fingers.set(event.pointerId, now);
    if (path <= SLACK || !hooks.moves()) return;
    hooks.leave();
    const width = box.clientWidth, height = box.clientHeight;
    let next = moved(view(), hooks.whole(), (before.x - now.x) / width / (other ? 2 : 1), (now.y - before.y) / height / (other ? 2 : 1));
    if (other) {
      const far = (/** @type {{ x: number, y: number }} */ one) => Math.max(Math.hypot(one.x - other.x, one.y - other.y), 1);
      next = zoomed(next, hooks.whole(), far(now) / far(before), (now.x + other.x) / 2 / width, 1 - (now.y + other.y) / 2 / height);
    }
    go(next);
  }

  /** @param {PointerEvent} event */
  function up(event) {
    const at = fingers.get(event.pointerId);
    if (!fingers.delete(event.pointerId)) return;
    if (live && !fingers.size) go(live);
    if (!pressed || path > SLACK || fingers.size || event.type === "pointercancel") return;
    pressed = false;
    if (at) hooks.tap(at.x, at.y, event.pointerType === "touch");
  }

  /** plotly.js draws selections by these events; where a drag moves the map it must not see them. @param {Event} event */
  function keep(event) {
    if (!hooks.moves()) return;
    event.stopPropagation();
    if (event.type === "mousedown") {
      event.preventDefault(); // no text is selected by a drag
      box.focus({ preventScroll: true });
    }
  }

  box.addEventListener("wheel", (event) => {
    event.preventDefault();
    event.stopPropagation();
    hooks.leave();
    const { x, y } = place(event);
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : event.ctrlKey ? 0.01 : 0.0018)), x, y);
  }, { capture: true, passive: false });
  box.addEventListener("pointerdown", down, true);
  box.addEventListener("mousedown", keep, true);
  box.addEventListener("touchstart", keep, { capture: true, passive: true });
  box.addEventListener("pointerleave", (event) => {
    if (!event.buttons && event.pointerType !== "touch") hooks.leave(); // a finger that is lifted leaves too
  });
  box.addEventListener("dblclick", (event) => {
    const { x, y } = place(event);
    if (hooks.moves()) zoom(STEP, x, y);
  }, true);
  const ends = ["pointerup", "pointercancel"];
  document.addEventListener("pointermove", /** @type {EventListener} */ (move));
  for (const end of ends) document.addEventListener(end, /** @type {EventListener} */ (up));
  box.style.touchAction = touchAction();

  return {
    /** Enlarge about the middle, as the buttons do. @param {boolean} inwards */
    step: (inwards) => zoom(inwards ? STEP : 1 / STEP, box.clientWidth / 2, box.clientHeight / 2),
    /** Go to a part of the map. */
    show: go,
    /** Say that the tool in hand changed. */
    tool() {
      box.style.touchAction = touchAction();
    },
    end() {
      clearTimeout(resting);
      cancelAnimationFrame(frame);
      document.removeEventListener("pointermove", /** @type {EventListener} */ (move));
      for (const end of ends) document.removeEventListener(end, /** @type {EventListener} */ (up));
    },
  };
}
