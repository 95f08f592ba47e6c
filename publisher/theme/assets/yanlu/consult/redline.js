// 修改对照 of a clause and a proposed wording, by the same rules as interface/redline.py.

import { make, t } from "../page.js";

const UNIT = /[0-9０-９]+(?:[.,][0-9]+)*%?|[A-Za-z]+|[^]/gu;
const TOO_SHORT_TO_STAND = 2;
// A comparison takes time and room by the product of both lengths; longer ones are left out.
const MOST_CELLS = 1_000_000;

/** The runs of characters of two texts as [change, text]; null where they are too long. */
export function redline(before, after) {
  const [gone, come] = [before.match(UNIT) ?? [], after.match(UNIT) ?? []];
  const found = blocks(gone, come);
  if (!found) return null;
  const pieces = [];
  let [removed, added] = ["", ""];
  const flush = () => {
    if (removed) pieces.push(["deleted", removed]);
    if (added) pieces.push(["inserted", added]);
    [removed, added] = ["", ""];
  };
  found.forEach(({ isSame, old, now }, at) => {
    const inside = at > 0 && at < found.length - 1 && Array.from(old).length <= TOO_SHORT_TO_STAND;
    if (isSame && !inside) {
      flush();
      pieces.push(["same", old]);
    } else {
      removed += old;
      added += now;
    }
  });
  flush();
  return pieces;
}

/** The pieces as elements; what went and what came is told in words to those who see no strokes. */
export function redlineElements(pieces) {
  const hidden = (words) => make("span", { class: "yl-visually-hidden" }, words);
  return pieces.map(([change, text]) => {
    if (change === "same") return document.createTextNode(text);
    const [name, open] = change === "deleted" ? ["del", t("（删去：")] : ["ins", t("（新增：")];
    return make(name, {}, hidden(open), text, hidden(t("）")));
  });
}

/** Runs of steps of one kind, in order. */
function blocks(gone, come) {
  let head = 0;
  while (head < gone.length && head < come.length && gone[head] === come[head]) head++;
  let tail = 0;
  while (tail < gone.length - head && tail < come.length - head && gone[gone.length - 1 - tail] === come[come.length - 1 - tail]) tail++;
  const inner = steps(gone.slice(head, gone.length - tail), come.slice(head, come.length - tail));
  if (!inner) return null;
  const same = (unit) => ["same", unit];
  const all = [...gone.slice(0, head).map(same), ...inner, ...(tail ? gone.slice(-tail) : []).map(same)];
  const found = [];
  let last = "";
  for (const [kind, unit] of all) {
    if (kind !== last) found.push({ isSame: kind === "same", old: "", now: "" });
    const block = found[found.length - 1];
    if (kind !== "inserted") block.old += unit;
    if (kind !== "deleted") block.now += unit;
    last = kind;
  }
  return found;
}

/** What stays, goes and comes on a longest way through both; of equal ones that of interface/redline.py. */
function steps(gone, come) {
  const width = gone.length + 1;
  if (width * (come.length + 1) > MOST_CELLS) return null;
  const longest = new Uint16Array(width * (come.length + 1));
  for (let row = 1; row <= come.length; row++) {
    for (let column = 1; column < width; column++) {
      const at = row * width + column;
      longest[at] = come[row - 1] === gone[column - 1] ? longest[at - width - 1] + 1 : Math.max(longest[at - width], longest[at - 1]);
    }
  }
  const grows = (row, column) => longest[row * width + column] > longest[row * width + column - 1];
  const back = [];
  let [row, column] = [come.length, gone.length];
  while (row && column) {
    if (!grows(row, column)) back.push(["deleted", gone[--column]]);
    else if (--row && grows(row, column)) back.push(["inserted", come[row]]);
    else back.push(["same", gone[--column]]);
  }
  while (column) back.push(["deleted", gone[--column]]);
  while (row) back.push(["inserted", come[--row]]);
  return back.reverse();
}
