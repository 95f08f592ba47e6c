// Leaving with text that is not sent asks for confirmation, except on the way to another page of
// this site or of the service: there the tab keeps it.

import { inTab, root, service } from "../page.js";

let losesWords = null;
let inside = false;

/** Ask before leaving while ``check`` finds something unsent. */
export function guard(check) {
  const listens = losesWords !== null;
  losesWords = check;
  if (listens) return;
  addEventListener("beforeunload", askFirst);
  addEventListener("click", (event) => { inside = !event.defaultPrevented && leadsInside(event); });
  addEventListener("submit", (event) => { inside = !event.defaultPrevented && within(event.target.action); });
  addEventListener("keydown", () => { inside = false; });
}

function askFirst(event) {
  const stays = inside && inTab((tab) => tab.length > 0);
  inside = false;
  if (stays || !losesWords()) return;
  event.preventDefault();
  // Browsers before 2023 look at this alone.
  event.returnValue = true;
}

/** Whether a click leads to another page of the site in this tab. */
function leadsInside(event) {
  const link = event.target.closest && event.target.closest("a[href]");
  if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  return within(link.href) && link.href.split("#")[0] !== location.href.split("#")[0];
}

const within = (address) => address.startsWith(root.href) || address.startsWith(service.href);
