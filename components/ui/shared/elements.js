// Elements by name, for our scripts: joined before them. A text is set as text, never as HTML.

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  if (tag === "button") element.type = "button";
  return element;
}

// Draw a box anew without losing who works in it by keys: the focus goes to what stands in the same place then.
function keepingFocus(box, draw) {
  const reachable = () => [...box.querySelectorAll("a, button, summary")];
  const at = reachable().indexOf(document.activeElement);
  draw();
  if (at >= 0) reachable()[at]?.focus({ preventScroll: true });
}
