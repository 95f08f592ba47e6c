// The contents at the side of a policy's text.

/** On a phone the contents start folded, so that the text is near. */
export function foldContents() {
  const details = document.querySelector(".yl-contents details");
  if (!details) return;
  if (!matchMedia("(min-width: 64em)").matches) details.open = false;
  details.classList.add("yl-folds");
}

/** Mark in the contents what is being read: the last of its clauses in the upper third. */
export function followReading() {
  const links = new Map([...document.querySelectorAll(".yl-contents a")].map((link) => [link.hash.slice(1), link]));
  if (!links.size) return;
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target.id);
    markRead([...links.keys()].filter((id) => seen.has(id)).pop(), links);
  }, { rootMargin: "0px 0px -70% 0px" });
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
