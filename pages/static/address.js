// What a page shows, as its address says. Each change is an entry in the browser's history, so
// that Back, Forward, reload and a pasted link lead to the same view.

export const shown = () => new URLSearchParams(location.search);

// Sets values of the address; an empty one is removed. An address that stays the same makes no
// entry, and the first choice of a page can take the place of the entry it came with. `state` is
// kept with the entry, see `stateShown`.
export function show(values, { isReplacing = false, state = null } = {}) {
  const query = shown();
  for (const [name, value] of Object.entries(values)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const address = `${location.pathname}${`${query}` && `?${query}`}`;
  if (address === location.pathname + location.search) return;
  if (isReplacing) history.replaceState(state, "", address);
  else history.pushState(state, "", address);
}

export const stateShown = () => history.state;

// Calls `follow` when Back or Forward lead to another entry of this page.
export const onReturn = (follow) => addEventListener("popstate", follow);
