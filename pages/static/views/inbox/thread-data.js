// One conversation: its messages, its state, and what is on its way. Kept in memory for the way back.

import { askIfChanged } from "../../data/api.js";
import { myName } from "../../data/person.js";
import { Signal } from "../../data/signal.js";
import { dropUnsent, keepUnsent, unsentOf } from "./drafts.js";
import { learn } from "./list-data.js";
import { askOf, idOf, numbersOf } from "./names.js";

const PAGE_SIZE = 50;
const MOST_KEPT = 20;
const BAD = new Set(["failed", "expired", "unknown"]);
const isFailedReply = (entry) => entry?.purpose === "reply" && BAD.has(entry.status);

const threads = new Map();

export function threadOf(person) {
  const id = idOf(person);
  const thread = threads.get(id) ?? new Thread(person);
  threads.delete(id);
  threads.set(id, thread);
  if (threads.size > MOST_KEPT) threads.delete(threads.keys().next().value);
  return thread;
}

// Whether the last reply did not arrive, as far as this page sees: a conversation that is not open may
// have changed since it was, and the list says so.
export function hasFailed(id) {
  const thread = threads.get(id);
  if (!thread) return unsentOf(id).length > 0;
  return thread.outbox.some(({ error }) => error) || (thread.isOpen && isFailedReply(thread.lastEntry));
}

class Thread {
  constructor(person) {
    this.person = { sender: person.sender, user: person.user };
    this.id = idOf(person);
    Object.assign(this, { byId: new Map(), entries: [], olderUrl: null, state: null, isOut: false });
    Object.assign(this, { asOf: null, error: null, etag: null, readAt: null, isOpen: false });
    const lost = new Error("It is not known whether it was sent.");
    this.outbox = unsentOf(this.id).map((reply) => ({ ...reply, error: lost }));
    this.changes = new Signal(0);
    this.sending = Promise.resolve();
  }

  changed() {
    this.changes.value += 1;
  }

  get lastEntry() {
    return this.entries.at(-1);
  }

  async refresh() {
    try {
      const found = await askIfChanged(`conversations/-/-?limit=${PAGE_SIZE}`, this.etag, { numbers: numbersOf(this.person) });
      const isFirst = !this.asOf;
      this.asOf = new Date();
      this.error = null;
      if (found) this.take(found, isFirst);
      if (found || isFirst) this.changed();
    } catch (error) {
      this.error = error;
      this.changed();
      throw error;
    }
  }

  take({ data, etag }, isFirst) {
    this.etag = etag;
    if (isFirst) this.olderUrl = data.nextUrl ?? null;
    this.isOut = data.optOutState === "opted_out";
    if (data.state) this.learn(data.state);
    this.add(data.entries, { isNewest: true });
    const isThere = ({ messageId }) => this.byId.has(messageId);
    this.outbox = this.outbox.filter((reply) => !isThere(reply));
  }

  // The order is the app's: messages of one moment have one too.
  add(newestFirst, { isNewest } = {}) {
    for (const entry of newestFirst) this.byId.set(entry.messageId, entry);
    const found = newestFirst.map(({ messageId }) => messageId).toReversed();
    const others = this.entries.map(({ messageId }) => messageId).filter((id) => !found.includes(id));
    const order = isNewest ? [...others, ...found] : [...found, ...others];
    this.entries = order.map((id) => this.byId.get(id));
  }

  // Versions only rise: a response may be older than a reply that was accepted meanwhile.
  learn(state) {
    const version = Math.max(state.version, this.state?.version ?? 0);
    this.state = { ...state, version };
    learn(this.state);
  }

  async readOlder() {
    const page = await askOf(this.person, new URL(this.olderUrl, location).search);
    this.olderUrl = page.nextUrl ?? null;
    this.add(page.entries);
    this.changed();
  }

  // Does "read", "unread", "done", "reopen" or "assign"; gives the new state.
  async act(action, body = {}) {
    const state = await askOf(this.person, `/${action}`, { method: "POST", body: action === "read" ? undefined : body });
    this.learn(state);
    this.etag = null;
    this.changed();
    return state;
  }

  // Sends a reply, after those before it; it stands in the conversation from now on. Resolves when
  // the app accepted it or did not.
  send(reply) {
    const entry = { ...reply, error: null };
    keepUnsent(this.id, reply);
    this.outbox = [...this.outbox.filter(({ key }) => key !== reply.key), entry];
    this.changed();
    this.sending = this.sending.then(() => this.post(entry));
    return this.sending;
  }

  async post(entry) {
    const { version } = this.state ?? {};
    const body = { message: entry.text, actor: myName.value || undefined, version, isDone: entry.isDone || undefined };
    try {
      const accepted = await askOf(this.person, "/replies", { method: "POST", headers: { "Idempotency-Key": entry.key }, body });
      entry.messageId = accepted.messages?.[0]?.messageId;
      dropUnsent(this.id, entry.key);
      if (this.state && version !== undefined) this.accepted(version + 1, entry);
    } catch (error) {
      entry.error = error;
      if (error.code === "colleague_replied") await this.refresh().catch(() => {});
    }
    this.etag = null;
    this.changed();
    return !entry.error;
  }

  accepted(version, { text, isDone }) {
    this.learn({
      ...this.state, version: Math.max(version, this.state.version), lastText: text, lastDirection: "outbound", waitingSince: undefined, replyFailedAt: undefined,
      ...(isDone && { isDone, unreadCount: 0 }),
    });
  }

  discard(key) {
    dropUnsent(this.id, key);
    this.outbox = this.outbox.filter((reply) => reply.key !== key);
    this.changed();
  }
}
