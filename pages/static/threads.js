// The list of conversations: what is known of them, in which order, and their rows.

import { ask } from "./ask.js";
import { draftOf } from "./drafts.js";
import { count } from "./numbers.js";
import { Rows, fill, setText } from "./rows.js";
import { make, pretty, when } from "./words.js";

const PAGE_SIZE = 50;
const REREAD_EVERY = 4; // of so many rounds one reads a later page that is shown, not the first

const list = document.getElementById("threads");

export function dressAvatar(avatar, number) {
  setText(avatar, number.slice(-2));
  avatar.style.setProperty("--hue", String((Number(number.slice(-4)) * 47) % 360));
}

// Rows -----------------------------------------------------------------------------

function createRow({ user }) {
  const row = make("button");
  row.type = "button";
  row.dataset.user = user;
  row.tabIndex = -1;
  const avatar = make("span", "avatar");
  avatar.setAttribute("aria-hidden", "true");
  dressAvatar(avatar, user);
  row.append(avatar, make("span", "name", pretty(user)), make("time"), make("span", "snippet"), make("span", "signs"));
  const item = make("li");
  item.append(row);
  return item;
}

function snippetOf({ draft, lastDirection, lastText }) {
  if (draft) return `Draft: ${draft}`;
  return (lastDirection === "outbound" ? "You: " : "") + lastText;
}

function signsOf({ loopStoppedAt, optOutState, unreadCount }) {
  const signs = [];
  if (loopStoppedAt) signs.push(make("span", "badge", "loop"));
  if (optOutState === "opted_out") signs.push(make("span", "badge", "out"));
  if (unreadCount) {
    const sign = make("span", "count", count(unreadCount));
    sign.append(make("span", "unseen", " unread"));
    signs.push(sign);
  }
  return signs;
}

function writeRow(item, thread) {
  const row = item.firstElementChild;
  row.classList.toggle("unread", thread.unreadCount > 0);
  row.classList.toggle("draft", Boolean(thread.draft));
  if (thread.isOpen) row.setAttribute("aria-current", "true");
  else row.removeAttribute("aria-current");
  const time = row.querySelector("time");
  setText(time, thread.time);
  time.dateTime = thread.lastAt;
  setText(row.querySelector(".snippet"), snippetOf(thread));
  const { loopStoppedAt, optOutState, unreadCount } = thread;
  fill(row.querySelector(".signs"), [loopStoppedAt, optOutState, unreadCount], () => signsOf(thread));
}

const rows = new Rows(list, { keyOf: (thread) => thread.user, create: createRow, update: writeRow });

export const rowOf = (user) => rows.get(user)?.firstElementChild ?? null;

// What is known --------------------------------------------------------------------

const rankOf = (thread) => ({ isFirst: thread.unreadCount > 0 ? 1 : 0, at: thread.lastAt });
const byRank = (one, other) => other.isFirst - one.isFirst || other.at.localeCompare(one.at);

export class Threads {
  constructor(sender) {
    this.sender = sender;
    this.known = new Map(); // by person
    this.order = [];        // people, as they are shown
    this.paths = [`conversations?${new URLSearchParams({ sender, limit: PAGE_SIZE })}`];
    this.moreUrl = "";
    this.hasAllUnread = true;
    this.round = 0;
    this.isRead = false;    // whether there was a response
    this.open = null;       // the open conversation, with the rank that it was opened with
    this.query = "";
  }

  // One request: mostly for the first page, now and then for a later one that is shown.
  async refresh() {
    this.round += 1;
    const [turn, later] = [this.round % REREAD_EVERY, this.paths.length - 1];
    const isLater = turn === 0 && later > 0;
    const page = isLater ? 1 + ((this.round / REREAD_EVERY) % later) : 0;
    await this.readPage(page);
  }

  async readMore() {
    const url = this.moreUrl;
    if (!url) return;
    this.moreUrl = ""; // pressed twice, it is read once
    this.paths.push(url);
    try {
      await this.readPage(this.paths.length - 1);
    } catch (error) {
      this.paths.pop();
      this.moreUrl = url;
      throw error;
    }
  }

  async readPage(page) {
    const { conversations, nextUrl } = await ask(this.paths[page]);
    if (page === 0) this.correct(conversations, Boolean(nextUrl));
    for (const thread of conversations) this.known.set(thread.user, thread);
    if (page === this.paths.length - 1) {
      this.moreUrl = nextUrl ?? "";
      // Unread ones come first.
      this.hasAllUnread = !nextUrl || conversations.some((thread) => !thread.unreadCount);
    }
    this.isRead = true;
  }

  // A conversation that belongs on the first page and is not there has been read elsewhere, or is
  // gone.
  correct(found, isMore) {
    const there = new Set(found.map((thread) => thread.user));
    const last = found.at(-1);
    for (const thread of this.known.values()) {
      const belongs = !isMore || byRank(rankOf(thread), rankOf(last)) < 0;
      if (there.has(thread.user) || !belongs) continue;
      if (thread.unreadCount && isMore) this.known.set(thread.user, { ...thread, unreadCount: 0 });
      else if (thread.user !== this.open?.user) this.known.delete(thread.user);
    }
  }

  // Takes in what another response says of a conversation.
  learn(thread) {
    this.known.set(thread.user, thread);
  }

  get unreadWords() {
    const unread = [...this.known.values()].filter((thread) => thread.unreadCount).length;
    return unread ? `${count(unread)}${this.hasAllUnread ? "" : "+"}` : "";
  }

  // Showing ------------------------------------------------------------------------

  openAt(user) {
    if (user !== this.open?.user) this.open = user ? { user, rank: null } : null;
  }

  // The open conversation keeps the place that it was opened at.
  rankOf(thread) {
    if (thread.user !== this.open?.user) return rankOf(thread);
    return (this.open.rank ??= rankOf(thread));
  }

  matches({ user, lastText }) {
    const query = this.query.trim().toLowerCase();
    const digits = query.replace(/[\s().+-]/g, "");
    return !query || lastText.toLowerCase().includes(query) || (/^\d+$/.test(digits) && user.includes(digits));
  }

  // Shows what is known. While the pointer or the focus is in the list, its order holds, and new
  // conversations are counted instead of shown; returns how many.
  show({ isHeld = false } = {}) {
    const ranked = [...this.known.values()].map((thread) => ({ ...this.rankOf(thread), user: thread.user }));
    const people = ranked.sort(byRank).map(({ user }) => user);
    const holds = isHeld && this.order.length > 0;
    const shown = new Set(this.order);
    const isShown = (user) => shown.has(user) || user === this.open?.user;
    const kept = this.order.filter((user) => this.known.has(user));
    this.order = holds ? [...kept, ...people.filter((user) => isShown(user) && !shown.has(user))] : people;
    const threads = this.order.map((user) => this.known.get(user)).filter((thread) => this.matches(thread));
    rows.show(threads.map((thread) => this.asShown(thread)));
    this.keepTabStop();
    return people.length - this.order.length;
  }

  asShown(thread) {
    const draft = draftOf({ sender: this.sender, user: thread.user }).text.slice(0, 100);
    return { ...thread, draft, time: when(thread.lastAt), isOpen: thread.user === this.open?.user };
  }

  // The list is one stop of the Tab key: the row with the focus, the open one, or the first.
  keepTabStop() {
    const all = [...list.querySelectorAll("button")];
    const stop = all.find((row) => row === document.activeElement) ?? rowOf(this.open?.user) ?? all[0];
    for (const row of all) row.tabIndex = row === stop ? 0 : -1;
  }
}

// Arrow keys, J and K, Home and End move the focus in the list.
list.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...list.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: all.length - 1 };
  const next = all[steps[event.key]];
  if (!next) return;
  event.preventDefault();
  next.focus();
  for (const row of all) row.tabIndex = row === next ? 0 : -1;
});
