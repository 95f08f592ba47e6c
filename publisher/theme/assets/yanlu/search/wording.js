// The words of a clause as they are searched: number, heading and text.

// The title is clause 0 of a policy, what is said of it clause 1.
export const FIRST_CLAUSE = 2;
const FIRST = "__para_1";

/** The row of a clause in a policy's text: [eid, citation, number, words]. */
export const rowOf = (text, clause) => text.rows[clause - FIRST_CLAUSE];

/** The words of a clause as it is printed; of the first 款 of a 条 first as it follows the 条's number and title. */
export function wordingsOf(text, clause) {
  const [eid, , number, words] = rowOf(text, clause);
  const article = eid.endsWith(FIRST) && eid.slice(0, -FIRST.length);
  const isArticle = article && article.split("__").pop().startsWith("art_");
  const above = isArticle ? text.rows.find(([name]) => name === article) : null;
  return above ? [above[2] + above[3] + number + words, number + words] : [number + words];
}

/** Whether a clause holds a folded phrase; 0 is the title, 1 what is said of the policy. */
export function holds(finder, text, clause, phrase) {
  if (clause === 0) return finder.fold(text.title).includes(phrase);
  if (clause < FIRST_CLAUSE) return text.about.some(([, words]) => finder.fold(words).includes(phrase));
  return finder.fold(wordingsOf(text, clause)[0]).includes(phrase);
}

/** The clauses that a folded text runs through, among those around one: [clause…], or null. */
export function runThrough(finder, text, around, whole) {
  const first = Math.max(FIRST_CLAUSE, around - 40);
  const rows = text.rows.slice(first - FIRST_CLAUSE, around + 80);
  const folded = rows.map(([, , number, words]) => finder.fold(number + words));
  const from = folded.join("").indexOf(whole);
  if (from < 0) return null;
  const run = [];
  let at = 0;
  folded.forEach((words, place) => {
    if (words && at < from + whole.length && at + words.length > from) run.push(first + place);
    at += words.length;
  });
  return run;
}
