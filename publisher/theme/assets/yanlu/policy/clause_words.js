// The words of a clause as the service has them (`words` in catalogue/model.py), and which of
// them are selected, as a TextQuoteSelector of the W3C: exact, and what stands before and after.

const BETWEEN_CELLS = " │ ";
const NO_WORDS = ".yl-number, .yl-tools, .yl-doubt, .yl-noteref";
const AROUND = 32;
// As many characters as the service takes.
const MOST_EXACT = 2000;
const SENTENCE = /[^。！？；\n]+[。！？；\n]*[”’』」）]*/g;

/** Heading and text of a clause, without its number. */
export function clauseWords(clause) {
  return wordPieces(clause).map((piece) => piece.text).join("");
}

/** The number of a clause as it is shown before its words. */
export function clauseNumber(clause) {
  return clause.querySelector(":scope > .yl-line > .yl-own .yl-number")?.textContent ?? "";
}

/** What is selected inside a text: {clause, selector, bottom}; of several clauses the first whole one. */
export function selectedIn(text) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const found = [];
  for (const clause of text.querySelectorAll(".yl-clause")) {
    if (!range.intersectsNode(clause)) continue;
    const selector = selectorIn(clause, range);
    if (selector) found.push({ clause, selector, bottom: range.getBoundingClientRect().bottom });
  }
  const whole = found.find(({ clause, selector }) => selector.exact === clauseWords(clause).trim());
  return (found.length > 1 && whole) || found[0] || null;
}

/** Selectors of the sentences of a text; none where it is one sentence alone. */
export function sentences(words) {
  const found = [...words.matchAll(SENTENCE)].map(({ 0: sentence, index }) => quoteSelector(words, index, index + sentence.length));
  return found.length > 1 ? found.filter(Boolean) : [];
}

function selectorIn(clause, range) {
  let words = "";
  let from = -1;
  let to = 0;
  for (const { node, text } of wordPieces(clause)) {
    if (node && range.intersectsNode(node)) {
      const begin = node === range.startContainer ? range.startOffset : 0;
      const end = node === range.endContainer ? range.endOffset : text.length;
      if (begin < end && from < 0) from = words.length + begin;
      if (begin < end) to = words.length + end;
    }
    words += text;
  }
  return from < 0 ? null : quoteSelector(words, from, to);
}

/** The selector of a part of words without the blanks around it; null where nothing is left. */
function quoteSelector(words, from, to) {
  const part = words.slice(from, to);
  const exact = cutTo(part.trim(), MOST_EXACT);
  const begin = from + part.indexOf(exact);
  if (!exact) return null;
  const before = Array.from(words.slice(0, begin)).slice(-AROUND).join("");
  return { exact, prefix: before, suffix: cutTo(words.slice(begin + exact.length), AROUND) };
}

// By characters: half of one cannot be sent.
const cutTo = (text, most) => Array.from(text).slice(0, most).join("");

/** The parts of a clause's words in their order; what stands between cells has no node. */
function wordPieces(clause) {
  // The last cell of a row is that of its button.
  const places = clause.cells ? Array.from(clause.cells).slice(0, -1) : clause.querySelectorAll(":scope > .yl-line > .yl-own");
  return Array.from(places).flatMap((place, index) => [...(index ? [{ node: null, text: BETWEEN_CELLS }] : []), ...wordsIn(place)]);
}

function wordsIn(place) {
  const shown = NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT;
  const walker = document.createTreeWalker(place, shown, (node) => {
    if (node.nodeType === Node.TEXT_NODE || node.matches("img")) return NodeFilter.FILTER_ACCEPT;
    return node.matches(NO_WORDS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    found.push({ node, text: node.nodeType === Node.TEXT_NODE ? node.data : node.alt });
  }
  return found;
}
