// The fold of search, the same as catalogue/text.py: NFKC, lower case, no white space,
// punctuation, + or invisible characters, NFKC of what is left, Traditional to Simplified.
// Marks that tell one number from another stay: 1.5, 1:2, -5%.

const DROPPED = /[\p{P}\p{Z}\p{Cc}+]/u;
const INVISIBLE = /\p{Cf}/gu;
const DIGIT = /^[0-9]$/;
const OF_AN_ALPHABET = /[\p{Ll}\p{Lu}\p{Lt}]/u;
const PARTED = /^[0-9]{1,3}(?:,[0-9]{3})+$/;

/** Read "體体 國国 …" into a map. */
export function readSimplified(text) {
  return new Map(text.split(/\s+/u).filter(Boolean).map((pair) => [...pair]));
}

export function fold(text, simplified) {
  const chars = lowered(text);
  const kept = chars.filter((_, at) => stays(chars, at)).join("").normalize("NFKC");
  return Array.from(kept, (char) => simplified.get(char) ?? char).join("");
}

function lowered(text) {
  return Array.from(text.normalize("NFKC").toLowerCase().replace(INVISIBLE, ""));
}

/** Whether a character stays, by its neighbours. */
function stays(chars, at) {
  const char = chars[at];
  if (!DROPPED.test(char)) return true;
  const after = DIGIT.test(chars[at - 1]);
  const before = DIGIT.test(chars[at + 1]);
  if (char === "." || char === ":" || char === "/") return after && before;
  if (char === "%" || char === "‰") return after;
  if (char === "-" || char === "+") return before && !after && !OF_AN_ALPHABET.test(chars[at - 1] ?? "");
  return char === "," && after && before && !splitsThousands(chars, at);
}

/** Whether the digits and commas around a comma are one number, as in 1,000,000. */
function splitsThousands(chars, at) {
  const inRun = (place) => DIGIT.test(chars[place])
    || (chars[place] === "," && DIGIT.test(chars[place - 1]) && DIGIT.test(chars[place + 1]));
  let [from, to] = [at, at + 1];
  while (inRun(from - 1)) from -= 1;
  while (inRun(to)) to += 1;
  return PARTED.test(chars.slice(from, to).join(""));
}

/**
 * Find a folded phrase in a text: the ranges, in code points of the text, that it covers.
 */
export function findFolded(text, phrase, simplified) {
  const pieces = Array.from(text, lowered);
  const chars = pieces.flat();
  const places = pieces.flatMap((piece, index) => piece.map(() => index));
  const starts = [];
  let folded = "";
  chars.forEach((char, at) => {
    if (!stays(chars, at)) return;
    const piece = simplified.get(char) ?? char;
    folded += piece;
    for (let unit = 0; unit < piece.length; unit += 1) starts.push(places[at]);
  });
  const ranges = [];
  for (let at = folded.indexOf(phrase); at >= 0; at = folded.indexOf(phrase, at + phrase.length)) {
    ranges.push([starts[at], starts[at + phrase.length - 1] + 1]);
  }
  return ranges;
}
