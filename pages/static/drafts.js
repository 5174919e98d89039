// Replies that are not sent yet, by conversation. They are kept on this device until they are
// sent, over another conversation, a reload and a closed tab. A draft holds its text, where the
// caret stood, and the key that stands for the text however often it is submitted.

const PREFIX = "paloma-draft:";
const memory = new Map(); // where the browser keeps nothing for this site

const nameOf = ({ sender, user }) => `${PREFIX}${sender}:${user}`;

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return memory.get(name) ?? null;
  }
}

function write(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(name, value);
  } catch {
    // the memory of this page has it
  }
}

const EMPTY = { text: "", caret: 0, key: "" };

export function draftOf(thread) {
  try {
    return { ...EMPTY, ...JSON.parse(read(nameOf(thread)) ?? "{}") };
  } catch {
    return EMPTY;
  }
}

// Keeps a text; one that has changed is another message, so it gets another key when it is sent.
export function keepDraft(thread, text, caret) {
  const last = draftOf(thread);
  if (!text) return dropDraft(thread);
  write(nameOf(thread), JSON.stringify({ text, caret, key: text === last.text ? last.key : "" }));
}

// The key of a conversation's draft, which is kept with it: the same after a reload.
export function keyOfDraft(thread) {
  const draft = draftOf(thread);
  if (draft.key) return draft.key;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = `inbox-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  write(nameOf(thread), JSON.stringify({ ...draft, key }));
  return key;
}

export function dropDraft(thread) {
  memory.delete(nameOf(thread));
  try {
    localStorage.removeItem(nameOf(thread));
  } catch {
    // nothing was kept
  }
}

// Calls `follow` when another tab has changed the draft of a conversation.
export function onDraftElsewhere(follow) {
  addEventListener("storage", ({ key }) => {
    if (key?.startsWith(PREFIX)) follow((thread) => nameOf(thread) === key);
  });
}
