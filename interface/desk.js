// The desk by keyboard, and what it says while one chooses. Every page works without it.
// Which keys are off is remembered in the browser alone.

(() => {
  const OFF = "yanlu-desk-keys-off";
  const one = (where, root) => (root || document).querySelector(where);
  const all = (where, root) => Array.from((root || document).querySelectorAll(where));
  const rows = all("tr[data-comment]");
  const form = one("form[data-bulk]");
  const decision = one("form[data-decision]");

  // On a small screen the filters are folded until they are asked for.
  const rail = one(".yl-rail-fold");
  if (rail && window.matchMedia("(max-width: 64em)").matches) {
    rail.open = false;
  }

  // What is chosen, in 条 and in 件.
  const picks = form ? all('tr[data-comment] input[name^="pick."]', form) : [];
  const whole = one("[data-pick-all]");
  const button = form && one("[data-submit-words]", form);
  const count = form && one("[data-picked]", form);
  const before = form ? { button: button.textContent, count: count.innerHTML } : null;

  function fill(words, n, m) {
    return words.replace("{n}", n).replace("{m}", m);
  }

  function tell() {
    const chosen = picks.filter((each) => each.checked);
    const sent = new Set(chosen.map((each) => each.closest("tr").dataset.submission));
    form.classList.toggle("yl-picking", chosen.length > 0);
    if (chosen.length) {
      const { submitWord, submitWords } = button.dataset;
      const { word, words } = count.dataset;
      button.textContent = fill(chosen.length === 1 ? submitWord : submitWords, chosen.length);
      count.textContent = fill(sent.size === 1 ? word : words, chosen.length, sent.size);
    } else {
      button.textContent = before.button;
      count.innerHTML = before.count;
    }
    whole.checked = chosen.length === picks.length;
    whole.indeterminate = chosen.length > 0 && !whole.checked;
  }

  function pickAll(checked) {
    picks.forEach((each) => { each.checked = checked; });
    tell();
  }

  if (picks.length) {
    document.documentElement.classList.add("yl-scripted");
    whole.hidden = false;
    whole.addEventListener("change", () => pickAll(whole.checked));
    form.addEventListener("change", tell);
    tell();
  }

  // A citation that stands in the list is answered at once; any other when it is saved.
  const cited = one('input[list="citations"]');
  if (cited) {
    const plain = (text) => text.replace(/\s/g, "").replace(/\(/g, "（").replace(/\)/g, "）");
    const known = new Set(all("#citations option").map((each) => plain(each.value)));
    const answer = one("[data-clause-answer]");
    const hint = answer.textContent;
    const say = () => {
      const found = cited.value !== "" && known.has(plain(cited.value));
      answer.textContent = found ? `✓ ${answer.dataset.clauseAnswer}` : hint;
      answer.classList.toggle("yl-clause-found", found);
    };
    cited.addEventListener("input", say);
    say();
  }

  // Words that the public does not read: what is chosen in the texts is written into the field,
  // and what the field says is marked in them.
  const redact = one("form[data-redact]");
  if (redact) {
    const field = one('textarea[name="words"]', redact);
    const texts = all("[data-redact-text]", redact);
    const lines = () => field.value.split("\n").map((each) => each.trim()).filter(Boolean);
    const mark = () => texts.forEach((text) => {
      const words = text.textContent;
      const hidden = new Array(words.length).fill(false);
      lines().forEach((each) => {
        for (let at = words.indexOf(each); at >= 0; at = words.indexOf(each, at + 1)) {
          hidden.fill(true, at, at + each.length);
        }
      });
      text.textContent = "";
      for (let start = 0, end; start < words.length; start = end) {
        for (end = start + 1; end < words.length && hidden[end] === hidden[start];) end += 1;
        const part = document.createElement(hidden[start] ? "mark" : "span");
        part.className = hidden[start] ? "yl-redacted" : "";
        part.textContent = words.slice(start, end);
        text.append(part);
      }
    });
    const pick = one("[data-redact-pick]", redact);
    pick.hidden = false;
    one("[data-redact-look]", redact).parentElement.hidden = true;
    // The choice must not be lost to the button.
    pick.addEventListener("mousedown", (event) => event.preventDefault());
    pick.addEventListener("click", () => {
      const chosen = window.getSelection();
      const inside = texts.some((each) => each.contains(chosen.anchorNode) && each.contains(chosen.focusNode));
      if (inside && !chosen.isCollapsed) {
        field.value = [...lines(), ...chosen.toString().split("\n").map((each) => each.trim()).filter(Boolean)].join("\n");
        mark();
      }
    });
    field.addEventListener("input", mark);
  }

  // Keys: none while typing, none with Ctrl, Alt or Meta but Ctrl+Enter, none when switched off.
  const foot = one("[data-keys]");
  if (!foot) {
    return;
  }
  const legend = one("[data-keys-all]");
  const toggle = one("[data-keys-off]", foot);
  // A browser that keeps nothing asks again on each page.
  function inBrowser(act) {
    try {
      return act(localStorage);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return null;
    }
  }

  let off = inBrowser((browser) => browser.getItem(OFF)) === "1";

  function show() {
    foot.classList.toggle("yl-keys-idle", off);
    toggle.textContent = off ? toggle.dataset.off : toggle.dataset.on;
    toggle.setAttribute("aria-pressed", String(off));
  }

  toggle.addEventListener("click", () => {
    off = !off;
    inBrowser((browser) => browser.setItem(OFF, off ? "1" : "0"));
    show();
  });
  foot.hidden = false;
  show();

  let at = -1;

  function goTo(index) {
    if (!rows.length) {
      return;
    }
    if (at >= 0) {
      rows[at].removeAttribute("aria-current");
    }
    at = Math.max(0, Math.min(index, rows.length - 1));
    rows[at].setAttribute("aria-current", "true");
    one("[data-open]", rows[at]).focus();
    rows[at].scrollIntoView({ block: "nearest" });
  }

  rows.forEach((row, index) => row.addEventListener("focusin", () => {
    if (index !== at) {
      if (at >= 0) {
        rows[at].removeAttribute("aria-current");
      }
      at = index;
      row.setAttribute("aria-current", "true");
    }
  }));

  function follow(where) {
    const link = one(where);
    if (link) {
      link.click();
    }
  }

  function pick() {
    const box = at >= 0 && one('input[name^="pick."]', rows[at]);
    if (box) {
      box.checked = !box.checked;
      tell();
    }
  }

  function choose(number) {
    const radio = decision && all('input[name="disposition"]', decision)[number - 1];
    if (radio) {
      radio.checked = true;
      radio.focus();
    }
  }

  function decide() {
    const field = decision ? one('input[name="disposition"]', decision) : form && one("select", form);
    if (field) {
      field.focus();
    }
  }

  function search() {
    const field = one("#q") || one("#yl-desk-q");
    if (field) {
      field.focus();
      field.select();
    }
  }

  const KEYS = {
    j: () => (rows.length ? goTo(at + 1) : follow("[data-after]")),
    k: () => (rows.length ? goTo(at < 0 ? 0 : at - 1) : follow("[data-before]")),
    x: pick,
    a: () => picks.length && pickAll(!picks.every((each) => each.checked)),
    d: decide,
    "/": search,
    "?": () => (legend.showModal ? legend.showModal() : legend.setAttribute("open", "")),
    1: () => choose(1),
    2: () => choose(2),
    3: () => choose(3),
    4: () => choose(4),
  };

  function types(target) {
    return target.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select');
  }

  document.addEventListener("keydown", (event) => {
    if (decision && event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      one('button[value="next"]', decision).click();
      return;
    }
    if (off || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
      return;
    }
    if (legend.open || types(event.target)) {
      return;
    }
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : ""];
    if (act) {
      event.preventDefault();
      act();
    }
  });
})();
