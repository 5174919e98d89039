// The pane with the conversations: which ones, and a row for each.

import { count, counted } from "../../data/numbers.js";
import { repeat } from "../../data/polling.js";
import { go, setQuery } from "../../data/route.js";
import { useSenders } from "../../data/senders.js";
import { useSignal } from "../../data/signal.js";
import { pretty } from "../../data/words.js";
import { Button, Segments } from "../../parts/controls.js";
import { announce } from "../../parts/dialog.js";
import { Filter, SearchField } from "../../parts/filters.js";
import { classes, html, useEffect, useRef, useState } from "../../parts/html.js";
import { Dove } from "../../parts/page.js";
import { Empty, Loading, TroubleNotice, useTroubleHere } from "../../parts/states.js";
import { addressOf, idOf, listAddress } from "./names.js";
import { draftChanges } from "./drafts.js";
import { Row } from "./row.js";

const LIST_MS = 4_000;
const MOST_COUNTED = 1_000;
const LONG_FROM = 500; // rows
const VIEWS = [["waiting", "Waiting"], ["mine", "Mine"], ["open", "Open"], ["done", "Done"]];

const inWords = (number) => (number >= MOST_COUNTED ? `${count(MOST_COUNTED)}+` : count(number));

function Views({ view, counts, choose }) {
  const options = VIEWS.map(([value, name]) => {
    const number = counts?.[value];
    return { value, label: number ? html`${name} <span class="view-count">${inWords(number)}</span>` : name };
  });
  return html`<${Segments} label="Which conversations" value=${view} options=${options} onChange=${choose} />`;
}

function OwnNumber({ sender }) {
  const { senders } = useSenders();
  const numbers = new Set([...(senders ?? []).map((one) => one.sender), ...(sender ? [sender] : [])]);
  const options = [{ value: "", label: "All" }, ...[...numbers].map((value) => ({ value, label: pretty(value) }))];
  return html`<${Filter} name="Own number" value=${sender} options=${options} onChange=${(value) => setQuery({ sender: value })} />`;
}

const NOTHING = {
  waiting: ["No conversation waits for a reply.", "New messages appear here."],
  mine: ["Nothing is assigned to you.", "Open a conversation and press A."],
  open: ["No open conversations.", "A conversation begins when a person writes to one of your numbers."],
  done: ["Nothing is done yet.", "Conversations that you mark done are here until the person writes again."],
};

function Nothing({ query }) {
  if (query.q) {
    return html`<${Empty} isNoMatch title="No conversation matches." hint=${`Searched for “${query.q}” in the last message and in numbers.`}>
      <${Button} href=${listAddress({ ...query, q: "" })}>Clear the search<//><//>`;
  }
  const [title, hint] = NOTHING[query.view];
  const more = query.sender && html`<${Button} href=${listAddress({ ...query, sender: "" })}>Show all own numbers<//>`;
  return html`<${Empty} icon="inbox" title=${title} hint=${hint}>${more}<//>`;
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

export function moveFocus(step) {
  const links = [...document.querySelectorAll(".threads a")];
  const at = links.indexOf(document.activeElement);
  const from = at < 0 ? links.findIndex((link) => link.tabIndex === 0) - step : at;
  links[Math.min(Math.max(from + step, 0), links.length - 1)]?.focus();
}

function moveByArrows(event) {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  moveFocus(step);
}

// Rows are held while the pointer or the focus is among them.
function useHold(list) {
  const holds = useRef(new Set());
  const set = (what, isOn) => {
    if (isOn) holds.current.add(what);
    else holds.current.delete(what);
    list.hold(holds.current.size > 0);
  };
  useEffect(() => () => list.hold(false), [list]);
  return {
    onPointerEnter: ({ pointerType }) => { if (pointerType === "mouse") set("pointer", true); },
    onPointerLeave: () => set("pointer", false),
    onFocusIn: () => set("focus", true),
    onFocusOut: ({ currentTarget, relatedTarget }) => { if (!currentTarget.contains(relatedTarget)) set("focus", false); },
  };
}

function More({ list }) {
  const [state, setState] = useState({ isBusy: false, error: null });
  const foot = useRef(null);
  const read = async () => {
    if (state.isBusy) return;
    setState({ isBusy: true, error: null });
    const error = await list.readMore().then(() => null, (problem) => problem);
    setState({ isBusy: false, error });
  };
  useEffect(() => {
    const seen = new IntersectionObserver(([{ isIntersecting }]) => { if (isIntersecting) read(); }, { rootMargin: "600px" });
    seen.observe(foot.current);
    return () => seen.disconnect();
  }, [list.cursor]);
  return html`<div ref=${foot} class="threads-more"><${TroubleNotice} trouble=${state.error} />
    <${Button} onPress=${read} busy=${state.isBusy && "Loading…"}>Load more<//></div>`;
}

function Rows({ list, query, openId }) {
  useSignal(draftChanges);
  const hold = useHold(list);
  const [focused, setFocused] = useState(null);
  const { rows } = list;
  const ids = rows.map(idOf);
  const stop = [focused, openId, ids[0]].find((id) => ids.includes(id));
  return html`<ul class=${classes("threads", rows.length > LONG_FROM && "long")} aria-label="Conversations" onKeyDown=${moveByArrows} ...${hold}>
    ${rows.map((thread, at) => html`<${Row} key=${ids[at]} thread=${thread} address=${addressOf(thread, query)} view=${query.view}
      isOpen=${ids[at] === openId} isStop=${ids[at] === stop} onFocus=${() => setFocused(ids[at])} />`)}
  </ul>${list.cursor && html`<${More} list=${list} />`}`;
}

function NoName({ askName }) {
  return html`<${Empty} icon="person" title="Who are you?" hint="This view holds what is assigned to you, by your name.">
    <${Button} onPress=${() => askName(() => {})}>Your name…<//><//>`;
}

function useList(list, openId) {
  useSignal(list.changes);
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (list.needsName) return undefined;
    const slow = setTimeout(() => setSlow(true), 5_000);
    const task = repeat(() => list.refresh(), LIST_MS);
    list.again = task.again;
    return () => { task.stop(); clearTimeout(slow); };
  }, [list]);
  useEffect(() => list.openAt(openId), [list, openId]);
  useEffect(() => { if (list.newCount) announce(counted("new conversation", list.newCount)); }, [list.newCount]);
  return isSlow;
}

export function List({ list, query, openId, askName }) {
  const isSlow = useList(list, openId);
  const choose = (view) => {
    const open = () => go(listAddress({ ...query, view }));
    if (view === "mine") askName(open);
    else open();
  };
  const { error, rows, asOf } = list;
  const isEmpty = asOf && rows.length === 0;
  const trouble = useTroubleHere(error, { isRead: Boolean(asOf) });
  return html`<aside class="inbox-list" aria-label="Conversations">
    <header class="inbox-list-head"><${Dove} /><h1 tabindex="-1">Inbox</h1><${OwnNumber} sender=${query.sender} />
      <${Views} view=${query.view} counts=${list.counts} choose=${choose} />
      <${SearchField} label="Search conversations" placeholder="Number or words" value=${query.q} onChange=${(q) => setQuery({ q }, { isTyping: true })} /></header>
    <div class="inbox-scroll" id="threads">
      ${list.newCount > 0 && html`<button type="button" class="pill" onClick=${() => list.showNew()}>${counted("new conversation", list.newCount)}</button>`}
      ${trouble && html`<${TroubleNotice} trouble=${trouble} actions=${html`<${Button} href=${listAddress({ view: query.view })}>Clear filters<//>`} />`}
      ${list.needsName && html`<${NoName} askName=${askName} />`}
      ${!asOf && !trouble && !list.needsName && html`<${Loading} rows=${8} hasMark isSlow=${isSlow} />`}
      ${isEmpty && html`<${Nothing} query=${query} />`}
      ${rows.length > 0 && html`<${Rows} list=${list} query=${query} openId=${openId} />`}
    </div></aside>`;
}
