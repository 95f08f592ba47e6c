// The page for what is not there: links to what the address may have meant.

import { hrefOf, lists } from "./lists.js";
import { decoded, make, root, t, unlessNoAnswer } from "../page.js";

const LIKE = 0.5;
const WAYS = 5;

export async function start(page) {
  const parts = foldersOf(location.pathname);
  page.querySelector("[name=q]").value = wordsOf(parts);
  if (!parts.length) return;
  const data = await lists().catch(unlessNoAnswer);
  if (data) lead(page, parts, data.rows);
}

/** The folders of an address below the site's first, without the language's own. */
function foldersOf(path) {
  const inside = path.startsWith(root.pathname) ? path.slice(root.pathname.length) : path;
  const parts = inside.split("/").filter(Boolean).map(decoded);
  return parts[0] === "en" ? parts.slice(1) : parts;
}

/** The words of an address: Chinese ones if it has any, else the rest without its signs. */
function wordsOf(parts) {
  const text = parts.join(" ").replace(/\.[a-z]{2,5}$/iu, "");
  const chinese = text.match(/\p{Script=Han}+/gu);
  return chinese ? chinese.join(" ") : text.replace(/[^\p{L}\p{N}]+/gu, " ").replace(/\bv\d+\b/gu, "").trim();
}

function lead(page, parts, rows) {
  const said = page.querySelector("[data-said]");
  const known = rows.find((row) => row.id === parts[0]);
  if (!known) return offer(page, t("您要找的可能是："), alike(parts[0], rows));
  page.querySelector("[name=q]").value = known.title;
  const version = /^v\d+$/u.test(parts[1] ?? "") && !known.versions.includes(parts[1]) ? parts[1] : null;
  said.textContent = version
    ? t("《%(title)s》没有%(version)s这个版本，现有的版本如下。", { title: known.title, version })
    : t("《%(title)s》没有这个页面，文件本身在这里：", { title: known.title });
  const ways = [make("a", { href: hrefOf(known) }, known.title)];
  if (version) {
    for (const name of known.versions) {
      ways.push(make("a", { href: new URL(`${known.id}/${name}/`, root).href }, t("版本%(version)s", { version: name.slice(1) })));
    }
  }
  return list(page, ways);
}

function offer(page, words, rows) {
  if (!rows.length) return;
  page.querySelector("[data-said]").textContent = words;
  list(page, rows.map((row) => make("a", { href: hrefOf(row) }, row.title)));
}

function list(page, links) {
  const ways = page.querySelector("[data-ways]");
  ways.replaceChildren(...links.map((link) => make("li", {}, link)));
  ways.hidden = false;
}

/** The texts whose id or title is most like a part of an address. */
function alike(part, rows) {
  const of = pairs(part);
  return rows
    .map((row) => ({ row, like: Math.max(likeness(of, pairs(row.id)), likeness(of, pairs(row.title))) }))
    .filter(({ like }) => like >= LIKE)
    .sort((one, other) => other.like - one.like)
    .slice(0, WAYS)
    .map(({ row }) => row);
}

function pairs(text) {
  const chars = Array.from(text.toLowerCase());
  return new Set(chars.slice(1).map((char, at) => chars[at] + char));
}

/** Dice's coefficient of two sets of pairs of characters; a short name inside a long one counts. */
function likeness(one, other) {
  if (!one.size || !other.size) return 0;
  const both = [...one].filter((pair) => other.has(pair)).length;
  return Math.max((2 * both) / (one.size + other.size), one.size > 2 ? both / one.size * 0.9 : 0);
}
