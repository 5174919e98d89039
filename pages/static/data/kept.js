// What this browser keeps for the pages; nothing, if it does not allow that.

const PREFIX = "paloma-";

export function kept(name, storage = localStorage) {
  try {
    return storage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

// Keeps a value; null removes it. Returns whether the browser took it.
export function keep(name, value, storage = localStorage) {
  try {
    if (value === null) storage.removeItem(PREFIX + name);
    else storage.setItem(PREFIX + name, value);
    return true;
  } catch {
    return false;
  }
}

export function keptNames(storage = localStorage) {
  try {
    return Object.keys(storage).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  } catch {
    return [];
  }
}

// Key, drafts, files and choices of this device: all of them go.
export function forgetAll() {
  for (const storage of [localStorage, sessionStorage]) {
    for (const name of keptNames(storage)) keep(name, null, storage);
  }
  indexedDB.deleteDatabase("paloma");
}
