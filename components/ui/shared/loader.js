// What Streamlit is given for every component: it imports the component's module from our server and draws with it.
// Comments on lines of their own are left out of what is sent (component.py).
const ADDRESS = "__ADDRESS__";
// Milliseconds before an import that failed is tried again.
const WAITS = [500, 2000, 8000];
const FAILED = "This part of the page could not be loaded. Reload the page.";

/** @returns {string} the address of one of Streamlit's own scripts */
function addressOfScripts() {
  const script = document.querySelector('script[src*="/static/"]');
  return script && "src" in script ? String(script.src) : document.baseURI;
}

/** @returns {Promise<Draw>} the default export of the component's module */
async function load() {
  const app = window.__streamlit?.BACKEND_BASE_URL ?? addressOfScripts().split("/static/")[0];
  for (let tries = 0; ; tries++) {
    try {
      return (await import(`${app.replace(/\/$/, "")}/${ADDRESS}`)).default;
    } catch (error) {
      if (tries === WAITS.length) throw error;
      await new Promise((resolve) => setTimeout(resolve, WAITS[tries]));
    }
  }
}

// Streamlit calls this anew at every change of data, and calls what an overtaken call returned only after the newer one
// has drawn: so only the newest call draws, and only what it returned cleans up. A component keeps the module that it
// was drawn with first, also when the server has a new release in the meantime: with it goes what the visitor did here.
/** @param {ComponentArguments<any>} component */
export default async function (component) {
  const { parentElement } = component;
  const state = (parentElement.digestAtlas ??= { turn: 0 });
  const turn = ++state.turn;
  try {
    const draw = (state.draw ??= await load());
    if (turn !== state.turn) return;
    const cleanUp = draw(component);
    return () => {
      if (turn === state.turn) cleanUp?.();
    };
  } catch (error) {
    console.error(error);
    if (turn === state.turn) parentElement.textContent = FAILED;
  }
}
