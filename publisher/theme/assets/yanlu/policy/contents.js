// The contents at the side of a policy's text.

/** Unfold what browsers without ::details-content cannot show by the stylesheet alone. */
export function unfold(page) {
  const folded = [".yl-contents details", ...(matchMedia("(min-width: 72.5em)").matches ? [".yl-folds"] : [])];
  for (const details of page.querySelectorAll(folded.join())) details.open = true;
}

/** On paper everything is unfolded, and folded again behind it. */
export function printUnfolded(page) {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...page.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
}

/** Mark in the contents what is being read: the last of its clauses at the upper edge. */
export function followReading() {
  const links = new Map([...document.querySelectorAll(".yl-contents a")].map((link) => [link.hash.slice(1), link]));
  if (!links.size) return;
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target.id);
    markRead([...links.keys()].filter((id) => seen.has(id)).pop(), links);
  }, { rootMargin: "0px 0px -90% 0px" });
  for (const id of links.keys()) watch.observe(document.getElementById(id));
}

function markRead(here, links) {
  for (const [id, link] of links) {
    if (id !== here) link.removeAttribute("aria-current");
    else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "true");
      const box = link.closest(".yl-contents");
      const { offsetTop, offsetHeight } = link;
      if (offsetTop < box.scrollTop || offsetTop + offsetHeight > box.scrollTop + box.clientHeight) {
        box.scrollTop = offsetTop - box.clientHeight / 2;
      }
    }
  }
}
