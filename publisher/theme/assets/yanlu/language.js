// The words of the interface: Chinese is written in place, other languages are looked up.

import { root } from "./service.js";

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
