// The papers nearest to the one that is read, each a button that opens it. Titles are set as text, never as HTML.

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".atlas-nearest ul");
  list.replaceChildren(...data.papers.map(({ id, title, about }) => {
    const button = make("button", "", title);
    button.title = about;
    button.onclick = () => setTriggerValue("opened", id);
    const item = make("li");
    item.append(button);
    return item;
  }));
}
