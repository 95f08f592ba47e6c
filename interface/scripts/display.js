// Runs on every page before it is painted: the size of type and the contrast that this browser
// keeps (display_sheet.js, loaded when it is asked for, changes them). Where the modules of a page
// of the site did not start it shows a notice: links and forms work without them. Written in the
// oldest form of the language, for browsers that cannot read the modules.

(function () {
  "use strict";

  var CHOICES = { size: ["large", "huge"], contrast: ["plain", "yellow"] };
  var root = document.documentElement;
  var sheet = document.currentScript.src.replace("display.js", "display_sheet.js");

  function keptChoices() {
    try {
      return JSON.parse(window.localStorage.getItem("yanlu-display")) || {};
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof SyntaxError)) throw error;
      return {};
    }
  }

  function applyChoices() {
    var choices = keptChoices();
    Object.keys(CHOICES).forEach(function (name) {
      if (CHOICES[name].indexOf(choices[name]) >= 0) root.setAttribute("data-" + name, choices[name]);
      else root.removeAttribute("data-" + name);
    });
  }

  applyChoices();
  // Whoever goes back may have chosen anew meanwhile.
  window.addEventListener("pageshow", applyChoices);

  // The style counts on scripts from the first paint on; browsers without modules have none.
  if ("noModule" in document.createElement("script")) {
    root.className += " yl-scripting";
    // The order of the page is out of date: it is hidden until clock.js has shown the new one.
    var holds = document.querySelector("meta[name=yanlu-holds-until]");
    if (holds && Date.now() >= Date.parse(holds.content)) root.className += " yl-overtaken";
  }

  document.addEventListener("click", function (event) {
    var opener = event.target.closest && event.target.closest("[data-display-open]");
    var script = document.createElement("script");
    // Once it is there, the sheet listens itself.
    if (!opener || root.getAttribute("data-display") === "ready") return;
    event.preventDefault();
    opener.focus();
    script.type = "module";
    script.src = sheet;
    script.onerror = function () {
      window.alert(document.querySelector("template[data-display-sheet]").getAttribute("data-failed"));
    };
    document.head.appendChild(script);
  });

  window.addEventListener("load", function () {
    var notice = document.querySelector("[data-unstarted]");
    var plain = document.querySelector("noscript[data-plain]");
    // site.js sets this.
    if (root.hasAttribute("data-scripts") || !document.querySelector("script[type=module]")) return;
    root.className = root.className.replace("yl-scripting", "yl-unscripted");
    if (notice) notice.hidden = false;
    // What stands there for browsers without scripts helps here too.
    if (plain) plain.insertAdjacentHTML("afterend", plain.textContent);
  });
})();
