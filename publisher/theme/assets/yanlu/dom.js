// Making elements without ever parsing text as HTML.

import { t } from "./language.js";

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
