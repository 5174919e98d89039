// Who did what: the changes that were made by API, newest first.

import { ask, withQuery } from "../../data/api.js";
import { ALL_NUMBERS, ownInWords } from "../../data/consent.js";
import { usePages } from "../../data/pages.js";
import { href, setQuery } from "../../data/route.js";
import { useSenders } from "../../data/senders.js";
import { pretty } from "../../data/words.js";
import { Phone, Time } from "../../parts/chip.js";
import { Button } from "../../parts/controls.js";
import { Filter, FilterBar } from "../../parts/filters.js";
import { html } from "../../parts/html.js";
import { Card } from "../../parts/page.js";
import { Empty, Loading, TroubleNotice } from "../../parts/states.js";
import { More, NewRows, Table } from "../../parts/table.js";

const EVERY_MS = 30_000;

const ACTIONS = {
  send_sms: "Sent messages", start_verification: "Sent a code", reply_to_conversation: "Replied", cancel_send: "Cancelled a send",
  resend_unknown: "Resent unknown messages", redrive_send: "Redrove failed messages",
  pause_sender: "Paused an own number", resume_sender: "Resumed an own number",
  put_opt_out: "Opted out or in", delete_opt_out: "Opted in", import_opt_outs: "Imported opt-outs",
  approve_opt_out_review: "Decided: an opt-out", reject_opt_out_review: "Decided: no opt-out",
  start_reconciliation: "Compared with ACS’s list",
  mark_conversation_done: "Marked a conversation done", reopen_conversation: "Reopened a conversation",
  assign_conversation: "Assigned a conversation", set_automatic_replies_to_person: "Set a person’s automatic replies",
  put_auto_reply: "Changed an automatic reply", delete_auto_reply: "Deleted an automatic reply",
  put_canned_reply: "Changed a canned reply", delete_canned_reply: "Deleted a canned reply",
  create_subscription: "Added a subscription", change_subscription: "Changed a subscription",
  delete_subscription: "Deleted a subscription", rotate_subscription_secret: "Changed a subscription’s secret",
  test_subscription: "Tested a subscription", replay_dead_letters: "Replayed dead letters",
  erase_person: "Erased a person", recount_day: "Recounted a day",
};
const ACTION_OPTIONS = [{ value: "", label: "All" }, ...Object.entries(ACTIONS).map(([value, label]) => ({ value, label }))];
const PEOPLE = ["recipient", "user", "number"];

// Keys of pages may leave this out.
const readApart = (path, options) => ask(path, { ...options, isApart: true });

const targetInWords = ([name, value]) => {
  if (name === "sender") return value === ALL_NUMBERS ? html`<span key=${name}>${ownInWords(value)}</span>` : html`<${Phone} key=${name} number=${value} />`;
  if (name === "sendId") return html`<a key=${name} href=${href(`sends/${value}`)}>send <code>${value.slice(0, 10)}</code></a>`;
  return html`<span key=${name} dir="auto">${PEOPLE.includes(name) ? `person ${value}` : value}</span>`;
};

function Who({ change: { operator, actor, actorKind } }) {
  const name = operator ?? actor;
  if (!name) return html`<span class="soft">Not known</span>`;
  const how = operator && actor ? `by ${actor}` : !operator && actorKind === "principal" ? "signed in" : "";
  return html`<span class="two-lines"><b dir="auto">${name}</b>${how && html`<span class="soft small-words" dir="auto">${how}</span>`}</span>`;
}

const COLUMNS = [
  { name: "action", head: "What", cell: ({ action }) => html`<span title=${action}>${ACTIONS[action] ?? action.replaceAll("_", " ")}</span>` },
  { name: "target", head: "On", isWide: true, cell: ({ target }) => html`<span class="change-targets">${Object.entries(target).map(targetInWords)}</span>` },
  { name: "who", head: "Who", cell: (change) => html`<${Who} change=${change} />` },
  { name: "at", head: "When", isNumber: true, cell: ({ at }) => html`<${Time} at=${at} />` },
];

const keyOf = ({ at, action, requestId }) => `${at} ${action} ${requestId}`;

function Rows({ pages, isFiltered }) {
  const { rows, first, hasMore, isLoadingMore, trouble, loadMore } = pages;
  if (first.error?.isDenied) return html`<${Empty} icon="key" title="This key may not read who did what" hint="A host key may; keys for the pages alone leave it out." />`;
  if (first.error && !first.error.isPassing && !first.data) return html`<${TroubleNotice} trouble=${first.error} />`;
  if (!first.data && !rows.length) return html`<${Loading} rows=${8} isSlow=${first.isSlow} />`;
  const nothing = isFiltered
    ? html`<${Empty} isNoMatch title="No such changes"><${Button} onPress=${() => setQuery({ action: "", sender: "" })}>All changes<//><//>`
    : html`<${Empty} icon="tick" title="No changes yet" hint="Each change by API is kept: sends, pauses, opt-outs, decisions and more." />`;
  const soFar = hasMore ? html`<${Loading} rows=${3} />` : nothing; // pages without a change lead on
  return html`${rows.length ? html`<${Table} label="Changes" columns=${COLUMNS} rows=${rows} keyOf=${keyOf} />` : soFar}
    <${More} hasMore=${hasMore} isLoading=${isLoadingMore} trouble=${trouble} onMore=${loadMore} />`;
}

export function Changes({ query: { action = "", sender = "" } }) {
  const path = withQuery("audit?limit=50", { action, sender });
  const pages = usePages(path, { items: "changes", keyOf, every: EVERY_MS, reader: readApart });
  const { senders } = useSenders();
  const owns = [{ value: "", label: "All" }, ...(senders ?? []).map((one) => ({ value: one.sender, label: pretty(one.sender) }))];
  return html`<${FilterBar} aside="Newest first. Of people’s numbers the last four digits are kept.">
      <${Filter} name="What" value=${action} options=${ACTION_OPTIONS} onChange=${(value) => setQuery({ action: value })} />
      <${Filter} name="Sends from" value=${sender} options=${owns} onChange=${(value) => setQuery({ sender: value })} /><//>
    <${NewRows} number=${pages.fresh} noun="change" onShow=${pages.showFresh} />
    <${Card} aria-label="Changes" isFlush data-rows><${Rows} pages=${pages} isFiltered=${Boolean(action || sender)} /><//>`;
}
