// How pages ask the app. The key comes in the page's own address, which drops it at once, and goes
// on in a header. This tab keeps it, for a reload and for the other page.

const KEPT = "paloma-key";
const PATIENCE_MS = 30_000;

function keptKey(given) {
  try {
    if (given) sessionStorage.setItem(KEPT, given);
    return given ?? sessionStorage.getItem(KEPT) ?? "";
  } catch {
    return given ?? ""; // the browser keeps nothing for this site
  }
}

function takeKey() {
  const query = new URLSearchParams(location.search);
  const fragment = new URLSearchParams(location.hash.slice(1));
  const given = fragment.get("code") || query.get("code");
  query.delete("code");
  fragment.delete("code");
  if (given) {
    const [search, hash] = [`${query}`, `${fragment}`];
    history.replaceState(null, "", location.pathname + (search && `?${search}`) + (hash && `#${hash}`));
  }
  return keptKey(given);
}

const key = takeKey();

// The key that requests of this page carry; empty if there is none.
export const keyInUse = () => key;

// A key that is added to the address of an open page counts too.
addEventListener("hashchange", () => {
  if (new URLSearchParams(location.hash.slice(1)).has("code")) location.reload();
});

// What went wrong, in words for people. `status` is 0 if there was no response;
// `retryAfter` is what the app asks for, in seconds, or 0.
export class Trouble extends Error {
  constructor(message, status = 0, retryAfter = 0) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  get isDenied() {
    return this.status === 401 || this.status === 403;
  }

  // Whether the same request can succeed later.
  get isPassing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

const NO_KEY = "This page needs a host key: add #code= and the key to its address.";
const NOT_A_HOST_KEY = "The key is not a host key. Add #code= and a host key to this page's address.";

function inWords(status, problem) {
  if (status === 401) return key ? NOT_A_HOST_KEY : NO_KEY;
  const fields = (problem.errors ?? []).map((error) => error.message);
  const cause = status >= 500 && problem.title;
  return fields.join(" ") || [cause, problem.detail].filter(Boolean).join(". ") || `The app responded with ${status}.`;
}

export async function ask(path) {
  const headers = key ? { "x-functions-key": key } : {};
  let response;
  try {
    response = await fetch(path, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new Trouble("The app does not respond.");
  }
  const content = await response.json().catch(() => ({}));
  if (!response.ok) {
    const retryAfter = Number(response.headers.get("Retry-After")) || 0;
    throw new Trouble(inWords(response.status, content), response.status, retryAfter);
  }
  return content;
}
