// assets/lists.json: every public text with what lists are filtered by, in their order; and what
// folds words as the search does, for those that are asked by words.

import { file, NoAnswer, once, prefix, root } from "../page.js";

const COLUMNS = ["kind", "issuer", "subject", "validity"];

const coming = new Map();

/** The lists: {rows, dueDays}. */
export const lists = () => once(coming, "lists", () => file(new URL("assets/lists.json", root), "json").then(rowsOf));

/** What folds words; a first visit does without it. */
export const folding = () => once(coming, "fold", readFolding);

async function readFolding() {
  const [{ fold, readSimplified }, table] = await Promise.all([
    import("../fold.js").catch((error) => {
      // A module that did not come; a fault in it is of another type.
      if (!(error instanceof TypeError)) throw error;
      throw new NoAnswer(error.message);
    }),
    file(new URL("assets/search/simplified.txt", root), "text"),
  ]);
  const pairs = readSimplified(table);
  return (words) => fold(words, pairs);
}

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
