// The files of a comment: each is sent as soon as it is chosen, and the comment names it then.

import { lang, make, t } from "../page.js";
import { ACCEPTED, fileFault, fileName, sizeWords, tooLarge } from "./file_rules.js";
import { sendForm } from "./upload.js";

const ATTACHMENTS = `api/v1/attachments${lang.startsWith("zh") ? "" : `?lang=${lang}`}`;

let made = 0;

/**
 * The field for a comment's files. An entry of `comment.attachments` is {name, size, id}, without
 * an id until the service has the file; the file itself is at hand until the page is left.
 */
export class Attachments {
  /** `changed` is called after each change, `refused` with a problem that concerns all of a form. */
  constructor(comment, policy, { changed, refused }) {
    Object.assign(this, { _comment: comment, _policy: policy, _changed: changed, _refused: refused });
    this._rows = new Map();
    // What was not added while this was out of view.
    this._unsaid = [];
    const id = `yl-files-${made++}`;
    this._input = make("input", { type: "file", id, class: "yl-visually-hidden", multiple: true, accept: ACCEPTED, "aria-describedby": `${id}-hint`, onchange: () => this._choose() });
    this._list = make("ul", { class: "yl-files" });
    this._told = make("span", { class: "yl-visually-hidden", role: "status" });
    this._element = make("div", { class: "yl-field", "data-field": "attachments" },
      this._input,
      make("label", { class: "yl-file-add", for: id }, t("添加附件")),
      make("span", { class: "yl-hint", id: `${id}-hint` }, t("可不填；最多3个PDF、Word（.docx）、JPG或PNG文件，每个不超过10MB；加密保存，只供工作人员查阅")),
      this._list, this._told);
    for (const entry of comment.attachments) this._addRow(entry, {});
  }

  get element() {
    return this._element;
  }

  /** Wait for what is on its way, try once more what failed; return what is to be said of the files, once. */
  async finish() {
    for (const [entry, { file, coming }] of this._rows) if (!entry.id && file && !coming) this._send(entry, file);
    await Promise.all([...this._rows.values()].map(({ coming }) => coming));
    const names = this._comment.attachments.filter(({ id }) => !id).map(({ name }) => `“${name}”`).join("");
    const missing = names ? [t("%(names)s没有上传，请重试、重新选择或者删除", { names })] : [];
    return [...this._unsaid.splice(0), ...missing];
  }

  /** The service no longer has a file; return whether it is at hand, to be sent again. */
  forget(position) {
    const entry = this._comment.attachments[position];
    if (!entry) return false;
    const row = this._rows.get(entry);
    entry.id = null;
    row.fault = t("上传后放得太久，提交时会重新上传");
    row.show();
    this._changed();
    return Boolean(row.file);
  }

  _choose() {
    const { attachments } = this._comment;
    const faults = [];
    for (const file of Array.from(this._input.files)) {
      // One that this page no longer has is chosen again.
      const lost = attachments.find((each) => !each.id && each.name === fileName(file) && !this._rows.get(each).file);
      const fault = fileFault(file, lost ? 0 : attachments.length);
      if (fault) faults.push(fault);
      else this._send(lost || this._add(file), file);
    }
    this._input.value = "";
    this._unsaid = [];
    this._tell(faults);
    this._changed();
  }

  _add(file) {
    const entry = { name: fileName(file), size: file.size, id: null };
    this._comment.attachments.push(entry);
    this._addRow(entry, {});
    return entry;
  }

  /** Show an entry; a row stays the same element, so that no focus is lost. */
  _addRow(entry, row) {
    const stands = make("span", { class: "yl-hint" });
    const again = make("button", { type: "button", class: "yl-text-button", "aria-label": t("重新上传“%(name)s”", { name: entry.name }), onclick: () => this._send(entry, row.file) }, t("重试"));
    const remove = make("button", { type: "button", class: "yl-text-button", "aria-label": t("删除附件“%(name)s”", { name: entry.name }), onclick: () => {
      this._remove(entry);
      this._input.focus();
    } }, t("删除"));
    row.element = make("li", {}, make("span", { class: "yl-file-name" }, entry.name), stands, again, remove);
    row.show = () => {
      const lost = row.file ? row.fault : t("本页已经没有这个文件，请重新选择，或者删除");
      const fault = entry.id || row.coming ? "" : lost;
      stands.textContent = fault || `${row.coming ? t("正在上传 %(percent)s", { percent: `${row.percent}%` }) : t("已上传")} · ${sizeWords(entry.size)}`;
      stands.classList.toggle("yl-over", Boolean(fault));
      again.hidden = !fault || !row.file;
    };
    row.show();
    this._rows.set(entry, row);
    this._list.append(row.element);
  }

  _send(entry, file) {
    const row = this._rows.get(entry);
    const { answer, stop } = sendForm(ATTACHMENTS, { policy: this._policy, file: [file, entry.name] }, (percent) => {
      row.percent = percent;
      row.show();
    });
    Object.assign(row, { file, stop, percent: 0, fault: "" });
    row.coming = answer.then((told) => this._answered(entry, row, told));
    row.show();
    this._told.textContent = t("正在上传“%(name)s”", { name: entry.name });
  }

  _answered(entry, row, { status, data }) {
    row.coming = null;
    // It was removed meanwhile.
    if (this._rows.get(entry) !== row) return;
    if (status === 201 && data.id) entry.id = data.id;
    else if (status === 413 || status === 422) this._drop(entry, data);
    else row.fault = (status && data.detail) || t("没有传上去，请检查网络后重试");
    row.show();
    this._told.textContent = entry.id ? t("“%(name)s”已上传", { name: entry.name }) : row.fault || "";
    this._changed();
    if (data.code === "window_closed") this._refused(data);
  }

  /** The service does not take the file, however often it is sent. */
  _drop(entry, { errors, detail }) {
    const words = (errors || []).map(({ message }) => message).join(t("；")) || detail || tooLarge(entry.name);
    this._remove(entry);
    this._tell([words.includes("“") ? words : `“${entry.name}”${t("：")}${words}`]);
  }

  _remove(entry) {
    const { element, stop } = this._rows.get(entry);
    this._rows.delete(entry);
    this._comment.attachments = this._comment.attachments.filter((each) => each !== entry);
    element.remove();
    if (stop) stop();
    this._changed();
  }

  /** Say what was not added; it goes when the next files are chosen (see unmark). */
  _tell(faults) {
    if (!this._element.offsetParent) this._unsaid.push(...faults);
    for (const words of faults) this._list.before(make("span", { class: "yl-fault", role: "alert" }, words));
  }
}
