// What a bookmark runs on a web page: it opens our form with what the page says it is about, and does nothing else.
// Without line comments below: the lines become one (`one_paper_form.py`), in which ADDRESS is the app's.
(() => {
  const named = (/** @type {string} */ name) => {
    const found = document.querySelector(`meta[name="${name}"]`);
    return found instanceof HTMLMetaElement ? found.content : "";
  };
  const about = new URLSearchParams({
    arxiv: named("citation_arxiv_id"),
    url: location.href,
    doi: named("citation_doi"),
    title: named("citation_title") || document.title,
  });
  location.href = `ADDRESS/add?${about}`;
})();
