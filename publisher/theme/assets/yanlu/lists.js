// assets/lists.json: every public text with what lists are filtered by, newest first.

import { root } from "./page.js";

const COLUMNS = ["kind", "issuer", "subject", "validity"];

let read;

/** Read the file once: {rows, dueDays}; it throws where the file cannot be had. */
export function lists() {
  read ??= fetch(new URL("assets/lists.json", root), { credentials: "omit" }).then(async (response) => {
    if (!response.ok) throw new Error(`assets/lists.json: ${response.status}`);
    return unfold(await response.json());
  });
  return read;
}

function unfold(file) {
  const english = new Set(file.english);
  const rows = file.ids.map((id, at) => {
    const row = { id, title: file.titles[at], day: file.days[at], docNo: file.doc_nos[at] };
    for (const name of COLUMNS) row[name] = file[name].names[file[name].of[at]];
    return {
      ...row,
      year: row.day.slice(0, 4),
      english: english.has(at),
      windows: file.windows[at] ?? [],
      answered: file.answered[at],
      issued: file.issued[at],
      versions: file.versions[at] ?? ["v1"],
    };
  });
  return { rows, dueDays: file.outcome_due_days };
}

const prefix = document.querySelector('meta[name="yanlu-lang-prefix"]').content;

/** The page of a text, in the page's language where there is one. */
export function hrefOf(row) {
  return new URL(`${row.english ? prefix : ""}${row.id}/`, root).href;
}
