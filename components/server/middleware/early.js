// Runs before Streamlit's own script, in the page itself (see html_head.py).
(() => {
  const me = /** @type {HTMLScriptElement} */ (document.currentScript);
  const app = new URL("../", me.src); // this script lies in assets/, right below the app
  // Without a word Streamlit guesses where the app lies and asks a wrong address first on every page but the front page.
  window.__streamlit ??= { BACKEND_BASE_URL: app.href };
  // The window's size, for the first run of the page's script (viewport.py).
  const { clientWidth, clientHeight } = document.documentElement;
  document.cookie = `atlas_window=${clientWidth}x${clientHeight}; path=${app.pathname}; samesite=lax`;
  const { plotly } = me.dataset;
  if (!plotly) return;
  // plotly.js keeps the browser busy for half a second: best while the server runs the page's script, that is once the
  // connection is opened. The host's configuration is the last thing Streamlit asks for before.
  const read = () => {
    if (window.Plotly || document.querySelector("script[data-plotly-script]")) return;
    const script = document.createElement("script");
    script.src = new URL(plotly, app).href;
    script.dataset.plotlyScript = "";
    script.onerror = () => script.remove(); // the map asks again, and says so if it fails
    document.head.append(script);
  };
  const watch = new PerformanceObserver((seen) => {
    if (!seen.getEntries().some((entry) => entry.name.includes("/_stcore/host-config"))) return;
    watch.disconnect();
    setTimeout(read, 60);
  });
  watch.observe({ type: "resource", buffered: true });
})();
