// The inbox: who wrote to an own number, what was said, and a reply box.

import { ask, repeat, show, shown } from "./ask.js";
import { closeThread, dressAvatar, openThread, refreshThread } from "./thread.js";
import { make, pretty, when } from "./words.js";

const EVERY_MS = 4_000;
const PAGE_SIZE = 50;

const element = (id) => document.getElementById(id);
const list = element("threads");

let sender = "";
let user = "";      // whose conversation is open
let pageCount = 1;  // how many pages of conversations are shown

const pathOf = (query) => `conversations?${new URLSearchParams(query)}`;

// The list ---------------------------------------------------------------------

function drawRow(thread) {
  const row = make("button", thread.unreadCount ? "unread" : "");
  row.type = "button";
  row.dataset.user = thread.user;
  if (thread.user === user) row.setAttribute("aria-current", "true");
  const avatar = make("span", "avatar");
  avatar.setAttribute("aria-hidden", "true");
  dressAvatar(avatar, thread.user);
  const time = make("time", "", when(thread.lastAt));
  time.dateTime = thread.lastAt;
  const isOurs = thread.lastDirection === "outbound";
  const snippet = make("span", "snippet", (isOurs ? "You: " : "") + thread.lastText);
  row.append(avatar, make("span", "name", pretty(thread.user)), time, snippet, drawSigns(thread));
  const item = make("li");
  item.append(row);
  return item;
}

function drawSigns(thread) {
  const signs = make("span", "signs");
  if (thread.loopStoppedAt) signs.append(make("span", "badge", "loop"));
  if (thread.optOutState === "opted_out") signs.append(make("span", "badge", "out"));
  if (thread.unreadCount) {
    const count = make("span", "count", thread.unreadCount);
    count.append(make("span", "unseen", " unread"));
    signs.append(count);
  }
  return signs;
}

async function readThreads() {
  const found = new Map();
  let path = pathOf({ sender, limit: PAGE_SIZE });
  for (let page = 0; page < pageCount && path; page += 1) {
    const listed = await ask(path);
    for (const thread of listed.conversations) found.set(thread.user, thread);
    path = listed.nextUrl;
  }
  return { threads: [...found.values()], isMore: Boolean(path) };
}

async function refreshList() {
  const asked = sender;
  const { threads, isMore } = await readThreads();
  if (asked !== sender) return;
  const focused = document.activeElement?.dataset?.user;
  list.replaceChildren(...threads.map(drawRow));
  if (focused) list.querySelector(`[data-user="${CSS.escape(focused)}"]`)?.focus();
  element("more-threads").hidden = !isMore;
  element("no-threads").hidden = threads.length > 0;
  element("no-threads").textContent = "No messages to this number yet.";
  const unread = threads.filter((thread) => thread.unreadCount).length;
  document.title = `${unread ? `(${unread}) ` : ""}Inbox · Paloma`;
}

async function refresh() {
  if (!sender) return;
  const trouble = element("side-trouble");
  try {
    await refreshList();
    if (user) await refreshThread();
    trouble.hidden = true;
  } catch (error) {
    trouble.textContent = error.message;
    trouble.hidden = false;
    throw error;
  }
}

// Moving about -------------------------------------------------------------------

function go(chosenUser) {
  user = chosenUser;
  show({ user });
  document.body.classList.toggle("one", Boolean(user));
  element("thread").hidden = !user;
  element("welcome").hidden = Boolean(user);
  for (const row of list.querySelectorAll("button")) {
    row.toggleAttribute("aria-current", row.dataset.user === user);
    if (row.dataset.user === user) row.setAttribute("aria-current", "true");
  }
  if (user) openThread(sender, user).then(refreshList).catch(() => {});
  else closeThread();
}

list.addEventListener("click", (event) => {
  const row = event.target.closest("button");
  if (row) go(row.dataset.user);
});
element("back").addEventListener("click", () => {
  const last = user;
  go("");
  list.querySelector(`[data-user="${CSS.escape(last)}"]`)?.focus();
});
element("more-threads").addEventListener("click", () => {
  pageCount += 1;
  refreshList().catch(() => {});
});
element("opener").addEventListener("submit", (event) => {
  event.preventDefault();
  sender = element("sender").value.replace(/(?<=\d)[\s().-]+(?=\d)/g, "").trim();
  pageCount = 1;
  list.replaceChildren();
  show({ sender });
  go("");
  refresh().catch(() => {});
});

sender = shown().get("sender") ?? "";
element("sender").value = sender;
if (sender && shown().get("user")) go(shown().get("user"));
repeat(refresh, EVERY_MS);
