// Elements of a page: new ones, known ones, and lists that are drawn anew.

/**
 * A new element. A text is set as text, never as HTML.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  if (element instanceof HTMLButtonElement) element.type = "button";
  return element;
}

/**
 * The element below `root` that a component's HTML has; an error where it is missing.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function find(root, selector) {
  const element = root.querySelector(selector);
  if (!(element instanceof HTMLElement)) throw new Error(`The page has no ${selector}`);
  return element;
}

/**
 * Draw a box anew and keep the focus of whoever works in it by keys: it goes to what stands in the same place then.
 * @param {HTMLElement} box
 * @param {() => void} draw
 */
export function redrawKeepingFocus(box, draw) {
  /** @returns {HTMLElement[]} */
  const reachable = () => [...box.querySelectorAll(/** @type {"a"} */ ("a, button, summary"))];
  const at = reachable().findIndex((element) => element === document.activeElement);
  draw();
  if (at >= 0) reachable()[at]?.focus({ preventScroll: true });
}
