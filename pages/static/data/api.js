// How pages ask the app: paths are those of the API, without the host's prefix.

import { reportFailure, reportGood } from "./connection.js";
import { key } from "./key.js";

// Where the API is. Assets are below it, whatever stands before the app.
export const ROOT = `${import.meta.url.split("/assets/")[0]}/`;

// Where the files of the pages are, in the folder of this version.
export const ASSETS = new URL("../", import.meta.url).href;

const PATIENCE_MS = 30_000;
const MOST_READS = 200;
const NUMBER_HEADERS = { number: "Paloma-Number", sender: "Paloma-Sender", recipient: "Paloma-Recipient", user: "Paloma-User" };

// What went wrong, in words for people. `status` is 0 if there was no response; `code` and `errors`
// are those of the problem document; `retryAfter` is what the app asks for, in seconds, or 0.
export class Trouble extends Error {
  constructor(message, { status = 0, code = "", errors = [], retryAfter = 0, requestId = "" } = {}) {
    super(message);
    Object.assign(this, { status, code, errors, retryAfter, requestId });
  }

  get isDenied() {
    return this.status === 401 || this.status === 403;
  }

  get isMissing() {
    return this.status === 404;
  }

  // Whether the same request can succeed later.
  get isPassing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  // Whether the app serves no requests now. A 429 with a code is about one request.
  get isOutage() {
    return this.isPassing && !(this.status === 429 && this.code);
  }

  // What is wrong with one field of the request; empty if nothing is.
  ofField(name) {
    return this.errors.filter(({ field }) => field === name).map(({ message }) => message).join(" ");
  }
}

// A path with values in its query; empty ones are left out, lists are joined by commas.
export function withQuery(address, values) {
  const [path, given] = address.split("?");
  const query = new URLSearchParams(given);
  for (const [name, value] of Object.entries(values)) {
    const text = Array.isArray(value) ? value.join() : value;
    if (text !== "" && text !== null && text !== undefined && text !== false) query.set(name, text);
  }
  return `${query}` ? `${path}?${query}` : path;
}

// Numbers go in headers, because hosts keep the paths of requests: write `-` into the path and give
// `numbers: { sender, user }`. `keepalive`: the request outlives the page.
async function request(path, { method = "GET", body, headers = {}, numbers = {}, signal, keepalive = false, accept = "application/json" } = {}) {
  const all = { Accept: accept, ...headers, ...(key.value && { "x-functions-key": key.value }) };
  for (const [place, number] of Object.entries(numbers)) all[NUMBER_HEADERS[place]] = number;
  const isText = typeof body === "string" || body instanceof Blob;
  if (body !== undefined && !all["Content-Type"]) all["Content-Type"] = isText ? "text/csv" : "application/json";
  const limits = [AbortSignal.timeout(PATIENCE_MS), ...(signal ? [signal] : [])];
  try {
    return await fetch(ROOT + path, {
      method, headers: all, cache: "no-store", keepalive, signal: AbortSignal.any(limits),
      body: body === undefined || isText ? body : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw report(new Trouble("The app does not answer."));
  }
}

function report(trouble) {
  reportFailure(trouble);
  return trouble;
}

async function troubleOf(response, { isApart = false } = {}) {
  const problem = await response.json().catch(() => ({}));
  const errors = problem.errors ?? [];
  // Details of the app's own failures say what to do; what failed is the title.
  const cause = response.status >= 500 && problem.title;
  const words = errors.map(({ message }) => message).join(" ") || [cause, problem.detail].filter(Boolean).join(". ");
  const trouble = new Trouble(words || `The app answered with ${response.status}.`, {
    status: response.status, code: problem.code, errors,
    retryAfter: Number(response.headers.get("Retry-After")) || 0,
    requestId: response.headers.get("X-Request-Id") ?? "",
  });
  return isApart && trouble.isDenied ? trouble : report(trouble);
}

// Gives the JSON of a response. `headers`: "Idempotency-Key", for example. `signal` aborts. `isApart`:
// keys that open the rest of the pages may not open this, so a refusal is no refusal of the key.
export async function ask(path, options) {
  const response = await request(path, options);
  if (!response.ok) throw await troubleOf(response, options);
  reportGood();
  return response.status === 204 ? null : response.json();
}

// Reads a list to its end, page by page, or until it has `most` rows: the first page's response, with the
// rows of all pages, and `isCut`. `onRows(count)` is told how far it is; a page may be short or empty.
export async function askAll(path, items, { most, onRows = () => {}, ...options }) {
  const first = await ask(path, options);
  const rows = [...first[items]];
  let cursor = first.nextCursor;
  for (let reads = 1; cursor && rows.length < most && reads < MOST_READS; reads += 1) {
    onRows(rows.length);
    const page = await ask(withQuery(path, { after: cursor }), options);
    rows.push(...page[items]);
    cursor = page.nextCursor;
  }
  return { ...first, [items]: rows.slice(0, most), isCut: Boolean(cursor) || rows.length > most };
}

// As `ask`, but gives { data, etag }, or null if what `etag` names has not changed.
export async function askIfChanged(path, etag, options = {}) {
  const headers = { ...options.headers, ...(etag && { "If-None-Match": etag }) };
  const response = await request(path, { ...options, headers });
  if (response.status !== 304 && !response.ok) throw await troubleOf(response);
  reportGood();
  if (response.status === 304) return null;
  return { data: await response.json(), etag: response.headers.get("ETag") };
}

// Saves a response as a file: a link could not carry the key.
// A file that the app gives in several parts (RFC 8288) is saved as one, with one header.
export async function download(path, name, options = {}) {
  const parts = [];
  for (let next = path; next;) {
    const response = await request(next, { accept: "text/csv", ...options });
    if (!response.ok) throw await troubleOf(response);
    reportGood();
    const text = await response.text();
    parts.push(parts.length ? text.slice(text.indexOf("\n") + 1) : text);
    next = /<\/api\/([^>]+)>; rel="next"/.exec(response.headers.get("Link"))?.[1];
  }
  saveFile(name, new Blob(parts, { type: "text/csv" }));
}

export function saveFile(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
