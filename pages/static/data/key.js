// The host key. It comes in the page's own address, which drops it at once, or is typed in; this tab
// keeps it, and this device if that is wanted.

import { keep, kept } from "./kept.js";
import { Signal } from "./signal.js";

const NAME = "key";

function takeFromAddress() {
  const query = new URLSearchParams(location.search);
  const fragment = new URLSearchParams(location.hash.slice(1));
  const given = fragment.get("code") || query.get("code");
  if (!given) return null;
  query.delete("code");
  fragment.delete("code");
  const [search, hash] = [`${query}`, `${fragment}`];
  history.replaceState(history.state, "", location.pathname + (search && `?${search}`) + (hash && `#${hash}`));
  return given;
}

function first() {
  const given = takeFromAddress();
  if (given) keep(NAME, given, sessionStorage);
  return given ?? kept(NAME, sessionStorage) ?? kept(NAME) ?? "";
}

// The key in use; empty if there is none.
export const key = new Signal(first());

export const isKeptOnDevice = () => kept(NAME) !== null;

// Uses another key from now on. `onDevice` keeps it when the tab is closed.
export function setKey(given, { onDevice = false } = {}) {
  keep(NAME, given, sessionStorage);
  keep(NAME, onDevice ? given : null);
  key.value = given;
}

addEventListener("hashchange", () => {
  const given = takeFromAddress();
  if (given) setKey(given, { onDevice: isKeptOnDevice() });
});
