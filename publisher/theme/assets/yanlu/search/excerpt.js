// The words around what was found, each place marked.

import { findFolded } from "../fold.js";
import { make } from "../page.js";

const BEFORE = 24;
const AFTER = 56;
const MOST = 3;

/** Nodes of a clause's text: up to three stretches around the phrases, all places marked. */
export function excerpt(text, phrases, simplified) {
  const points = Array.from(text);
  const found = phrases.map((phrase) => findFolded(text, phrase, simplified));
  const ranges = merged(found.flat());
  const firsts = found.map(([first]) => first).filter(Boolean);
  const around = firsts.length ? firsts : [[0, 0]];
  const windows = merged(around.map(([from, to]) => [Math.max(0, from - BEFORE), Math.min(points.length, to + AFTER)]));
  return windows.slice(0, MOST).flatMap(([from, to], at) => [
    at === 0 && from > 0 ? "…" : "",
    ...stretch(points, from, to, ranges),
    to < points.length ? "…" : "",
  ]);
}

function stretch(points, from, to, ranges) {
  const out = [];
  let at = from;
  for (const [start, end] of ranges.filter((range) => range[0] >= from && range[1] <= to)) {
    out.push(points.slice(at, start).join(""), make("mark", {}, points.slice(start, end).join("")));
    at = end;
  }
  return [...out, points.slice(at, to).join("")];
}

/** Ranges in order, those that touch made one. */
function merged(ranges) {
  const out = [];
  for (const [from, to] of [...ranges].sort((one, other) => one[0] - other[0])) {
    const last = out[out.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}
