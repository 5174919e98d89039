// One conversation: both directions, newest at the bottom, and the reply box.

import { ask } from "./ask.js";
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
const [log, scroller, text, problem] = ["log", "scroller", "text", "problem"].map(element);

// The host keeps the paths of requests; so the numbers go in headers.
const PATH = "conversations/-/-";

let thread = null;          // the open conversation: the headers that name it
let entries = new Map();    // by message id
let olderUrl = "";
let draftKey = "";          // what stands for the text in the box, however often it is tried
let isSending = false;

export function dressAvatar(avatar, number) {
  avatar.textContent = number.slice(-2);
  avatar.style.setProperty("--hue", String((Number(number.slice(-4)) * 47) % 360));
}

// Reading --------------------------------------------------------------------------

function drawEntry(entry) {
  const kind = BAD.has(entry.status) ? "bad" : QUIET.has(entry.status) ? "quiet" : "";
  const item = make("li", `${entry.direction} ${kind}`.trim());
  const words = [when(entry.at)];
  if (entry.campaign) words.push(entry.campaign);
  if (entry.status) words.push(waitInWords(entry) || (FATES[entry.status] ?? entry.status));
  const reason = entry.error ? `: ${entry.error.message} (${entry.error.code})` : "";
  item.append(make("p", "bubble", entry.text), make("p", "fate", words.join(" · ") + reason));
  return item;
}

function draw() {
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  const sorted = [...entries.values()].sort((a, b) => a.at.localeCompare(b.at));
  const drawn = sorted.map(drawEntry);
  const isNew = drawn.map((item) => item.outerHTML).join("") !== log.innerHTML;
  if (isNew) log.replaceChildren(...drawn); // else a screen reader would hear it all again
  element("no-messages").hidden = entries.size > 0;
  element("older").hidden = !olderUrl;
  if (isNew && atEnd) scroller.scrollTop = scroller.scrollHeight;
}

function drawOptOut(state) {
  const isOut = state === "opted_out";
  element("opted-out").hidden = !isOut;
  text.disabled = isOut;
  element("send").disabled = isOut || isSending;
  text.placeholder = isOut ? "This person has opted out" : "Reply — Enter sends";
}

export async function refreshThread() {
  const asked = thread;
  const page = await ask(`${PATH}?limit=${PAGE_SIZE}`, { headers: asked });
  if (asked !== thread) return; // another one was opened meanwhile
  if (entries.size === 0) olderUrl = page.nextUrl ?? "";
  for (const entry of page.entries) entries.set(entry.messageId, entry);
  drawOptOut(page.optOutState);
  draw();
  const hasUnread = log.dataset.read !== lastInbound();
  if (hasUnread && !document.hidden) await markRead();
}

const lastInbound = () =>
  [...entries.values()].filter((entry) => entry.direction === "inbound")
    .map((entry) => entry.at + entry.messageId).sort().at(-1) ?? "";

async function markRead() {
  const seen = lastInbound();
  await ask(`${PATH}/read`, { method: "POST", headers: thread });
  log.dataset.read = seen;
}

async function readOlder() {
  const asked = thread;
  const page = await ask(PATH + new URL(olderUrl, location).search, { headers: asked });
  if (asked !== thread) return;
  olderUrl = page.nextUrl ?? "";
  for (const entry of page.entries) entries.set(entry.messageId, entry);
  const fromEnd = scroller.scrollHeight - scroller.scrollTop;
  draw();
  scroller.scrollTop = scroller.scrollHeight - fromEnd;
}

export async function openThread(sender, user) {
  closeThread();
  thread = { "Paloma-Sender": sender, "Paloma-User": user };
  element("title").textContent = pretty(user);
  dressAvatar(element("avatar"), user);
  drawOptOut("");
  await refreshThread();
  scroller.scrollTop = scroller.scrollHeight;
}

export function closeThread() {
  thread = null;
  olderUrl = draftKey = text.value = problem.textContent = "";
  entries = new Map();
  log.dataset.read = "";
  log.replaceChildren();
}

// Replying -------------------------------------------------------------------------

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `inbox-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

async function reply() {
  if (isSending || !text.value.trim()) return;
  const asked = thread;
  isSending = element("send").disabled = text.readOnly = true;
  problem.textContent = "";
  draftKey ||= newKey();
  try {
    const headers = { ...asked, "Idempotency-Key": draftKey };
    await ask(`${PATH}/replies`, { method: "POST", headers, body: { message: text.value } });
    if (asked === thread) text.value = draftKey = "";
  } catch (error) {
    if (asked === thread) problem.textContent = error.message;
  }
  isSending = element("send").disabled = text.readOnly = false;
  text.focus();
  if (asked === thread) await refreshThread().catch(() => {});
}

// Another text is another message; the same one, tried again, is not.
text.addEventListener("input", () => { draftKey = ""; });
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  element("composer").requestSubmit();
});
element("composer").addEventListener("submit", (event) => { event.preventDefault(); reply(); });
element("older").addEventListener("click", () => { readOlder().catch((error) => { problem.textContent = error.message; }); });
