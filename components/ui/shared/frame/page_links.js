// The way between the pages, and whether the screen is as narrow as a phone. Links are links: they can be opened in
// another tab, and Back goes back. A plain click changes the page as the browser's own Back does, without loading anew.

function homeOf(pages) {
  const known = window.__streamlit?.BACKEND_BASE_URL; // early.js says where the app lies
  if (known) return new URL(known, location.href);
  const parts = location.pathname.replace(/\/+$/, "").split("/");
  if (pages.some(({ path }) => path && path === parts.at(-1))) parts.pop();
  return new URL(`${parts.join("/")}/`, location.origin);
}

function linkTo({ path, title }, data) {
  const link = make("a", "", title);
  const address = new URL(path, homeOf(data.pages));
  address.search = data.query;
  link.href = address.href;
  if (title === data.here) link.setAttribute("aria-current", "page");
  link.onclick = (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
  };
  return link;
}

export default function ({ data, parentElement, setStateValue }) {
  const list = parentElement.querySelector(".atlas-pages");
  keepingFocus(list, () => list.replaceChildren(...data.pages.map((page) => linkTo(page, data))));
  // One listener, however often the links are drawn anew: only what the last call returns is ever called.
  const phone = (list.phone ??= window.matchMedia("(max-width: 640px)"));
  phone.onchange = () => setStateValue("narrow", phone.matches);
  if (phone.matches !== data.narrow) phone.onchange();
  return () => { phone.onchange = null; };
}
