// The clock by which states are shown: the service's, or the browser's own where the service
// gives none.

import { ask, t } from "../page.js";
import { MINUTE } from "./dates.js";

const SOON = 2500;
export const HALF_MINUTE = MINUTE / 2;

const OWN = { own: true, policies: new Map(), now: () => Date.now() };

/** A clock that showed an instant just now, whatever the browser's own is set to. */
export function clockFrom(at) {
  const since = performance.now();
  return () => at + performance.now() - since;
}

/** Ask the service for its view of the time; null where it gives none. */
async function servedView(path) {
  const answer = await ask(path);
  return answer && {
    own: false,
    policies: new Map(answer.policies.map((policy) => [policy.id, policy])),
    now: clockFrom(Date.parse(answer.as_of)),
  };
}

/** What comes within SOON, else null. */
function soon(asked) {
  return Promise.race([asked, new Promise((resolve) => { setTimeout(resolve, SOON, null); })]);
}

/** The view of the time that an answer of the service gives; the browser's own where it gives none. */
export async function viewFrom(path) {
  return (await soon(servedView(path))) ?? OWN;
}

/**
 * Call `show` with a view of the time: {now, own, policies}, now and every half minute.
 * `own` where it is the browser's clock; `policies` are the service's rows by id.
 */
export async function followClock(show) {
  const asked = servedView("api/v1/policies?kind=consultation");
  let view = (await soon(asked)) ?? OWN;
  const render = () => show({ ...view, now: view.now() });
  render();
  setInterval(render, HALF_MINUTE);
  if (!view.own) return;
  view = (await asked) ?? OWN;
  if (!view.own) render();
}

/** Show that the clock is not the service's. */
export function showClock(page, view) {
  const words = view.own ? t("意见服务暂时连接不上，状态按本机时间显示") : "";
  for (const note of page.querySelectorAll("[data-clock]")) {
    if (note.textContent !== words) note.textContent = words;
  }
}
