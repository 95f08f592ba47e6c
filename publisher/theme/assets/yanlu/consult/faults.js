// The faults of a form: all of them together above it, each with its place, and each at its field.

import { make, t } from "../page.js";
import { FIELD_NAMES } from "../states/names.js";

const OF_COMMENT = /^comments\W(\d+)\W+(\w+)/;

/** The words and links of the faults that an answer tells, in the order of the page; ``reach`` brings a place into view. */
export function faultList(form, errors, reach) {
  const found = errors.map((fault) => ({ fault, place: placeOf(form, fault.field) }));
  found.sort((one, other) => byPlace(one.place, other.place));
  return found.map(({ fault, place }) => make("li", {}, place ? markedLink(place, fault, reach) : fault.message));
}

/** Remove the fault of a field, once it is being changed. */
export function unmark(element) {
  const place = element.closest("[data-field]");
  if (!place) return;
  for (const fault of place.querySelectorAll(".yl-fault")) fault.remove();
  for (const marked of [place, ...place.querySelectorAll("[aria-invalid]")]) {
    marked.removeAttribute("aria-invalid");
    marked.removeAttribute("aria-describedby");
  }
}

/** The box of a field: a comment's by its number and name, another by its name. */
function placeOf(form, field) {
  const inner = OF_COMMENT.exec(field);
  const scope = inner ? form.querySelectorAll(".yl-comment")[Number(inner[1])] : form;
  return scope?.querySelector(`[data-field="${CSS.escape(inner ? inner[2] : field)}"]`) ?? null;
}

/** Mark a field as faulty; return a link to it that says which it is and what is wrong. */
function markedLink(place, { field, message }, reach) {
  const control = place.querySelector("input, select, textarea, button");
  // Of choices the group is wrong, not its first one.
  const marked = control.type === "radio" ? place : control;
  const id = `${control.id}-fault`;
  place.hidden = false;
  marked.setAttribute("aria-invalid", "true");
  marked.setAttribute("aria-describedby", id);
  const words = make("span", { class: "yl-fault", id }, message);
  const head = place.querySelector("legend, label");
  if (head) head.after(words);
  else place.append(words);
  const inner = OF_COMMENT.exec(field);
  const number = inner ? `${t("第%(number)s条意见", { number: Number(inner[1]) + 1 })} ` : "";
  const label = place.querySelector("[data-label]");
  const name = label ? label.textContent : FIELD_NAMES[inner ? inner[2] : field];
  const go = (event) => {
    event.preventDefault();
    reach(place);
    control.focus();
  };
  return make("a", { href: `#${control.id}`, onclick: go }, `${number}${name}${t("：")}${message}`);
}

/** Sort by place in the page; what has no place comes last. */
function byPlace(one, other) {
  if (!one || !other) return (one ? 0 : 1) - (other ? 0 : 1);
  return one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
