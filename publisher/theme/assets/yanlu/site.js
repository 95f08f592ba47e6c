// The entrance: each kind of page loads what it needs and nothing else.

const page = document.querySelector("[data-page]");

switch (page?.dataset.page) {
  case "home":
    import("./home.js").then((module) => module.start());
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
