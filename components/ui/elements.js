// Elements by name, for our scripts: joined before them. A text is set as text, never as HTML.

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  if (tag === "button") element.type = "button";
  return element;
}
