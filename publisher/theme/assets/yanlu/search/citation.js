// Reading citations as catalogue/references.py does: 第三条第二款, 第三部分（三）第1项, 三、（三）1.
// Both are held to tests/data/vectors/citations.json.

const CN = "[〇零○一二三四五六七八九十百千]{1,9}";
const NUM = `(?:${CN}|\\d{1,4})`;
const BRACKETED = `[(（]${NUM}[)）]`;
const CIRCLED = [[0x2460, 20], [0x3251, 15], [0x32b1, 15]]
  .map(([first, count]) => String.fromCharCode(...Array.from({ length: count }, (_, at) => first + at)))
  .join("");
const TOKEN = new RegExp(
  "[第的]?(?<decimal>\\d+(?:\\.\\d+)+)(?!\\d)条?"
    + "|的?(?<half>\\d{1,3})[)）]"
    + `|(?<circled>[${CIRCLED}])`
    + "|(?<title>《[^》]+》)"
    + `|(?<first>${CN})、`
    + `|第(?<number>${NUM}|${BRACKETED})(?<unit>分编|编|章|节|条|款|小目|项|目|部分|自然段|行|个破折号项)`
    + "(?:之(?<sub>[一二三四五六七八九十]{1,3})(?![十百]))?"
    + `|(?<bracketed>${BRACKETED})`
    + `|(?<named>附[件表图录]|表|专栏|小标题|引文)(?<namedNumber>\\d{1,2}-\\d{1,2}|${NUM}(?![并同些个名人样])|[A-Z](?![A-Za-z]))?`
    + "|(?<preamble>序言)"
    + "|(?<bare>\\d{1,3})(?![\\d.、年月日%])"
    + "|（同号之(?<instance>\\d+)）",
  "uy",
);
const LONGEST_WRITTEN = 40;
const LIST = ["dvs", "part"];
const BRACKET = ["subdvs", "sec", "point"];
// What is found by the end of its citation.
const DECIMAL = ["level", "indent", "subindent"];
const TITLE = ["cmp"];
const UNITS = {
  编: ["part"], 分编: ["subpart"], 章: ["chp", "level"], 节: ["sec"], 条: ["art", "sec", "point"],
  款: ["para"], 项: ["point"], 目: ["indent"], 小目: ["subindent"], 部分: ["part"],
  自然段: ["para"], 行: ["tr"], 个破折号项: ["indent_nn"],
};
const NAMED = {
  // 附表1 goes with 附件1 where there is one, else it is an annex by itself.
  附件: ["att"], 附表: ["beside", "att"], 附图: ["beside", "att"], 附录: ["beside", "att"],
  表: ["table"], 专栏: ["box"], 小标题: ["crossheading"], 引文: ["qstr"],
};
const OPENERS = new Set(["编", "分编", "章", "条", "部分"]);
const DIVISIONS = new Set(["part", "subpart", "chp", "sec"]);
const DIGITS = "零一二三四五六七八九";
const UNITS_OF_TEN = [["千", 1000], ["百", 100], ["十", 10], ["", 1]];
const TENS = Object.fromEntries(UNITS_OF_TEN);

/**
 * Find a citation at the end of a question: {words, written, parts}, where ``words`` is what is
 * before it (of a title, perhaps nothing), ``written`` itself; null where there is none.
 */
export function citationIn(question) {
  const packed = question.replace(/\s/gu, "");
  for (let at = 0; at < packed.length; at += 1) {
    const parts = readCitation(packed.slice(at), { open: true });
    if (parts) return { words: packed.slice(0, at), written: packed.slice(at), parts };
  }
  return null;
}

/** Read words that are a citation and nothing else: [{kinds, number}], or null. */
export function readCitation(words, { open = false } = {}) {
  // A blank keeps 附件2 separate from 1.1.
  const tokens = tokensOf(bare(words.replace(/(\d)\s+(?=\d)/gu, "$1的").replace(/\s/gu, ""), open));
  if (!tokens.length || (open && !opens(tokens))) return null;
  return partsOf(tokens);
}

/** The steps in which a citation is written, each by its names in TOKEN; none where it is not one. */
export function tokensOf(citation) {
  const tokens = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < citation.length; ) {
    const match = TOKEN.exec(citation);
    if (!match) return [];
    tokens.push(match.groups);
  }
  return tokens;
}

/**
 * Find a citation before other words, such as its heading: {parts, words}; null where there is
 * none. A title in front is left out.
 */
export function citationBefore(question) {
  const rest = question.replace(/^\s*《[^》]+》/u, "");
  for (let at = Math.min(rest.length - 1, LONGEST_WRITTEN); at > 0; at -= 1) {
    const parts = readCitation(rest.slice(0, at), { open: true });
    if (parts) return { parts, words: rest.slice(at).trim() };
  }
  return null;
}

function opens([token, next]) {
  const isList = token.first && (!next || next.bracketed || /^[(（]/u.test(next.number ?? ""));
  return OPENERS.has(token.unit) || Boolean(isList || token.namedNumber);
}

/** Read 一（一） as 一、（一）, and drop the marks that other numbers are printed with. */
function bare(packed, open) {
  // A numeral alone is a word like others where a citation is looked for.
  return packed
    .replace(new RegExp(`^(${CN})(?=第?${BRACKETED}${open ? "" : "|$"})`, "u"), "$1、")
    .replace(new RegExp(`(《[^》]+》)|([\\d)）])[.．、](?=$|[(（${CIRCLED}])`, "gu"), "$1$2");
}

function partsOf(tokens) {
  const parts = [];
  for (const token of tokens) {
    if (token.instance) {
      if (!parts.length) return null;
      const last = parts[parts.length - 1];
      last.number += isWritten(last) ? `（同号之${token.instance}）` : `_inst${token.instance}`;
    } else parts.push(partOf(token));
  }
  return parts;
}

const isWritten = ({ kinds }) => kinds === DECIMAL || kinds === TITLE;

function partOf(token) {
  if (token.preamble) return { kinds: ["preamble"], number: "" };
  if (token.named) return { kinds: NAMED[token.named], number: ofNamed(token.namedNumber ?? "") };
  if (token.title) return { kinds: TITLE, number: token.title };
  if (token.decimal) return { kinds: DECIMAL, number: token.decimal };
  if (token.half) return { kinds: ["subindent", "indent"], number: value(token.half) };
  if (token.circled) return { kinds: ["subcl"], number: String(CIRCLED.indexOf(token.circled) + 1) };
  if (token.first) return { kinds: LIST, number: value(token.first) };
  if (token.bare) return { kinds: ["point", "indent", "level"], number: token.bare };
  if (token.bracketed) {
    const inner = token.bracketed.slice(1, -1);
    return { kinds: /^\d+$/u.test(inner) ? ["indent", "subindent"] : BRACKET, number: value(inner) };
  }
  const bracketed = token.unit === "条" && /^[(（]/u.test(token.number);
  const chapter = token.unit === "章" && /^\d/u.test(token.number) && ["level", "chp"];
  const sub = token.sub ? `-${value(token.sub)}` : "";
  return {
    kinds: bracketed ? BRACKET : chapter || UNITS[token.unit],
    number: value(token.number.replace(/[()（）]/gu, "")) + sub,
  };
}

/** 附件1-2 has two numbers, which stay as they are; 附录A is the first. */
function ofNamed(written) {
  if (/^[A-Z]$/u.test(written)) return String(written.charCodeAt(0) - 64);
  return written && !written.includes("-") ? value(written) : written;
}

/** The number that is written, 0 where the characters make none (二三): 十二, 一百零一, 12. */
export function value(written) {
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
 * The one clause that a citation names among a version's rows [eId, citation], which are in the
 * order of the text; null where there is none, or more than one would fit. What lies between two
 * parts may be left out (第一款).
 */
export function resolve(parts, rows) {
  const eids = rows.map(([eid]) => eid);
  const citations = new Map(rows);
  const children = byParent(eids, citations);
  const underChapters = new Set(eids.filter((eid) => /^(sub)?dvs$/u.test(kindOf(eid))).map(scopeOf));
  let here = "";
  for (const part of parts) {
    const names = isWritten(part) ? [] : namesOf(part, underChapters.has(scopeOf(here)));
    const cited = (eid) => citations.get(eid) ?? "";
    // Both 第一节 and （一） are of kind sec.
    const mayBe = (eid) => part.kinds !== BRACKET || !cited(eid).endsWith("节");
    const fits = isWritten(part)
      ? (eid) => endsWithWords(cited(eid), part.number)
      : (eid) => mayBe(eid) && fitsName(eid, part, names);
    const exact = names.map((name) => (here ? `${here}__${name}` : name));
    here = exact.find((name) => citations.has(name) && mayBe(name)) ?? deeper(children, here, fits);
    if (here === null) return null;
  }
  return here;
}

/** Whether a citation ends with 1.2 or 《…》; 3.1.2 does not end with 1.2. */
function endsWithWords(citation, words) {
  return citation.endsWith(words) && !/[\d.]$/u.test(citation.slice(0, -words.length));
}

/** The annexes and further texts that an eId begins with, "" in the main text. */
const scopeOf = (eid) => /^(?:(?:att|cmp)_.*?(?:__|$))*/u.exec(eid)[0].replace(/__$/u, "");

/** The ends of the eIds that a part may mean. */
function namesOf({ kinds, number }, underChapters) {
  // 一、 is not 第一部分 where it is below chapters.
  const chosen = underChapters && kinds === LIST ? ["dvs"] : kinds;
  const names = chosen.map((kind) =>
    (kind === "beside" ? `att_${number}__att_${number}` : kind + (number && `_${number}`)));
  // 附件1-3 is also how three of them are named together.
  if (kinds.includes("att") && number.includes("-")) names.push(`att_${number.split("-")[0]}`);
  return names;
}

/** The steps of eIds with which a clause may begin that a citation names. */
export function openingSteps([part]) {
  const names = isWritten(part) ? [] : namesOf(part, false);
  // More texts have 一、 as a part than below chapters.
  return part.kinds === LIST ? names.reverse() : names;
}

/** Look below what a citation leaves out, level by level. */
function deeper(children, here, fits) {
  const inside = (eid) => children.get(eid) ?? [];
  for (let level = inside(here); level.length; level = level.flatMap(inside)) {
    const found = level.filter(fits);
    if (found.length) return found.length === 1 ? found[0] : null;
  }
  return null;
}

function fitsName(eid, { kinds, number }, names) {
  if (!number) return kinds.includes(kindOf(eid));
  return names.some((name) => eid === name || eid.endsWith(`__${name}`));
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
    if (eid.startsWith(inside) && holds(kindOf(eid)) && (inside || !/^(?:att|cmp)_/u.test(eid))) return eid;
  }
  return undefined;
}

const HOLDERS = {
  art: (kind) => DIVISIONS.has(kind),
  table: (kind) => kind !== "table" && kind !== "tr",
};

const stepOf = (eid) => eid.split("__").pop();
const kindOf = (eid) => stepOf(eid).split("_")[0];
