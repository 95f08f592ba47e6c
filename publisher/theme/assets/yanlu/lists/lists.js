// assets/lists.json: every public text with what lists are filtered by, in their order; and the
// table by which search folds what is asked, for those that are asked by words.

import { readSimplified } from "../fold.js";
import { file, once, prefix, root } from "../page.js";

const COLUMNS = ["kind", "issuer", "subject", "validity"];

const coming = new Map();

const readOnce = (path, kind, read) => once(coming, path, () => file(new URL(path, root), kind).then(read));

/** The lists: {rows, dueDays}. */
export const lists = () => readOnce("assets/lists.json", "json", rowsOf);

/** The characters that search takes for one: Map(Traditional → Simplified). */
export const simplified = () => readOnce("assets/search/simplified.txt", "text", readSimplified);

function rowsOf(data) {
  const english = new Set(data.english);
  const rows = data.ids.map((id, at) => {
    const row = { id, title: data.titles[at], day: data.days[at], docNo: data.doc_nos[at] };
    for (const name of COLUMNS) row[name] = data[name].names[data[name].of[at]];
    return {
      ...row,
      year: row.day.slice(0, 4),
      english: english.has(at),
      windows: data.windows[at] ?? [],
      answered: data.answered[at],
      issued: data.issued[at],
      versions: data.versions[at] ?? ["v1"],
    };
  });
  return { rows, dueDays: data.outcome_due_days };
}

/** The page of a text, in the page's language where there is one. */
export function hrefOf(row) {
  return new URL(`${row.english ? prefix : ""}${row.id}/`, root).href;
}
