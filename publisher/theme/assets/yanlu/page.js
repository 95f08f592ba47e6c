// What the scripts of every page use: addresses, requests to site and service, the words of the
// page's language, elements. One file, so that a page makes few requests.

// Where the site and the service are.

const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;

export const root = new URL(meta("yanlu-root"), document.baseURI);
/** The folder of the pages in the language of this one: "" or "en/". */
export const prefix = document.querySelector('meta[name="yanlu-lang-prefix"]')?.content ?? "";
export const service = meta("yanlu-service") ? new URL(meta("yanlu-service")) : root;

// Requests. What is caught is looked at: only NoAnswer means that nothing came; anything else is
// a fault of these scripts and is never shown as a missing network.

/** The network, or a proxy, gave no answer that can be used. */
export class NoAnswer extends Error {}

/** Throw what is no NoAnswer; for use in a catch. */
export function unlessNoAnswer(error) {
  if (!(error instanceof NoAnswer)) throw error;
}

function noAnswer(error) {
  throw new NoAnswer(error.message);
}

/** Fetch; a fault in what is asked throws before anything is sent. */
async function reach(address, options) {
  const request = new Request(address, { credentials: "omit", ...options });
  return fetch(request).catch(noAnswer);
}

/** The value of a JSON text; null where it is none, such as a proxy's own page. */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/**
 * Read a file of the site as "json", "text" or "arrayBuffer". What did not come, or not ``whole``
 * (such as a network's own page in its place), is asked for once more, past what the browser kept.
 */
export async function file(address, kind, options, whole = () => true) {
  const once = async (asked) => {
    const response = await reach(address, asked);
    if (!response.ok) throw new NoAnswer(`${address}: ${response.status}`);
    const read = await response[kind]().catch(noAnswer);
    if (!whole(read)) throw new NoAnswer(`${address}: cut off`);
    return read;
  };
  return once(options).catch((error) => {
    unlessNoAnswer(error);
    return once({ ...options, cache: "reload" });
  });
}

/** What `request` gives, requested once for a key of `kept`; again after it failed. */
export function once(kept, key, request) {
  if (!kept.has(key)) {
    const coming = request();
    coming.catch(() => kept.delete(key));
    kept.set(key, coming);
  }
  return kept.get(key);
}

/** Ask the service; the answer is {status, data}: status 0 where none came, data null where it is no JSON. */
export async function answerOf(path, options) {
  try {
    const response = await reach(new URL(path, service), options);
    return { status: response.status, data: parsed(await response.text().catch(noAnswer)) };
  } catch (error) {
    unlessNoAnswer(error);
    return { status: 0, data: null };
  }
}

/** Ask the service; the answer is null where it cannot be reached or does not answer well. */
export async function ask(path, options) {
  const { status, data } = await answerOf(path, options);
  return status >= 200 && status < 300 ? data : null;
}

const PATIENCE = 30_000;

/** Send JSON; the answer is {status, data}, with status 0 where none came in time. */
export async function send(path, body) {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), PATIENCE);
  const headers = { "Content-Type": "application/json" };
  const asked = answerOf(path, { method: "POST", headers, body, signal: waiting.signal });
  const { status, data } = await asked.finally(() => clearTimeout(timer));
  return { status, data: data ?? {} };
}

// Storage and decoding, which may fail.

/** Use what this tab keeps; null where the browser keeps nothing or has no room. */
export function inTab(act) {
  return storing(() => act(sessionStorage));
}

/** Use what this browser keeps beyond the tab; null as above. */
export function onDevice(act) {
  return storing(() => act(localStorage));
}

function storing(act) {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return null;
  }
}

/** A part of an address, decoded; as it is where it cannot be. */
export function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return part;
  }
}

/** Log a fault of these scripts; return the words for the reader, which name it. */
export function faultWords(error) {
  console.error(error);
  return t("本页的脚本出了错（%(fault)s）。", { fault: String(error) });
}

// The words of the interface: Chinese is written in place, other languages are looked up.

export const lang = document.documentElement.lang;
let words = null;
/** Comes once there are words; `t` throws before. site.js waits for it, and then starts the page. */
export const ready = readWords();

async function readWords() {
  if (lang.startsWith("zh")) {
    words = {};
    return;
  }
  const address = new URL(`assets/yanlu/${lang}.json`, root);
  words = await file(address, "json").catch((error) => {
    unlessNoAnswer(error);
    return {};
  });
}

/**
 * The words in the page's language, with %(name)s filled in; unknown ones as given. Of a message
 * with two forms `count` chooses: "1 comment", "2 comments".
 */
export function t(msgid, values) {
  const known = words[msgid] || msgid;
  const said = Array.isArray(known) ? known[values.count === 1 ? 0 : 1] : known;
  return values ? said.replace(/%\((\w+)\)s/g, (_, name) => String(values[name])) : said;
}

// Making elements without ever parsing text as HTML.

// Chromium before 86 and Safari before 14 have no replaceChildren.
if (!Element.prototype.replaceChildren) {
  Element.prototype.replaceChildren = function replaceChildren(...nodes) {
    while (this.firstChild) this.firstChild.remove();
    this.append(...nodes);
  };
}

/** make("p", {class: "note", onclick: f}, "text", child): null attributes are left out. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A citation as content: in English its name stands before it. */
export function cited(citation, name = citation) {
  const chinese = make("span", { lang: "zh-CN" }, citation);
  return name === citation ? [chinese] : [`${name} `, chinese];
}

/** Show in a pager the links to the page before and the next, with `here` between them. */
export function showPager(pager, number, pages, here) {
  const link = (to, words) => {
    const address = new URL(location.href);
    address.searchParams.set("page", to);
    return make("a", { href: address.href }, words);
  };
  pager.hidden = pages < 2;
  pager.replaceChildren(
    number > 1 ? link(number - 1, t("上一页")) : "",
    here,
    number < pages ? link(number + 1, t("下一页")) : "",
  );
}

let toastTimer;

/** Show a message for three seconds, to screen readers too. */
export function toast(words) {
  let element = document.querySelector(".yl-toast");
  if (!element) {
    element = make("div", { class: "yl-toast", role: "status" });
  }
  // Behind an open dialog it would be neither seen nor heard.
  (document.querySelector("dialog[open]") ?? document.body).append(element);
  element.hidden = false;
  element.textContent = words;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { element.hidden = true; }, 3000);
}

/** Put text on the clipboard; where the browser refuses, show it to be copied by hand. */
export async function copy(text, words) {
  if (await onClipboard(text)) toast(words);
  else window.prompt(t("请复制："), text);
}

async function onClipboard(text) {
  // Pages that came over plain HTTP have no clipboard.
  if (!navigator.clipboard) return false;
  return navigator.clipboard.writeText(text).then(() => true, (error) => {
    if (!(error instanceof DOMException)) throw error;
    return false;
  });
}
