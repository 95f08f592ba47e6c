// What the scripts of every page stand on: where things are, the words of the page's language,
// making elements, asking the service. One file, so that a page asks for few.

// Where the site and the service are.

const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;

export const root = new URL(meta("yanlu-root"), document.baseURI);
/** The folder of the pages in the language of this one: "" or "en/". */
export const prefix = document.querySelector('meta[name="yanlu-lang-prefix"]')?.content ?? "";
export const service = meta("yanlu-service") ? new URL(meta("yanlu-service")) : root;

// The words of the interface: Chinese is written in place, other languages are looked up.

export const lang = document.documentElement.lang;
const words = lang.startsWith("zh") ? {} : await load();

async function load() {
  try {
    const response = await fetch(new URL(`assets/yanlu/${lang}.json`, root), { credentials: "omit" });
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

/** The words in the page's language, with %(name)s filled in; unknown ones as given. */
export function t(msgid, values) {
  const said = words[msgid] || msgid;
  return values ? said.replace(/%\((\w+)\)s/g, (_, name) => String(values[name])) : said;
}

// Making elements without ever parsing text as HTML.

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

let toastTimer;

/** Say something briefly, to the eye and to screen readers. */
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
  try {
    await navigator.clipboard.writeText(text);
    toast(words);
  } catch {
    window.prompt(t("请复制："), text);
  }
}

// Asking the service.

/** Ask the service; the answer is null where it cannot be reached or does not answer well. */
export async function ask(path) {
  try {
    const response = await fetch(new URL(path, service), { credentials: "omit" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

const PATIENCE = 30_000;

/** Send JSON; the answer is {status, data}, with status 0 where none came in time. */
export async function send(path, body) {
  let response;
  try {
    response = await fetch(new URL(path, service), {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body,
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return { status: 0, data: {} };
  }
  try {
    return { status: response.status, data: await response.json() };
  } catch {
    return { status: response.status, data: {} };
  }
}
