// What is asked: phrases that must all be in one clause.

import { citationBefore, citationIn } from "./citation.js";
import { fold } from "../fold.js";

const QUOTES = { '"': '"', "“": "”", "「": "」", "『": "』", "＂": "＂" };
// What stands beside a clause and is copied along with it.
const BESIDE = /(^|[\s。；：，、！？.;:,!?)）”])(?:\s*(?:¶|对这段文字提意见|提意见|\d+条(?:意见)?(?=\s|$|提意见)|\d+ comments?|Comment(?=\s|$)))+/gu;

/** Split a question at white space that is outside quotation marks. */
export function pieces(question) {
  const found = [""];
  for (let at = 0; at < question.length; at += 1) {
    const close = question.indexOf(QUOTES[question[at]] ?? "\u0000", at + 1);
    if (close > at) {
      found[found.length - 1] += question.slice(at, close + 1);
      at = close;
    } else if (/\s/u.test(question[at])) found.push("");
    else found[found.length - 1] += question[at];
  }
  return found.filter(Boolean);
}

/** The folded phrases of a question, each once, without those that are inside another. */
export function phrasesOf(question, simplified) {
  const folded = [...new Set(pieces(question).map((piece) => fold(piece, simplified)))].filter(Boolean);
  return folded.filter((phrase) => !folded.some((other) => other !== phrase && other.includes(phrase)));
}

/** A question without the words of buttons that are copied along with a clause. */
export const withoutButtons = (question) => question.replace(/⋯/gu, " ").replace(BESIDE, "$1 ").trim();

/**
 * What a question finds; where that is nothing, without the words of buttons that were copied
 * with it, then without a citation in front, which is ``cited``.
 */
export async function answerTo(finder, question) {
  const ask = async (words) => {
    const phrases = phrasesOf(words, finder.simplified);
    return { words, phrases, whole: finder.fold(words), ...(await finder.find(phrases)) };
  };
  const isFound = ({ hits, documents }) => hits.size > 0 || documents.length > 0;
  let found = await ask(question);
  const plain = withoutButtons(question);
  if (isFound(found) || !plain) return found;
  if (plain !== question) found = await ask(plain);
  const cited = citationIn(plain);
  const headed = isFound(found) || (cited && !cited.words) ? null : citationBefore(plain);
  const words = headed ? await ask(headed.words) : found;
  return words.hits.size && headed ? { ...words, cited: headed.parts } : found;
}
