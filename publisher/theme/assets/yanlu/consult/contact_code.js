// The code by which senders show that an e-mail address is theirs: asked for, and typed in.

import { make, lang, send, t } from "../page.js";

const SENT = t("验证码已发往所填的邮箱，10分钟内有效。没有收到的，请看看垃圾邮件；同一邮箱一小时内最多发5次。");
const NOT_HERE = t("这里现在不能发送验证码，请通过公告所列的其他方式提出意见");
const PROVE_INSTEAD = t("这里现在不能发送验证码，证明身份即可提交");
const NOTHING_CAME = t("没有收到服务的答复，请稍后再试。");

export class ContactCode {
  /** ``policy`` is its id, ``fields`` gives those of the form. */
  constructor(policy, fields) {
    this._policy = policy;
    this._fields = fields;
    this._id = "";
    this._told = make("p", { class: "yl-hint yl-asks", role: "status" });
    this._button = make("button", { type: "button", class: "yl-button yl-button-quiet", onclick: () => this._ask() }, t("发送验证码"));
    this._way = make("div", { class: "yl-code" }, this._button, this._told);
  }

  /** What stands above the field of the digits. */
  get way() {
    return this._way;
  }

  /** What goes with a submission; nothing while no digits are typed. */
  shown(digits) {
    const code = (digits || "").trim();
    return this._id && code ? { id: this._id, code } : undefined;
  }

  /** Show the way where the service sends codes, else say that it does not, and what is left. */
  offer({ contact_codes: isThere, identity }) {
    this._button.hidden = !isThere;
    if (!this._id || !isThere) this._told.textContent = isThere ? "" : identity ? PROVE_INSTEAD : NOT_HERE;
  }

  async _ask() {
    const fields = this._fields();
    const email = fields.email.value.trim();
    if (!email) {
      this._told.textContent = t("请先填写电子邮箱。");
      fields.email.focus();
      return;
    }
    this._button.disabled = true;
    this._told.textContent = t("正在发送…");
    const place = `api/v1/contact-codes${lang.startsWith("zh") ? "" : `?lang=${lang}`}`;
    const asked = { policy: this._policy, email, language: lang };
    const { status, data } = await send(place, JSON.stringify(asked)).finally(() => { this._button.disabled = false; });
    const isSent = status === 202 && Boolean(data.id);
    if (isSent) this._id = data.id;
    const [fault] = data.errors || [];
    this._told.textContent = isSent ? SENT : (fault && fault.message) || data.detail || NOTHING_CAME;
    (isSent ? fields.contact_code : this._button).focus();
  }
}
