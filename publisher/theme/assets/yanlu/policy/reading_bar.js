// The bar at the foot of a phone: contents, comment, size of the letters.

/** Show the bar; it steps aside while something is typed, because the keyboard takes its place. */
export function showBar(page) {
  const bar = page.querySelector("[data-reading-bar]");
  const root = document.documentElement;
  bar.hidden = false;
  root.classList.add("yl-with-bar");
  const isField = ({ target }) => target.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");
  addEventListener("focusin", (event) => root.classList.toggle("yl-typing", isField(event)));
  addEventListener("focusout", () => root.classList.remove("yl-typing"));
  const button = bar.querySelector("[data-contents-open]");
  if (button) opensContents(button, page.querySelector(".yl-contents"));
}

function opensContents(button, contents) {
  const show = (open) => {
    contents.classList.toggle("yl-sheet", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => {
    show(!contents.classList.contains("yl-sheet"));
    const here = contents.querySelector("[aria-current]") ?? contents.querySelector("a");
    if (contents.classList.contains("yl-sheet")) here.focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !contents.classList.contains("yl-sheet")) return;
    show(false);
    button.focus();
  });
  // A press on one of its links, or anywhere else, leaves it.
  addEventListener("click", ({ target }) => {
    if (target.closest(".yl-contents a") || !target.closest(".yl-contents, [data-contents-open]")) show(false);
  });
}
