// The token that goes with a submission: asked for when the dialog opens, good for one. Without
// one, as where the service did not answer, a submission is taken too, but fewer of an address.

import { ask, lang, send } from "../page.js";

let coming = null;

/** The token, once it may be used; null where the service gives out none. */
export async function challenge() {
  coming = coming || given();
  const token = await coming;
  if (!token) renew();
  if (!token || !token.challenge) return null;
  if (Date.now() > token.until) {
    renew();
    return challenge();
  }
  await passed(token.from - Date.now());
  return token.challenge;
}

/** What can be proved: {contact_codes, identity}; null where the service does not answer. */
export async function offers() {
  coming = coming || given();
  return (await coming)?.offers ?? null;
}

/** Drop the token: it was used or refused. */
export function renew() {
  coming = null;
}

/** Send a submission with a token. A token that is refused is exchanged, and the same sent again. */
export async function sendWithToken(path, body) {
  const first = await send(path, await tokened(body));
  const refused = first.status === 422 && (first.data.errors || []).some(({ field }) => field === "challenge");
  if (refused || first.status === 201) renew();
  return refused ? send(path, await tokened(body)) : first;
}

async function given() {
  const answer = await ask(`api/v1/challenge${lang.startsWith("zh") ? "" : `?lang=${lang}`}`);
  const now = Date.now();
  return answer && { ...answer, from: now + answer.wait_seconds * 1000, until: now + answer.valid_seconds * 1000 };
}

async function tokened(body) {
  return JSON.stringify({ ...JSON.parse(body), challenge: (await challenge()) || undefined });
}

function passed(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, Math.max(milliseconds, 0)); });
}
