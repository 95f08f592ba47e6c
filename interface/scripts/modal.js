// A dialog over the page, also in browsers that know no <dialog> (Safari before 15.4).

const CONTROLS = "a[href], button:not([disabled]), input, select, textarea, summary, [tabindex='0']";

/** Open a <dialog> over the page. */
export function openModal(element) {
  if (element.hasAttribute("open")) return;
  if (element.showModal) element.showModal();
  else openPlain(element);
}

/** Close it; "close" is dispatched as by its own method. */
export function closeModal(element) {
  if (!element.hasAttribute("open")) return;
  if (element.close) return element.close();
  element.removeAttribute("open");
  setAside(element, false);
  element.dispatchEvent(new Event("close"));
}

function openPlain(element) {
  element.classList.add("yl-dialog-plain");
  element.setAttribute("role", "dialog");
  element.setAttribute("aria-modal", "true");
  element.setAttribute("open", "");
  setAside(element, true);
  if (!element.onkeydown) element.onkeydown = (event) => press(element, event);
  element.querySelector(CONTROLS).focus();
}

/** Hide what is behind the dialog from screen readers. */
function setAside(element, aside) {
  for (const other of element.parentElement.children) {
    if (other === element) continue;
    if (aside) other.setAttribute("aria-hidden", "true");
    else other.removeAttribute("aria-hidden");
  }
}

/** Escape closes, unless "cancel" is prevented; Tab goes round inside. */
function press(element, event) {
  if (event.key === "Escape") {
    if (element.dispatchEvent(new Event("cancel", { cancelable: true }))) closeModal(element);
    return;
  }
  if (event.key !== "Tab") return;
  const controls = [...element.querySelectorAll(CONTROLS)].filter((each) => each.offsetParent);
  if (event.shiftKey) controls.reverse();
  if (document.activeElement !== controls[controls.length - 1]) return;
  event.preventDefault();
  controls[0].focus();
}
