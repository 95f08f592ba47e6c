// The fold of search, the same as catalogue/text.py: NFKC, lower case, no white space,
// punctuation or invisible characters, NFKC of what is left, Traditional to Simplified.

const DROPPED = /[\p{P}\p{Z}\p{Cc}\p{Cf}]/gu;

/** Read "體体 國国 …" into a map. */
export function readSimplified(text) {
  return new Map(text.split(/\s+/u).filter(Boolean).map((pair) => [...pair]));
}

export function fold(text, simplified) {
  const kept = text.normalize("NFKC").toLowerCase().replace(DROPPED, "").normalize("NFKC");
  return Array.from(kept, (char) => simplified.get(char) ?? char).join("");
}

/**
 * Find a folded phrase in a text: the ranges, in code points of the text, that it covers.
 */
export function findFolded(text, phrase, simplified) {
  const starts = [];
  let folded = "";
  Array.from(text).forEach((char, index) => {
    const piece = fold(char, simplified);
    folded += piece;
    for (let unit = 0; unit < piece.length; unit += 1) starts.push(index);
  });
  const ranges = [];
  for (let at = folded.indexOf(phrase); at >= 0; at = folded.indexOf(phrase, at + phrase.length)) {
    ranges.push([starts[at], starts[at + phrase.length - 1] + 1]);
  }
  return ranges;
}
