// Where the site and the service are, and how the service is asked.

const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;

export const root = new URL(meta("yanlu-root"), document.baseURI);
/** The folder of the pages in the language of this one: "" or "en/". */
export const prefix = document.querySelector('meta[name="yanlu-lang-prefix"]')?.content ?? "";
export const service = meta("yanlu-service") ? new URL(meta("yanlu-service")) : root;

/** Ask the service; the answer is null where it cannot be reached or does not answer well. */
export async function ask(path) {
  try {
    const response = await fetch(new URL(path, service), { credentials: "omit" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

const PATIENCE = 30_000;

/** Send JSON; the answer is {status, data}, with status 0 where none came in time. */
export async function send(path, body) {
  let response;
  try {
    response = await fetch(new URL(path, service), {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body,
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return { status: 0, data: {} };
  }
  try {
    return { status: response.status, data: await response.json() };
  } catch {
    return { status: response.status, data: {} };
  }
}
