// The list of conversations: what is known of them, and in which order they are shown. Rows that
// are shown change in place; the order holds while a person is in the list.

import { ask, askIfChanged, withQuery } from "../../data/api.js";
import { Signal } from "../../data/signal.js";
import { byTime } from "../../data/times.js";
import { idOf } from "./names.js";

const PAGE_SIZE = 50;
const COUNTED_EVERY = 3; // rounds: counts cost more than a page
const MOST_KEPT = 12;

const lists = new Map();

// The list of a query: { view, sender, q, assignee }.
export function listOf(query) {
  const path = withQuery("conversations", { ...query, limit: PAGE_SIZE });
  const list = lists.get(path) ?? new ThreadList(path, query);
  lists.delete(path);
  lists.set(path, list);
  if (lists.size > MOST_KEPT) lists.delete(lists.keys().next().value);
  return list;
}

// What another response says of a conversation.
export function learn(thread) {
  for (const list of lists.values()) list.learn(thread);
}

class ThreadList {
  constructor(path, { view, assignee }) {
    // "Mine" needs a name.
    Object.assign(this, { path, view, needsName: view === "mine" && !assignee, known: new Map(), order: [], firstPage: [], etags: new Map() });
    Object.assign(this, { cursor: null, hasLater: false, hasMore: false, counts: null, asOf: null, error: null });
    Object.assign(this, { isHeld: false, wasCut: false, openId: null, newCount: 0, round: 0, wantsCounts: true });
    this.changes = new Signal(0);
  }

  changed() {
    this.changes.value += 1;
  }

  async refresh() {
    const isCounted = this.wantsCounts || this.round % COUNTED_EVERY === 0;
    this.round += 1;
    const path = isCounted ? `${this.path}&counts=true` : this.path;
    try {
      const found = await askIfChanged(path, this.etags.get(path));
      if (found) {
        this.etags = new Map([[path, found.etag]]);
        this.take(found.data);
      }
      if (isCounted) this.wantsCounts = false;
      this.error = null;
      if (found || !this.asOf) this.changed();
      this.asOf = new Date();
    } catch (error) {
      this.error = error;
      this.changed();
      throw error;
    }
  }

  take({ conversations, counts, nextCursor }) {
    for (const one of conversations) this.known.set(idOf(one), one);
    this.firstPage = conversations.map(idOf);
    this.hasMore = Boolean(nextCursor);
    this.counts = counts ?? this.counts;
    if (!this.hasLater) this.cursor = nextCursor ?? null;
    this.arrange();
  }

  learn(thread) {
    const id = idOf(thread);
    if (!this.known.has(id)) return;
    this.known.set(id, thread);
    this.wantsCounts = true;
    this.changed();
  }

  // Puts rows into their order; while a person is in the list only counts what would be new.
  arrange({ isForced = false } = {}) {
    const wanted = this.wantedOrder();
    if (this.isHeld && !isForced && this.order.length) {
      this.addBelow(wanted);
      return;
    }
    this.order = wanted;
    this.newCount = 0;
    this.wasCut = this.hasMore;
  }

  // What came into the first page at its end because another left it is not new, and moves nothing.
  addBelow(wanted) {
    const there = new Set(this.order);
    const end = wanted.findLastIndex((id) => there.has(id)) + 1;
    const isOlder = this.view !== "waiting" || this.wasCut;
    if (isOlder) this.order = [...this.order, ...wanted.slice(end)];
    this.newCount = wanted.slice(0, isOlder ? end : undefined).filter((id) => !there.has(id)).length;
  }

  // The open one keeps its place, also if it is not of this view any more.
  wantedOrder() {
    const first = new Set(this.firstPage);
    const later = this.order.filter((id) => !first.has(id) && this.isBehindFirstPage(id));
    const wanted = [...this.firstPage, ...later];
    const place = this.openId ? this.order.indexOf(this.openId) : -1;
    if (place < 0) return wanted;
    const others = wanted.filter((id) => id !== this.openId);
    return [...others.slice(0, place), this.openId, ...others.slice(place)];
  }

  isBehindFirstPage(id) {
    const [one, last] = [this.known.get(id), this.known.get(this.firstPage.at(-1))];
    if (!this.hasMore || !one || !last) return false;
    if (this.view === "waiting") return byTime(one.waitingSince, last.waitingSince) > 0;
    return byTime(one.lastAt, last.lastAt) < 0;
  }

  hold(isHeld) {
    if (isHeld === this.isHeld) return;
    this.isHeld = isHeld;
    if (isHeld) return;
    this.arrange();
    this.changed();
  }

  openAt(id) {
    if (id === this.openId) return;
    this.openId = id;
    if (this.asOf) this.arrange();
    this.changed();
  }

  showNew() {
    this.arrange({ isForced: true });
    this.changed();
  }

  async readMore() {
    const { conversations, nextCursor } = await ask(`${this.path}&after=${encodeURIComponent(this.cursor)}`);
    for (const one of conversations) this.known.set(idOf(one), one);
    const there = new Set(this.order);
    this.order = [...this.order, ...conversations.map(idOf).filter((id) => !there.has(id))];
    Object.assign(this, { hasLater: true, cursor: nextCursor ?? null });
    this.changed();
  }

  get rows() {
    return this.order.map((id) => this.known.get(id)).filter(Boolean);
  }

  // Where a person goes after this one: the next in the list that still waits, else the first.
  nextAfter(id) {
    const isOpen = (other) => other !== id && this.known.get(other)?.waitingSince;
    const place = this.order.indexOf(id);
    return this.order.slice(place + 1).find(isOpen) ?? this.order.find(isOpen) ?? null;
  }
}
