// The entrance: each kind of page loads what it needs and nothing else.

const MODULES = {
  home: () => import("./lists/home.js"),
  list: () => import("./lists/list.js"),
  missing: () => import("./lists/missing.js"),
  policy: () => import("./policy/start.js"),
  results: () => import("./lists/outcome.js"),
  search: () => import("./search/search.js"),
};

const page = document.querySelector("[data-page]");
const load = page && MODULES[page.dataset.page];

// display.js looks for this.
document.documentElement.setAttribute("data-scripts", "begun");
addEventListener("error", (event) => { if (isOurs(event.error)) showNotice(); });
addEventListener("unhandledrejection", (event) => { if (isOurs(event.reason)) showNotice(); });
if (load) begin();

async function begin() {
  try {
    const module = await load();
    // That of the search is served with page.js in it.
    const { ready } = module.ready ? module : await import("./page.js");
    await ready;
    if (page.dataset.page === "list") document.documentElement.classList.add("yl-scripted");
    await module.start(page);
  } catch (error) {
    console.error(error);
    document.documentElement.classList.add("yl-unscripted");
    showNotice();
  }
}

/** Whether a fault is of the site's own scripts; extensions of the browser have their own. */
function isOurs(error) {
  return error instanceof Error && String(error.stack).includes("/assets/yanlu/");
}

/** Show that the scripts do not work, and what does without them. */
function showNotice() {
  const notice = document.querySelector("[data-unstarted]");
  if (notice) notice.hidden = false;
  // What stands there for browsers without scripts.
  const plain = document.querySelector("noscript[data-plain]");
  if (!plain) return;
  plain.insertAdjacentHTML("afterend", plain.textContent);
  plain.remove();
}

// What was written on any page of the site and not sent yet is asked for before it is left.
if (keptSomething()) {
  Promise.all([import("./consult/draft.js"), import("./consult/unsent.js")])
    .then(([draft, unsent]) => unsent.guard(draft.anyUnsent))
    .catch((error) => console.error(error));
}

function keptSomething() {
  try {
    return Object.keys(sessionStorage).some((key) => key.startsWith("yanlu:"));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
}

// A printed page shows its address.
const address = document.querySelector("[data-address]");
if (address && !address.textContent) address.textContent = location.href.replace(/[?#].*$/u, "");
