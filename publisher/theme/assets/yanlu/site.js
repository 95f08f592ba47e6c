// The entrance: each kind of page loads what it needs and nothing else.

const page = document.querySelector("[data-page]");

switch (page?.dataset.page) {
  case "home":
    import("./home.js").then((module) => module.start(page));
    break;
  case "list":
    document.documentElement.classList.add("yl-scripted");
    import("./list.js").then((module) => module.start(page));
    break;
  case "missing":
    import("./missing.js").then((module) => module.start(page));
    break;
  case "policy":
    import("./policy.js").then((module) => module.start(page));
    break;
  case "results":
    import("./outcome.js").then((module) => module.start(page));
    break;
  case "search":
    import("./search.js").then((module) => module.start(page));
    break;
}

// On paper a page says where it is from.
const address = document.querySelector("[data-address]");
if (address && !address.textContent) address.textContent = location.href.replace(/[?#].*$/u, "");
