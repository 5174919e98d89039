// Where a person is: the address, its history, and what each entry of the history remembers.

import { useReducer } from "../parts/html.js";
import { ROOT, withQuery } from "./api.js";
import { viewOf } from "./places.js";
import { Signal, useSignal } from "./signal.js";

const BASE = new URL("ui/", ROOT).pathname;

// The address of a place: href("sends", { days: 7 }), href(`people/${number}`).
export function href(place, query = {}) {
  const path = place.split("/").map((part) => encodeURIComponent(part).replaceAll("%2B", "+"));
  return withQuery(BASE + path.join("/"), query);
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function read(address) {
  const url = new URL(address, location.href);
  const [first, ...rest] = url.pathname.slice(BASE.length).replace(/\/$/, "").split("/").map(decoded);
  const view = viewOf([first, ...rest]);
  return { place: first, rest, view, query: Object.fromEntries(url.searchParams), address: url.pathname + url.search };
}

// What is in memory of each entry: its scroll place, focus, and what views keep with `useKept`.
const memories = new Map();
let lastEntry = 0;

const newEntry = () => `${Date.now()}-${(lastEntry += 1)}`;

function memoryOf(entry) {
  if (!memories.has(entry)) memories.set(entry, {});
  return memories.get(entry);
}

// `over` is the address of the view below a drawer.
function now() {
  const { entry, over = null } = history.state ?? {};
  const below = over ? { ...read(over), drawer: read(location.href) } : { ...read(location.href), drawer: null };
  return { ...below, entry, over };
}

if (!history.state?.entry) history.replaceState({ entry: newEntry() }, "");
history.scrollRestoration = "manual";

export const route = new Signal(now());

export const useRoute = () => useSignal(route);

function focusMark() {
  const active = document.activeElement;
  if (!active || active === document.body) return null;
  if (active.id) return `#${CSS.escape(active.id)}`;
  const link = active.getAttribute("href");
  return link ? `a[href="${CSS.escape(link)}"]` : null;
}

function remember() {
  Object.assign(memoryOf(route.value.entry), { scroll: scrollY, focus: focusMark() });
}

const placeOf = ({ place, rest }) => [place, ...rest].join("/");

function arrive(wasAt, isReturn) {
  const next = now();
  route.value = next;
  const isSameView = placeOf(next) === placeOf(wasAt);
  if (isReturn) restore(memoryOf(next.entry), isSameView);
  else if (!isSameView) restore({ scroll: 0, focus: null }, false);
}

// Goes to an address. `over`: as a drawer over the view that is shown.
export function go(address, { isReplacing = false, over = false } = {}) {
  const was = route.value;
  if (new URL(address, location.href).href === location.href) return;
  remember();
  const below = over === true ? was.address : over || null;
  const depth = (history.state.depth ?? 0) + (isReplacing ? 0 : 1);
  const state = { entry: isReplacing ? was.entry : newEntry(), depth, ...(below && { over: below }) };
  if (below) Object.assign(memoryOf(state.entry), memoryOf(was.entry)); // the view below stays as it is
  if (isReplacing) history.replaceState(state, "", address);
  else history.pushState(state, "", address);
  arrive(was, false);
}

// Goes back within the pages. Returns whether there is an entry to go back to.
export function back() {
  const { depth = 0 } = history.state;
  if (depth > 0) history.back();
  else if (route.value.over) go(route.value.over, { isReplacing: true });
  return depth > 0;
}

// Changes values of the query; empty ones are removed. Typing replaces the entry.
export function setQuery(values, { isTyping = false } = {}) {
  const { place, rest, query } = route.value;
  go(href([place, ...rest].join("/"), { ...query, ...values }), { isReplacing: isTyping });
}

const PATIENCE_MS = 2_000;

// Rows may still be on their way: the place is set again until they are there or a person scrolls.
function restore({ scroll = 0, focus = null }, isSameView) {
  const end = performance.now() + PATIENCE_MS;
  let isMoved = false;
  const stop = () => (isMoved = true);
  for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    addEventListener(kind, stop, { once: true, passive: true });
  }
  const step = () => {
    if (isMoved) return;
    scrollTo(0, scroll);
    const target = (focus && document.querySelector(focus)) || (isSameView ? null : document.querySelector("main h1"));
    if (target && document.activeElement !== target) target.focus({ preventScroll: true });
    const isThere = Math.abs(scrollY - scroll) < 2 && (target || isSameView);
    if (!isThere && performance.now() < end) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

// As `useState`, but the value belongs to the entry of the history: Back finds it again. A new entry
// begins with `first`. Loaded rows, open parts and selection are kept this way.
export function useKept(name, first) {
  const [, draw] = useReducer((count) => count + 1, 0);
  const memory = memoryOf(useRoute().entry);
  if (!(name in memory)) memory[name] = first;
  const set = (value) => {
    memory[name] = typeof value === "function" ? value(memory[name]) : value;
    draw();
  };
  return [memory[name], set];
}

// A number that is selected in a row, to be copied, does not open the row.
function isSelectedIn(link) {
  const selection = getSelection();
  return selection.type === "Range" && link.contains(selection.anchorNode);
}

function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (event.detail > 0 && link?.draggable === false && isSelectedIn(link)) return event.preventDefault();
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || event.defaultPrevented || !isPlain || link.target || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !url.pathname.startsWith(BASE) || url.hash) return;
  event.preventDefault();
  const isDrawer = read(url).view === "message" || link.dataset.over !== undefined;
  go(url.href, { over: isDrawer });
}

addEventListener("popstate", () => {
  const was = route.value;
  if (!history.state?.entry) history.replaceState({ ...history.state, entry: newEntry() }, "");
  arrive(was, true);
});
document.addEventListener("click", follow);
addEventListener("scroll", () => { memoryOf(route.value.entry).scroll = scrollY; }, { passive: true });
