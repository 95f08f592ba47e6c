// What the dialog sends: its fields and the comments, as the interface of the service takes them.

import { lang } from "../page.js";
import { newKey, wire } from "./draft.js";

/** A submission as JSON; ``proof`` has a ticket or none, ``code`` is null where none is asked for. */
export function submissionBody(form, page, draft, { proof, code }) {
  const values = Object.fromEntries(new FormData(form));
  const text = (name) => values[name]?.trim() || undefined;
  const isMinor = values.participant === "minor";
  // What somebody is asked for and leaves out is sent as a blank, to be told with all other faults.
  return JSON.stringify({
    policy: page.dataset.policy,
    version: page.dataset.version,
    participant: isMinor ? "person" : values.participant,
    guardian: isMinor ? values.guardian.trim() || " " : undefined,
    name: values.name,
    identity: proof.ticket ?? (page.dataset.assurance === "identity_verified" ? " " : undefined),
    organisation: isMinor || values.participant === "person" ? undefined : values.organisation.trim() || " ",
    uscc: "uscc" in values && values.participant === "organisation" ? values.uscc.trim() || " " : undefined,
    contact_code: code ? code.shown(values.contact_code) ?? { id: " ", code: " " } : undefined,
    phone: text("phone"),
    email: text("email"),
    place: text("place"),
    consent_notice: values.consent_notice === "on",
    notice_version: page.dataset.noticeVersion,
    consent_publish_name: values.consent_publish_name === "on",
    comments: draft.comments.map(wire),
    language: lang,
    idempotency_key: newKey(),
  });
}
