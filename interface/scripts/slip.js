// A receipt as one picture, as text and on paper. Everything is read from the slip on the page, so
// that what is kept is what was seen.

const WIDTH = 750;
const MARGIN = 48;
const INNER = WIDTH - 2 * MARGIN;
const QR = 200;
const [INK, SOFT, RULE] = ["#1d2530", "#56606c", "#dedcd4"];
// Browsers inside other applications save no file and print nothing: there a picture is held.
const INSIDE = /MicroMessenger|DingTalk|AlipayClient|Lark|Feishu|QQ\/|Weibo/i;
// What a picture can hold; the words in full are on the page and in the register.
const MOST_CHARACTERS = 4000;

/** Let the buttons beside a slip, all in one element, do what they say. */
export function serveSlip(place) {
  const slip = () => place.querySelector("[data-slip]");
  const made = place.querySelector("[data-slip-made]");
  const acts = place.querySelector("[data-slip-acts]");
  const on = (name, act) => acts.querySelector(`[data-${name}]`).addEventListener("click", (event) => act(event.currentTarget.dataset));
  on("save", (words) => savePicture(slip(), made, words.said));
  on("copy", (words) => copySlip(slip(), made, words));
  on("print", () => window.print());
  acts.querySelector("[data-print]").hidden = INSIDE.test(navigator.userAgent);
  acts.hidden = false;
}

const shown = (slip, selector) => (slip.querySelector(selector) || { textContent: "" }).textContent.trim();

function savePicture(slip, made, words) {
  const address = pictureOf(slip).toDataURL("image/png");
  const picture = new Image();
  picture.alt = shown(slip, ".yl-receipt-head");
  picture.className = "yl-receipt-picture";
  // Before it is there it has no height.
  picture.onload = () => picture.scrollIntoView({ block: "nearest" });
  picture.src = address;
  tell(made, words, picture);
  const link = document.createElement("a");
  // One that does not save would go to the picture, away from the receipt.
  if (INSIDE.test(navigator.userAgent) || !("download" in link)) return;
  link.href = address;
  link.download = `${shown(slip, "[data-receipt-no]")}.png`;
  link.click();
}

async function copySlip(slip, made, words) {
  const text = textOf(slip);
  // Pages that came over plain HTTP have no clipboard, and one may be refused.
  const allowed = navigator.clipboard && await navigator.clipboard.writeText(text).then(() => true, (error) => {
    if (!(error instanceof DOMException)) throw error;
    return false;
  });
  if (allowed) return tell(made, words.said);
  const field = document.createElement("textarea");
  field.readOnly = true;
  field.value = text;
  field.setAttribute("aria-label", shown(slip, ".yl-receipt-head"));
  tell(made, words.failed, field);
  field.select();
  if (document.execCommand("copy")) tell(made, words.said);
  return null;
}

function tell(made, words, ...elements) {
  const line = document.createElement("p");
  line.textContent = words;
  made.textContent = "";
  made.append(line, ...elements);
}

/** A slip as lines of text, which the look-up reads. */
function textOf(slip) {
  const pairs = [...slip.querySelectorAll("dt")].map((term) => `${term.textContent}${slip.dataset.colon}${term.nextElementSibling.textContent}`);
  const said = [...slip.querySelectorAll("li")].map((each) => [...each.children].map((part) => part.textContent.trim()).join("\n"));
  const end = [...slip.querySelectorAll(".yl-receipt-end > span")].map((each) => each.innerText.trim());
  return [
    shown(slip, ".yl-receipt-head"), shown(slip, ".yl-receipt-title"), ...pairs,
    shown(slip, "[data-address]"), ...said, ...end,
  ].filter(Boolean).join("\n");
}

/** Draw a slip: once to learn how high it is, and then on a canvas of that height. */
function pictureOf(slip) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = new Drawing(canvas.getContext("2d"), slip).draw() + MARGIN;
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  new Drawing(context, slip).draw();
  return canvas;
}

class Drawing {
  constructor(context, slip) {
    this._context = context;
    this._slip = slip;
    this._song = getComputedStyle(slip.querySelector(".yl-receipt-head")).fontFamily;
    this._plain = getComputedStyle(slip).fontFamily;
    this._y = 0;
  }

  /** Draw all of it; return how far down it comes. */
  draw() {
    const slip = this._slip;
    this._context.fillStyle = getComputedStyle(slip).borderTopColor;
    this._context.fillRect(0, 0, WIDTH, 8);
    this._y = 84;
    this._line(shown(slip, ".yl-receipt-head"), { size: 44, bold: true, song: true, centred: true });
    this._line(shown(slip, ".yl-receipt-title"), { size: 30, bold: true, song: true, centred: true });
    this._rule();
    this._codes();
    this._said();
    for (const end of slip.querySelectorAll(".yl-receipt-end > span")) {
      for (const words of end.innerText.split("\n")) this._line(words, { size: 26, colour: SOFT });
    }
    this._line(shown(slip, "[data-address]"), { size: 22, colour: SOFT });
    return this._y;
  }

  _codes() {
    this._y += 24;
    const top = this._y;
    for (const term of this._slip.querySelectorAll("dt")) {
      this._line(term.textContent, { size: 26, colour: SOFT, width: INNER - QR - 24 });
      this._line(term.nextElementSibling.textContent, { size: 36, bold: true, width: INNER - QR - 24 });
      this._y += 12;
    }
    this._square(top);
    this._y = Math.max(this._y, top + QR + 24);
    this._rule();
  }

  _square(top) {
    const drawing = this._slip.querySelector("svg");
    if (!drawing) return;
    const { x, width } = drawing.viewBox.baseVal;
    const context = this._context;
    context.save();
    context.translate(WIDTH - MARGIN - QR, top - 24);
    context.scale(QR / width, QR / width);
    context.translate(-x, -x);
    context.fillStyle = "#000";
    context.fill(new Path2D(drawing.querySelector("path").getAttribute("d")));
    context.restore();
  }

  _said() {
    const entries = [...this._slip.querySelectorAll("li")];
    const most = Math.floor(MOST_CHARACTERS / Math.max(entries.length, 1));
    for (const entry of entries) {
      for (const part of entry.children) {
        const words = [...part.textContent.trim()];
        const cut = words.length > most ? `${words.slice(0, most).join("")}…` : words.join("");
        this._line(cut, { size: 30, bold: part.tagName === "B" });
      }
      this._rule();
    }
  }

  _rule() {
    this._context.fillStyle = RULE;
    this._context.fillRect(MARGIN, this._y - 16, INNER, 2);
    this._y += 32;
  }

  /** Write words over as many lines as they need. */
  _line(words, { size, bold = false, song = false, centred = false, colour = INK, width = INNER }) {
    const context = this._context;
    context.font = `${bold ? "bold " : ""}${size}px ${song ? this._song : this._plain}`;
    context.fillStyle = colour;
    context.textAlign = centred ? "center" : "left";
    for (const line of broken(words, (text) => context.measureText(text).width <= width)) {
      context.fillText(line, centred ? WIDTH / 2 : MARGIN, this._y);
      this._y += Math.round(size * 1.6);
    }
  }
}

/** Break a text into lines that fit: between Chinese characters, else between words. */
function broken(text, fits) {
  const lines = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const piece of paragraph.match(/[!-~]+|[^!-~]/gu) || [""]) {
      // What is longer than a line is broken anywhere.
      for (const part of fits(piece) ? [piece] : piece) {
        if (line && !fits(line + part)) {
          lines.push(line.trim());
          line = "";
        }
        line += part;
      }
    }
    lines.push(line.trim());
  }
  return lines;
}

const ownPage = document.querySelector("[data-slip-page]");
if (ownPage) serveSlip(ownPage);
