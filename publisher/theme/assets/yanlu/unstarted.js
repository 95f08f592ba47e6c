// Where the scripts of the page did not start, say so: the links and forms of the page do without
// them. Written in the language that every browser knows, because it is for those that do not
// know that of the other scripts. site.js sets the mark that is looked for.

(function () {
  "use strict";

  function look() {
    var whole = document.documentElement;
    var said = document.querySelector("[data-unstarted]");
    if (whole.hasAttribute("data-scripts")) return;
    whole.className += " yl-unscripted";
    if (said) said.hidden = false;
  }

  window.addEventListener("load", look);
})();
