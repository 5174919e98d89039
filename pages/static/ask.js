// How pages ask the app. The key comes in the page's own address and goes on in a header;
// it is kept nowhere else.

const key = new URLSearchParams(location.search).get("code") ?? "";
const PATIENCE_MS = 30_000;

// What went wrong, in words for people.
export class Trouble extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

function inWords(status, problem) {
  if (status === 401) return "The key in this page's address is not a host key. Open the page with a host key.";
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

// Links between the pages take the key along.
for (const link of document.querySelectorAll(".places a")) {
  if (key) link.search = `?${new URLSearchParams({ code: key })}`;
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
