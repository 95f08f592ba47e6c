// Comments that this browser keeps for seven days where their writer asks for it, so that a closed
// tab loses nothing. Who wrote them, their files and what has been sent are never among them.

import { onDevice, parsed } from "../page.js";

const MARK = "yanlu-draft:";
const KEPT_FOR = 7 * 24 * 3600 * 1000;

/** The comments that are kept under a name, null where nobody asked for it; whatever is too old goes. */
export function keptComments(name) {
  return onDevice((device) => {
    for (const key of Object.keys(device)) if (key.startsWith(MARK) && isOld(device.getItem(key))) device.removeItem(key);
    return parsed(device.getItem(MARK + name) ?? "null");
  })?.comments ?? null;
}

/** Keep comments under a name from now on; false where the browser does not. */
export function keepComments(name, comments) {
  const words = comments.map(({ attachments, ...said }) => said);
  const entry = JSON.stringify({ saved: Date.now(), comments: words });
  return onDevice((device) => { device.setItem(MARK + name, entry); return true; }) === true;
}

export function dropComments(name) {
  onDevice((device) => device.removeItem(MARK + name));
}

function isOld(entry) {
  const age = Date.now() - parsed(entry)?.saved;
  // An entry of another form has no age, one of the future has a wrong one.
  return !(age >= 0 && age < KEPT_FOR);
}
