// What is typed and not sent yet, by conversation, kept on this device: drafts, and replies that
// have no response yet. Each has one key for its text, so that a retry sends once.

import { keep, kept } from "../../data/kept.js";
import { Signal } from "../../data/signal.js";

const EMPTY = { text: "", caret: 0, key: "" };
const memory = new Map(); // where the browser keeps nothing for this site

// Counts changes, for what shows drafts.
export const draftChanges = new Signal(0);

const changed = () => { draftChanges.value += 1; };

function read(name, nothing) {
  try {
    return JSON.parse(kept(name) ?? memory.get(name) ?? "null") ?? nothing;
  } catch {
    return nothing;
  }
}

function write(name, value) {
  const text = value === null ? null : JSON.stringify(value);
  if (text === null) memory.delete(name);
  else memory.set(name, text);
  keep(name, text);
  changed();
}

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `inbox-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export const draftOf = (id) => ({ ...EMPTY, ...read(`draft:${id}`, EMPTY) });

// Keeps a text; one that has changed is another message, and gets another key.
export function keepDraft(id, text, caret) {
  const last = draftOf(id);
  const isSame = text === last.text;
  if (isSame && caret === last.caret) return;
  write(`draft:${id}`, text ? { text, caret, key: isSame && last.key ? last.key : newKey() } : null);
}

export const dropDraft = (id) => write(`draft:${id}`, null);

// Replies without a response: [{ key, text, isDone, at }], oldest first.
export const unsentOf = (id) => read(`unsent:${id}`, []);

export const keepUnsent = (id, reply) => write(`unsent:${id}`, [...unsentOf(id).filter(({ key }) => key !== reply.key), reply]);

export function dropUnsent(id, key) {
  const left = unsentOf(id).filter((one) => one.key !== key);
  write(`unsent:${id}`, left.length ? left : null);
}

// Calls `follow` when another tab has changed the draft of a conversation.
export function onDraftElsewhere(id, follow) {
  const onStorage = ({ key }) => {
    if (key?.endsWith(`draft:${id}`)) follow(draftOf(id));
    if (key?.includes("draft:")) changed();
  };
  addEventListener("storage", onStorage);
  return () => removeEventListener("storage", onStorage);
}
