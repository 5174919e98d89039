// The draft of a new send: one on a device. Its fields are in localStorage, its file for a day in
// IndexedDB. Each state of it has one idempotency key, so that a repeat sends once.

import { useEffect, useRef, useState } from "../../parts/html.js";
import { keep, kept } from "../../data/kept.js";

const NAME = "new-send";
const STORE = "files";
const PAUSE_MS = 300;
const DAY_MS = 86_400_000;

// Of a list that takes several sends: what has gone so far, up to which number.
export const NONE_SENT = { sentThrough: "", sentPeople: 0, sentSends: 0, sentOf: 0, sentLast: "" };

export const EMPTY = {
  from: "", category: "transactional", mode: "typed", typed: "", column: -1, fileAt: 0, text: "", campaign: "",
  isLater: false, at: "", ttl: "", reports: true, reference: "",
  mayBeSent: false, ...NONE_SENT,
};

function read() {
  try {
    return { ...EMPTY, ...JSON.parse(kept(NAME) ?? "{}") };
  } catch {
    return EMPTY;
  }
}

// { draft, edit(changes), discard, isKept, elsewhere }. `edit` writes a moment later, or at once.
// What another tab does with the draft is done here too: `elsewhere` is "", "changed" or "gone".
export function useDraft() {
  const [draft, setDraft] = useState(read);
  const [isKept, setKept] = useState(() => kept(NAME) !== null);
  const [elsewhere, setElsewhere] = useState("");
  const latest = useRef(draft);
  const timer = useRef(0);
  const show = (value) => {
    latest.current = value;
    setDraft(value);
  };
  const write = () => {
    timer.current = 0;
    setKept(keep(NAME, JSON.stringify(latest.current)));
  };
  const edit = (changes, { isAtOnce } = {}) => {
    show({ ...latest.current, ...changes });
    setElsewhere("");
    clearTimeout(timer.current);
    if (isAtOnce) write();
    else timer.current = setTimeout(write, PAUSE_MS);
  };
  const empty = () => {
    clearTimeout(timer.current);
    timer.current = 0;
    show(EMPTY);
    setKept(false);
  };
  const discard = () => {
    empty();
    keep(NAME, null);
    keepFile(null);
  };
  useEffect(() => {
    const onStorage = ({ key, newValue }) => {
      if (key !== `paloma-${NAME}`) return;
      // A draft that was sent there must not be sent here again.
      if (newValue === null) empty();
      else show(read());
      setElsewhere(newValue === null ? "gone" : "changed");
    };
    const flush = () => {
      if (!timer.current) return;
      clearTimeout(timer.current);
      write();
    };
    addEventListener("storage", onStorage);
    addEventListener("pagehide", flush);
    return () => {
      flush();
      removeEventListener("storage", onStorage);
      removeEventListener("pagehide", flush);
    };
  }, []);
  return { draft, edit, discard, isKept, elsewhere };
}

function digestOf(text) {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    a = Math.imul(a ^ text.charCodeAt(at), 2_654_435_761);
    b = Math.imul(b ^ text.charCodeAt(at), 1_597_334_677);
  }
  return `${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}-${text.length}`;
}

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

const keys = new Map(); // where the browser keeps nothing for this site

// The key of what is to be sent; another body gets another one. It outlives a reload. `use` is
// "send" or "test".
export function keyOf(body, use) {
  const digest = digestOf(JSON.stringify(body));
  const [known, key] = (kept(`${NAME}-key-${use}`) ?? keys.get(use) ?? "").split(" ");
  if (known === digest) return key;
  const made = newKey();
  keys.set(use, `${digest} ${made}`);
  keep(`${NAME}-key-${use}`, keys.get(use));
  return made;
}

export function forgetKey(use) {
  keys.delete(use);
  keep(`${NAME}-key-${use}`, null);
}

function withStore(mode, use) {
  return new Promise((resolve) => {
    const opening = indexedDB.open("paloma", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => resolve(null);
    opening.onsuccess = () => {
      const asked = use(opening.result.transaction(STORE, mode).objectStore(STORE));
      asked.onsuccess = () => { resolve(asked.result ?? null); opening.result.close(); };
      asked.onerror = () => { resolve(null); opening.result.close(); };
    };
  });
}

export const keepFile = (file) =>
  withStore("readwrite", (store) => (file ? store.put({ file, at: Date.now() }, NAME) : store.delete(NAME)));

export async function keptFile() {
  const found = await withStore("readonly", (store) => store.get(NAME));
  if (found && Date.now() - found.at >= DAY_MS) {
    keepFile(null);
    return null;
  }
  return found?.file ?? null;
}
