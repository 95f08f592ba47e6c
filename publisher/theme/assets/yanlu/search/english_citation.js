// Citations in English, as catalogue/english_citation.py says them: 第一部分（二） is Part 1 (2).
// Both are held to tests/data/vectors/english_citations.json.

import { tokensOf, value } from "./citation.js";

const UNIT_WORDS = {
  编: "Title", 分编: "Subtitle", 部分: "Part", 章: "Chapter", 节: "Section", 条: "Article",
  款: "para.", 自然段: "para.", 项: "item", 目: "sub-item", 小目: "minor item",
  个破折号项: "dash item", 行: "row",
};
const NAMED_WORDS = {
  附件: "Annex", 附表: "Annexed table", 附图: "Annexed figure", 附录: "Appendix", 表: "Table",
  专栏: "Box", 小标题: "Subheading", 引文: "Quotation",
};
const CHINESE = /[\u3001-\u9fff\uff01-\uff5e]/u;
// What a comma separates from what is before it: words, and 1.2 after Annex 1.
const APART = /^(?:[A-Za-z]|\d+\.)/u;

/** A citation in English; "" for words that are none, and where a title in it stays Chinese. */
export function englishCitation(citation) {
  let words = "";
  for (const token of tokensOf(citation)) {
    const said = inEnglish(token);
    words += (words && (APART.test(said) ? ", " : " ")) + said;
  }
  return CHINESE.test(words) ? "" : words;
}

function inEnglish(token) {
  if (token.unit) return numberInEnglish(token);
  if (token.instance) return `(no. ${token.instance} of that number)`;
  if (token.bracketed) return `(${value(token.bracketed.slice(1, -1))})`;
  if (token.first) return `no. ${value(token.first)}`;
  if (token.preamble) return "Preamble";
  if (token.named) return `${NAMED_WORDS[token.named]} ${token.namedNumber ?? ""}`.trimEnd();
  return token.half ? `${token.half})` : token.title ?? token.decimal ?? token.circled ?? token.bare;
}

function numberInEnglish({ number, unit, sub }) {
  const written = value(number.replace(/[()（）]/gu, "")) + (sub ? `-${value(sub)}` : "");
  // A law's items are printed （一）, those of a policy's text 1.
  const isItem = (unit === "项" || unit === "目") && !/^\d+$/u.test(number);
  return `${UNIT_WORDS[unit]} ${isItem ? `(${written})` : written}`;
}
