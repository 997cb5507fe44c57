// Types of what lies around our modules: what Streamlit passes to a component, and what is kept on the page's window.

/** What Streamlit passes to the default export of a component at every change of its data. */
interface ComponentArguments<Data> {
  /** The component's name. */
  name: string;
  /** What the Python side sent as `data`. */
  data: Data;
  /** Where the component's HTML stands; the same element at every call. */
  parentElement: HTMLElement;
  /** Set a value that stays until it is set again: Python's `on_<name>_change`. */
  setStateValue(name: string, value: unknown): void;
  /** Set a value for one run of the script: Python's `on_<name>_change`. */
  setTriggerValue(name: string, value: unknown): void;
}

/** Called when a component leaves the page. */
type CleanUp = () => void;

/** Draws a component; may return what is to be called when it leaves the page. */
type Draw<Data = any> = (component: ComponentArguments<Data>) => CleanUp | void;

interface Window {
  /** Where the app lies, set by early.js before Streamlit starts. */
  __streamlit?: { BACKEND_BASE_URL?: string };
  /** plotly.js, once it is read. It brings no types of its own. */
  Plotly?: any;
  // What one component keeps for another lies here and not in a module: a page that stays open over a new release has
  // modules of both.
  digestAtlasPoints?: Record<string, import("./map/map_points.js").PointsEntry>;
  digestAtlasTriage?: import("./picks/triage_data.js").TriageData;
}

interface HTMLElement {
  /** What loader.js knows of a component's element: how often it was drawn, and by what. */
  digestAtlas?: { turn: number; draw?: Draw };
}
