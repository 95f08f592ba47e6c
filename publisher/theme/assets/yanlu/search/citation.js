// Reading citations as catalogue/references.py does: 第三条第二款, 第三部分（三）第1项, 三、（三）1.

const CN = "[〇零○一二三四五六七八九十百千]{1,9}";
const NUM = `(?:${CN}|\\d{1,4})`;
const BRACKETED = `[(（]${NUM}[)）]`;
const TOKEN = new RegExp(
  `第(?<number>${NUM}|${BRACKETED})(?<unit>分编|编|章|节|条|款|小目|项|目|部分|自然段|行|个破折号项)`
    + "(?:之(?<sub>[一二三四五六七八九十]{1,3})(?![十百]))?"
    + `|(?<list>${CN})、(?=第?${BRACKETED})`
    + `|(?<bracketed>${BRACKETED})`
    + `|(?<named>附件|表|小标题|引文)(?<namedNumber>${NUM})?`
    + "|(?<preamble>序言)"
    + "|(?<bare>\\d{1,3})(?![\\d.、年月日%])"
    + "|（同号之(?<instance>\\d+)）",
  "uy",
);
const UNITS = {
  编: ["part"], 分编: ["subpart"], 章: ["chp"], 节: ["sec"], 条: ["art", "sec", "point"],
  款: ["para"], 项: ["point"], 目: ["indent"], 小目: ["subindent"], 部分: ["part"],
  自然段: ["para"], 行: ["tr"], 个破折号项: ["indent_nn"],
};
const NAMED = { 附件: ["att"], 表: ["table"], 小标题: ["crossheading"], 引文: ["qstr"] };
const OPENERS = new Set(["编", "分编", "章", "条", "部分"]);
const DIVISIONS = new Set(["part", "subpart", "chp", "sec"]);
const DIGITS = "零一二三四五六七八九";
const TENS = { 十: 10, 百: 100, 千: 1000 };

/**
 * Find a citation at the end of a question: {words, parts}, where ``words`` is what stands
 * before it (of a title, perhaps nothing); null where there is none.
 */
export function citationIn(question) {
  const packed = question.replace(/\s/gu, "");
  for (let at = 0; at < packed.length; at += 1) {
    const parts = readCitation(packed.slice(at), { open: true });
    if (parts) return { words: packed.slice(0, at), parts };
  }
  return null;
}

/** Read words that are a citation and nothing else: [{kinds, number}], or null. */
export function readCitation(words, { open = false } = {}) {
  const packed = bare(words.replace(/\s/gu, ""));
  const tokens = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < packed.length; ) {
    const match = TOKEN.exec(packed);
    if (!match) return null;
    tokens.push(match.groups);
  }
  if (!tokens.length || (open && !opens(tokens[0]))) return null;
  return partsOf(tokens);
}

function opens(token) {
  return OPENERS.has(token.unit) || Boolean(token.list || token.namedNumber);
}

/** Drop the marks that numbers are printed with: 一、（一）1、 is 第一部分（一）1. */
function bare(packed) {
  const led = new RegExp(`^(${CN})(?:、?(?=第?${BRACKETED})|、$)`, "u").exec(packed);
  const said = led ? `第${led[1]}部分${packed.slice(led[0].length)}` : packed;
  return said.replace(/([\d)）])[.．、](?=$|[(（])/gu, "$1");
}

function partsOf(tokens) {
  const parts = [];
  for (const token of tokens) {
    if (token.instance) {
      if (!parts.length) return null;
      parts[parts.length - 1].number += `_inst${token.instance}`;
    } else parts.push(partOf(token));
  }
  return parts;
}

function partOf(token) {
  if (token.preamble) return { kinds: ["preamble"], number: "" };
  if (token.named) return { kinds: NAMED[token.named], number: token.namedNumber ? value(token.namedNumber) : "" };
  if (token.list) return { kinds: ["part"], number: value(token.list) };
  if (token.bare) return { kinds: ["point"], number: token.bare };
  if (token.bracketed) {
    const inner = token.bracketed.slice(1, -1);
    return { kinds: /^\d+$/u.test(inner) ? ["indent", "subindent"] : ["sec", "point"], number: value(inner) };
  }
  const bracketed = token.unit === "条" && /^[(（]/u.test(token.number);
  const sub = token.sub ? `-${value(token.sub)}` : "";
  return {
    kinds: bracketed ? ["sec", "point"] : UNITS[token.unit],
    number: value(token.number.replace(/[()（）]/gu, "")) + sub,
  };
}

/** The number that is written, 0 where it is none: 十二, 一百零一, 12. */
function value(written) {
  if (/^\d+$/u.test(written)) return String(Number(written));
  let total = 0;
  let digit = 0;
  for (const char of written) {
    if (TENS[char]) {
      total += (digit || 1) * TENS[char];
      digit = 0;
    } else digit = Math.max(0, DIGITS.indexOf(char));
  }
  return String(total + digit);
}

/**
 * The one clause of a policy's eIds that a citation names; null where there is none, or
 * more than one would fit. What lies between two parts may be left out (第一款).
 */
export function resolve(parts, eids) {
  // Articles run through a law: the division before one is not part of its name.
  const article = parts.findIndex((part) => part.kinds[0] === "art");
  const divided = article > 0 && parts.slice(0, article).every((part) => DIVISIONS.has(part.kinds[0]));
  return closest(parts, eids) ?? (divided ? closest(parts.slice(article), eids) : null);
}

function closest(parts, eids) {
  let best = null;
  let least = Infinity;
  let alone = false;
  for (const eid of eids) {
    const skipped = fits(parts, eid.split("__"));
    if (skipped < least) [best, least, alone] = [eid, skipped, true];
    else if (skipped === least && skipped < Infinity) alone = false;
  }
  return alone ? best : null;
}

/** How many steps of a name are left out by a citation; Infinity where it names another. */
function fits(parts, steps) {
  let at = steps.length - 1;
  let skipped = 0;
  for (let part = parts.length - 1; part >= 0; part -= 1) {
    // The last step must be what is cited; between parts steps may be left out.
    while (at >= 0 && rank(parts[part], steps[at]) === Infinity) {
      if (part === parts.length - 1) return Infinity;
      at -= 1;
      skipped += 1;
    }
    if (at < 0) return Infinity;
    skipped += rank(parts[part], steps[at]) / 8;
    at -= 1;
  }
  return skipped + at + 1;
}

/** Which of the kinds of a part a step is, the likeliest first; Infinity if none. */
function rank(part, step) {
  const kind = part.kinds.findIndex((name) =>
    part.number ? step === `${name}_${part.number}` : step.split("_")[0] === name);
  return kind < 0 ? Infinity : kind;
}
