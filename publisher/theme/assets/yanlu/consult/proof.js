// Proving who one is, where the service offers it: the provider is visited in this tab, which
// keeps what is filled in until one is back. Then the name is as it was proved, or given up again.

import { answerOf, lang, make, service, t } from "../page.js";
import { offers } from "./challenge.js";

const WAY = "yl-proof-way";
const START = `forms/identity/start${lang.startsWith("zh") ? "" : `?lang=${lang}`}`;

export class Proof {
  /** ``who`` has the fields of the sender, which are as they were left. */
  constructor(draft, { policy, version, assurance }, who) {
    this._draft = draft;
    this._isCodeAsked = assurance === "contact_verified";
    this._hint = assurance === "identity_verified" ? t("已填的内容会保留。") : t("可不做；已填的内容会保留。");
    this._name = who.querySelector('[data-field="name"] input');
    this._place = make("div", { class: "yl-field", hidden: true });
    this._label = "";
    this._isNamed = false;
    this._wasAway = draft.away !== null;
    who.querySelector('[data-field="name"]').after(this._place);
    const leave = () => draft.save({ away: filledIn(who) });
    // A form of its own: that of the comments cannot hold it.
    this._way = make("form", { id: WAY, method: "post", action: new URL(START, service).href, onsubmit: leave },
      make("input", { type: "hidden", name: "policy", value: policy }), make("input", { type: "hidden", name: "version", value: version }));
    if (this._wasAway) fillIn(who, draft.away);
    if (this._wasAway) draft.save({ away: null });
  }

  /** The form that leads to the provider. */
  get way() {
    return this._way;
  }

  /** The ticket that goes with a submission; undefined where the name is only said. */
  get ticket() {
    return this._draft.proof ?? undefined;
  }

  /** Offer it where the service does; a name that was proved before stays so while it can be used. */
  async offer() {
    const found = await offers();
    if (found) this._label = found.identity ? found.identity.label : "";
    if (this._isCodeAsked && found && !found.contact_codes) this._hint = t("已填的内容会保留。");
    if (this.ticket) await this._showName();
    this._draw();
  }

  /** Take a ticket that came back, if one left from here; return whether. */
  take(ticket) {
    if (this._wasAway) this._draft.save({ proof: ticket });
    return this._wasAway;
  }

  /** Be as if nothing was proved. */
  drop() {
    this._draft.save({ proof: null });
    this._draw();
  }

  async _showName() {
    const { status, data } = await answerOf("api/v1/identity", { headers: { "X-Identity-Ticket": this.ticket } });
    // Without an answer it may hold all the same; then the name is to be filled in.
    if (status === 422) this._draft.save({ proof: null });
    this._isNamed = status === 200 && Boolean(data);
    if (this._isNamed) this._name.value = data.name;
  }

  _draw() {
    this._name.readOnly = Boolean(this.ticket) && this._isNamed;
    this._place.hidden = !this.ticket && !this._label;
    // Where it is not offered it is no place of a fault.
    if (this._place.hidden) this._place.removeAttribute("data-field");
    else this._place.dataset.field = "identity";
    this._place.replaceChildren(...(this.ticket
      ? [make("span", { class: "yl-hint", role: "status" }, t("姓名已核实，30分钟内有效。")), " ",
        make("button", { type: "button", class: "yl-text-button", id: "yl-identity", onclick: () => { this.drop(); this._name.focus(); } }, t("不用这次核实，自己填写姓名"))]
      : [make("button", { type: "submit", form: WAY, class: "yl-button yl-button-quiet", id: "yl-identity" }, t("用%(provider)s证明身份", { provider: this._label })), " ",
        make("span", { class: "yl-hint" }, this._hint)]));
  }
}

function filledIn(who) {
  return Array.from(who.querySelectorAll("input[id]")).map(({ id, value, checked }) => ({ id, value, checked }));
}

function fillIn(who, kept) {
  for (const { id, value, checked } of kept) {
    const input = who.querySelector(`#${CSS.escape(id)}`);
    if (input) Object.assign(input, { value, checked });
  }
}
