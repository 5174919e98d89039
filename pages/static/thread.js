// One conversation: both directions, newest at the bottom.

import { askThread } from "./ask.js";
import { drawOptOut, leaveComposer, openComposer } from "./composer.js";
import { Rows, setText } from "./rows.js";
import { dressAvatar } from "./threads.js";
import { make, pretty, waitInWords, when } from "./words.js";

const PAGE_SIZE = 50;
const FATES = {
  scheduled: "waits for its time", queued: "waits for its turn", sending: "is being sent",
  sent: "Sent", delivered: "Delivered", failed: "Not delivered", suppressed: "Not sent",
  expired: "Not sent: expired", cancelled: "Cancelled",
  unconfirmed: "Sent, no delivery report", unknown: "May or may not have been sent",
};
const BAD = new Set(["failed", "suppressed", "expired", "unknown"]);
const QUIET = new Set(["scheduled", "queued", "sending", "cancelled"]);

const element = (id) => document.getElementById(id);
const [log, scroller] = ["log", "scroller"].map(element);

let thread = null;          // the open conversation: sender and user
let entries = new Map();    // by message id
let olderUrl = "";
let isRead = false;         // whether there was a response

function fateOf(entry) {
  const words = [when(entry.at)];
  if (entry.campaign) words.push(entry.campaign);
  if (entry.status) words.push(waitInWords(entry) || (FATES[entry.status] ?? entry.status));
  const reason = entry.error ? `: ${entry.error.message} (${entry.error.code})` : "";
  return words.join(" · ") + reason;
}

function createEntry() {
  const item = make("li");
  const bubble = make("p", "bubble");
  bubble.dir = "auto";
  item.append(bubble, make("p", "fate"));
  return item;
}

function writeEntry(item, entry) {
  const kind = BAD.has(entry.status) ? "bad" : QUIET.has(entry.status) ? "quiet" : "";
  item.className = `${entry.direction} ${kind}`.trim();
  setText(item.firstElementChild, entry.text);
  setText(item.lastElementChild, fateOf(entry));
}

const rows = new Rows(log, { keyOf: (entry) => entry.messageId, create: createEntry, update: writeEntry });

function draw() {
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  const hasChanged = rows.show([...entries.values()].sort((a, b) => a.at.localeCompare(b.at)));
  element("no-messages").hidden = entries.size > 0;
  if (isRead) sayInstead("No messages yet.", false);
  element("older").hidden = !olderUrl;
  if (hasChanged && atEnd) scroller.scrollTop = scroller.scrollHeight;
}

function sayInstead(words, isLoading) {
  const hint = element("no-messages");
  setText(hint, words);
  hint.classList.toggle("loading", isLoading);
}

function add(found) {
  for (const entry of found) entries.set(entry.messageId, entry);
}

// Reads the newest messages of the open conversation.
export async function refreshThread() {
  const asked = thread;
  const page = await askThread(asked, `?limit=${PAGE_SIZE}`);
  if (asked !== thread) return; // another one was opened meanwhile
  if (!isRead) olderUrl = page.nextUrl ?? "";
  isRead = true;
  add(page.entries);
  drawOptOut(page.optOutState);
  draw();
}

// Marks the open conversation read; returns its state, or null if it has none yet.
export async function markRead() {
  try {
    return await askThread(thread, "/read", { method: "POST" });
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}

async function readOlder() {
  const asked = thread;
  const page = await askThread(asked, new URL(olderUrl, location).search);
  if (asked !== thread) return;
  olderUrl = page.nextUrl ?? "";
  add(page.entries);
  const fromEnd = scroller.scrollHeight - scroller.scrollTop;
  draw();
  scroller.scrollTop = scroller.scrollHeight - fromEnd;
}

export async function openThread(opened) {
  closeThread();
  thread = opened;
  setText(element("title"), pretty(opened.user));
  dressAvatar(element("avatar"), opened.user);
  openComposer(opened);
  sayInstead("Loading…", true);
  await refreshThread();
  if (thread === opened) scroller.scrollTop = scroller.scrollHeight;
}

export function closeThread() {
  leaveComposer();
  thread = null;
  olderUrl = "";
  isRead = false;
  entries = new Map();
  draw();
}

element("older").addEventListener("click", () => {
  readOlder().catch((error) => setText(element("problem"), error.message));
});
