// Texts for plotly.js, which reads a little HTML in hover texts and labels: what comes from a digest must stay text.

/** @param {string} text */
export const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * A text in lines of at most so many characters (a longer word keeps its own line), escaped for plotly.js or as it is.
 * @param {string} text
 * @param {number} width
 * @param {boolean} [escaped]
 * @returns {string[]}
 */
export function wrap(text, width, escaped = true) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return escaped ? lines.map(escape) : lines;
}
