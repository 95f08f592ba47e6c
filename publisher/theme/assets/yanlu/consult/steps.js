// The three steps of the dialog, always in view: which one is done, and a way to the first two.

import { make, t } from "../page.js";

export const WRITING = 0;
export const IDENTITY = 1;
export const RECEIPT = 2;

/** The bar of the steps; ``lead`` is called with the step that is pressed. */
export function stepsBar(lead) {
  const words = [t("写意见"), t("留身份"), t("取回执")];
  const entry = (name, step) => make("button", { type: "button", onclick: () => lead(step) }, make("span", {}, String(step + 1)), name);
  return make("div", { class: "yl-dialog-steps", role: "group", "aria-label": t("步骤") }, ...words.map(entry));
}

/** Mark the step that is being done, and those before it as done. */
export function markStep(bar, current) {
  Array.from(bar.children).forEach((button, step) => {
    if (step === current) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
    button.classList.toggle("yl-step-done", step < current);
    button.disabled = step === RECEIPT || current === RECEIPT;
  });
}
