// assets/lists.json: every public text with what lists are filtered by, newest first; and the
// table by which search folds what is asked, for those that are asked by words.

import { readSimplified } from "../fold.js";
import { file, prefix, root } from "../page.js";

const COLUMNS = ["kind", "issuer", "subject", "validity"];

const coming = new Map();

/** Read a file once; NoAnswer where it did not come, and then it may come later. */
function once(path, kind, read) {
  if (!coming.has(path)) {
    const asked = file(new URL(path, root), kind).then(read);
    asked.catch(() => coming.delete(path));
    coming.set(path, asked);
  }
  return coming.get(path);
}

/** The lists: {rows, dueDays}. */
export const lists = () => once("assets/lists.json", "json", rowsOf);

/** The characters that search takes for one: Map(Traditional → Simplified). */
export const simplified = () => once("assets/search/simplified.txt", "text", readSimplified);

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
