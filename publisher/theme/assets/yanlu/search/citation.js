// Reading citations as catalogue/references.py does: 第三条第二款, 第三部分（三）第1项, 三、（三）1.
// Both are held to tests/data/vectors/citations.json.

const CN = "[〇零○一二三四五六七八九十百千]{1,9}";
const NUM = `(?:${CN}|\\d{1,4})`;
const BRACKETED = `[(（]${NUM}[)）]`;
const TOKEN = new RegExp(
  `第(?<number>${NUM}|${BRACKETED})(?<unit>分编|编|章|节|条|款|小目|项|目|部分|自然段|行|个破折号项)`
    + "(?:之(?<sub>[一二三四五六七八九十]{1,3})(?![十百]))?"
    + `|(?<list>${CN})、(?=第?${BRACKETED})`
    + `|(?<bracketed>${BRACKETED})`
    + `|(?<named>附件|表|小标题|引文)(?<namedNumber>${NUM}(?![并同些个名人样]))?`
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
const UNITS_OF_TEN = [["千", 1000], ["百", 100], ["十", 10], ["", 1]];
const TENS = Object.fromEntries(UNITS_OF_TEN);

/**
 * Find a citation at the end of a question: {words, parts}, where ``words`` is what is
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
  const packed = bare(words.replace(/\s/gu, ""), open);
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
function bare(packed, open) {
  // A numeral alone is a word like others where a citation is looked for.
  const last = open ? "、$" : "、?$";
  const led = new RegExp(`^(${CN})(?:、?(?=第?${BRACKETED})|${last})`, "u").exec(packed);
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

/** The number that is written, 0 where the characters make none (二三): 十二, 一百零一, 12. */
function value(written) {
  if (/^\d+$/u.test(written)) return String(Number(written));
  const plain = written.replace(/[〇○]/gu, "零");
  let total = 0;
  let digit = 0;
  for (const char of plain) {
    if (TENS[char]) {
      total += (digit || 1) * TENS[char];
      digit = 0;
    } else digit = DIGITS.indexOf(char);
  }
  const number = total + digit;
  return wholeTens(plain) === inChinese(number) ? String(number) : "0";
}

/** 十二 as 一十二: both are written. */
function wholeTens(numeral) {
  return numeral.replace(/([一二三四五六七八九]?)十/gu, (_, digit) => `${digit || "一"}十`);
}

function inChinese(number) {
  let written = "";
  let gap = false;
  for (const [name, unit] of UNITS_OF_TEN) {
    const digit = Math.floor(number / unit) % 10;
    if (digit) written += `${gap ? "零" : ""}${DIGITS[digit]}${name}`;
    gap = written !== "" && digit === 0;
  }
  return written;
}

/**
 * The one clause that a citation names among a version's eIds, which are in the order of the
 * text; null where there is none, or more than one would fit. What lies between two parts may
 * be left out (第一款).
 */
export function resolve(parts, eids) {
  const known = new Set(eids);
  const children = byParent(eids, known);
  let here = "";
  for (const part of parts) {
    const names = part.kinds.map((kind) => `${here && `${here}__`}${kind}${part.number && `_${part.number}`}`);
    here = names.find((name) => known.has(name)) ?? deeper(children, here, part);
    if (here === null) return null;
  }
  return here;
}

/** Look below what a citation leaves out, level by level. */
function deeper(children, here, part) {
  const below = (eid) => children.get(eid) ?? [];
  for (let level = below(here); level.length; level = level.flatMap(below)) {
    const found = level.filter((eid) => fits(eid, part));
    if (found.length) return found.length === 1 ? found[0] : null;
  }
  return null;
}

function fits(eid, { kinds, number }) {
  const step = stepOf(eid);
  return number ? kinds.some((kind) => step === `${kind}_${number}`) : kinds.includes(kindOf(eid));
}

/** The eIds below each, "" for the whole text: Map(eId → eIds). */
function byParent(eids, known) {
  const children = new Map();
  eids.forEach((eid, at) => {
    const parent = numberedAbove(eids, at) ?? namedAbove(eid, known);
    if (children.has(parent)) children.get(parent).push(eid);
    else children.set(parent, [eid]);
  });
  return children;
}

/** The clause around another, by its name. */
function namedAbove(eid, known) {
  let above = eid;
  do above = above.slice(0, Math.max(0, above.lastIndexOf("__")));
  while (above && !known.has(above));
  return above;
}

/**
 * The clause around an article or a table, whose numbers run through a text, so that their
 * names do not show it. undefined around others, and where it is the whole text.
 */
function numberedAbove(eids, at) {
  const holds = HOLDERS[kindOf(eids[at])];
  const inside = eids[at].slice(0, eids[at].length - stepOf(eids[at]).length);
  for (let before = at - 1; holds && before >= 0; before -= 1) {
    const eid = eids[before];
    if (eid.startsWith(inside) && holds(kindOf(eid)) && (inside || !eid.startsWith("att_"))) return eid;
  }
  return undefined;
}

const HOLDERS = {
  art: (kind) => DIVISIONS.has(kind),
  table: (kind) => kind !== "table" && kind !== "tr",
};

const stepOf = (eid) => eid.split("__").pop();
const kindOf = (eid) => stepOf(eid).split("_")[0];
