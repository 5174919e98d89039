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

// What went wrong, in words for people.
export class Trouble extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

const NO_KEY = "This page needs a host key: add #code= and the key to its address.";
const NOT_A_HOST_KEY = "The key is not a host key. Add #code= and a host key to this page's address.";

function inWords(status, problem) {
  if (status === 401) return key ? NOT_A_HOST_KEY : NO_KEY;
  const fields = (problem.errors ?? []).map((error) => error.message);
  return fields.join(" ") || problem.detail || `The app responded with ${status}.`;
}

export async function ask(path, { method = "GET", body, headers = {} } = {}) {
  const all = { ...headers, ...(key && { "x-functions-key": key }) };
  if (body !== undefined) all["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method, headers: all, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Trouble("The app does not respond.");
  }
  const content = await response.json().catch(() => ({}));
  if (!response.ok) throw new Trouble(inWords(response.status, content), response.status);
  return content;
}

// What this page shows, as its address says; other values replace these without a new entry in
// the browser's history.
export const shown = () => new URLSearchParams(location.search);

export function show(values) {
  const query = shown();
  for (const [name, value] of Object.entries(values)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  history.replaceState(null, "", `?${query}`);
}

// Runs a task now and at intervals while the page is visible, and shows whether it succeeds.
// Returns a function that runs it at once.
export function repeat(work, everyMs) {
  const live = document.getElementById("live");
  let timer = 0;
  async function round() {
    clearTimeout(timer);
    try {
      await work();
      live.textContent = "live";
      live.classList.add("on");
    } catch (error) {
      live.textContent = error instanceof Trouble ? "trying again" : "broken";
      live.classList.remove("on");
      if (!(error instanceof Trouble)) console.error(error);
    }
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(round, everyMs);
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) round(); });
  round();
  return round;
}
