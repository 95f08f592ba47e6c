// assets/lists.json: every public text with what lists are filtered by, newest first.

import { file, prefix, root } from "../page.js";

const COLUMNS = ["kind", "issuer", "subject", "validity"];

let read;

/** Read the file once: {rows, dueDays}; NoAnswer where it did not come. */
export function lists() {
  if (!read) {
    read = file(new URL("assets/lists.json", root), "json").then(unfold);
    // What did not come may come later.
    read.catch(() => { read = undefined; });
  }
  return read;
}

function unfold(data) {
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
