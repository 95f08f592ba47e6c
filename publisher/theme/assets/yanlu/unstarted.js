// Shows a notice where the scripts of the page did not start; its links and forms work without
// them. Written in the oldest form of the language, for browsers that cannot read the other
// scripts. site.js sets the attribute that is looked for.

(function () {
  "use strict";

  window.addEventListener("load", function () {
    var root = document.documentElement;
    var notice = document.querySelector("[data-unstarted]");
    if (root.hasAttribute("data-scripts")) return;
    root.className += " yl-unscripted";
    var plain = document.querySelector("noscript[data-plain]");
    if (notice) notice.hidden = false;
    // What stands there for browsers without scripts helps here too.
    if (plain) plain.insertAdjacentHTML("afterend", plain.textContent);
  });
})();
