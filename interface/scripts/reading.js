// Reads a page aloud, paragraph by paragraph from the one at the top of the window, with a voice
// that the device has of its own: no word goes over the network.

const PARAGRAPHS = ".yl-line, h1, h2, h3, h4, p, li, dt, dd, th, td, blockquote, legend, label, summary";
const LEFT_OUT = ".yl-top, .yl-foot, .yl-contents, .yl-foot-bar, .yl-display, .yl-voice-bar, .yl-actions, nav, button, [hidden]";
const UNSAID = ".yl-tools, .yl-menu, .yl-noteref, button, input, select, textarea, svg, [aria-hidden=true]";
const PARTS = /.+?(?:[，；。！？：]+|[,;!?:](?!\d)|$)/gu;
// A longer piece is cut off by some voices.
const LONGEST = 120;
const [SLOW, USUAL] = [0.7, 1];

export class PageReader {
  /** ``tell`` is called with "reading", "ended" or "failed". */
  constructor(tell) {
    this._slow = false;
    this._tell = tell;
    this._run = null;
    this._shown = null;
    addEventListener("pagehide", () => this.stop());
  }

  set slow(slow) {
    this._slow = slow;
  }

  get isReading() {
    return this._run !== null;
  }

  canRead() {
    return Boolean(voiceFor(document.documentElement.lang));
  }

  /** Browsers read their list of voices some time after it is first asked for. */
  whenVoicesCome(act) {
    if (window.speechSynthesis && speechSynthesis.addEventListener) speechSynthesis.addEventListener("voiceschanged", act);
  }

  /** Read on from the paragraph that is selected, else from the one that one is at. */
  start() {
    const all = [...document.querySelectorAll(PARAGRAPHS)].filter(isRead);
    const selection = getSelection();
    const chosen = selection.isCollapsed ? -1 : all.findIndex((each) => selection.containsNode(each, true));
    const first = all.findIndex(isHere);
    const run = { paragraphs: all.slice(Math.max(0, chosen >= 0 ? chosen : first)), pieces: [] };
    speechSynthesis.cancel();
    this._run = run;
    this._tell("reading");
    this._next(run);
  }

  stop(state = "ended") {
    if (!this._run) return;
    this._run = null;
    this._mark(null);
    speechSynthesis.cancel();
    this._tell(state);
  }

  _next(run) {
    if (run !== this._run) return;
    if (!run.pieces.length) {
      const paragraph = run.paragraphs.shift();
      if (!paragraph) return this.stop();
      this._mark(paragraph);
      run.pieces = piecesOf(spokenWords(paragraph));
    }
    this._speak(run, run.pieces.shift());
  }

  _speak(run, words) {
    const said = new SpeechSynthesisUtterance(words);
    // Where a paragraph's own language has no voice, that of the page reads it.
    said.voice = voiceFor(languageOf(this._shown)) || voiceFor(document.documentElement.lang);
    said.lang = said.voice.lang;
    said.rate = this._slow ? SLOW : USUAL;
    said.onend = () => this._next(run);
    said.onerror = () => { if (run === this._run) this.stop("failed"); };
    speechSynthesis.speak(said);
  }

  /** Mark the paragraph that is being read, and bring it into view. */
  _mark(paragraph) {
    if (this._shown) this._shown.classList.remove("yl-being-read");
    this._shown = paragraph;
    if (!paragraph) return;
    paragraph.classList.add("yl-being-read");
    const { top, bottom } = paragraph.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight * 0.8) paragraph.scrollIntoView({ block: "center" });
  }
}

/** Whether an element is a paragraph of the text: seen, with words, and with no other inside. */
function isRead(element) {
  if (element.closest(LEFT_OUT) || !isSeen(element)) return false;
  const line = element.closest(".yl-line");
  if (line ? line !== element : element.querySelector(PARAGRAPHS)) return false;
  return spokenWords(element) !== "";
}

/** Whether a paragraph begins in the window, or fills half of it. */
function isHere(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 || bottom > innerHeight / 2;
}

/** Whether it is laid out, and not folded away. */
function isSeen(element) {
  return element.getClientRects().length > 0 && (!element.checkVisibility || element.checkVisibility());
}

function spokenWords(element) {
  const copy = element.cloneNode(true);
  for (const each of copy.querySelectorAll(UNSAID)) each.remove();
  return copy.textContent.replace(/\s+/gu, " ").trim();
}

function piecesOf(words) {
  const pieces = [];
  for (const part of words.match(PARTS)) {
    const last = pieces.length - 1;
    if (last >= 0 && pieces[last].length + part.length <= LONGEST) pieces[last] += part;
    else pieces.push(part);
  }
  return pieces;
}

const languageOf = (element) => element.closest("[lang]").lang;

/** The device's own voice for a language, for Chinese first that of the mainland. */
function voiceFor(lang) {
  if (!window.speechSynthesis) return null;
  const wanted = lang.startsWith("zh") ? /^(zh|cmn)/i : new RegExp(`^${lang.slice(0, 2)}`, "i");
  const own = speechSynthesis.getVoices().filter((voice) => voice.localService && wanted.test(voice.lang));
  return own.find((voice) => /cn|hans/i.test(voice.lang)) || own[0] || null;
}
