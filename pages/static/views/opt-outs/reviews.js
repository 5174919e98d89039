// Messages that may be opt-outs, those that are due first; decided by key.

import { doubtInWords, categoriesInWords } from "../../data/consent.js";
import { useKeys } from "../../data/keys.js";
import { myName, setMyName } from "../../data/person.js";
import { useResource } from "../../data/resource.js";
import { href, useKept } from "../../data/route.js";
import { useSignal } from "../../data/signal.js";
import { dayOf } from "../../data/times.js";
import { pretty } from "../../data/words.js";
import { Chip, Phone } from "../../parts/chip.js";
import { Button, Key } from "../../parts/controls.js";
import { Dialog, toast } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { classes, html, useRef, useState } from "../../parts/html.js";
import { Card } from "../../parts/page.js";
import { Empty, Shown, TroubleNotice } from "../../parts/states.js";
import { StateChoice } from "./decided.js";
import { decide, decisions, hideStored, lastHeld, retry, undo } from "./decisions.js";

const CHOICES = {
  approved: { held: "Will be opted out", done: "Opted out", button: "Opt out", key: "A" },
  rejected: { held: "Will be marked: not an opt-out", done: "Not an opt-out", button: "Not an opt-out", key: "R" },
};

const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

// Due days are dates without a zone; they are compared with the viewer's day.
function dueInWords({ dueOn, overdue }) {
  const today = dayOf(new Date());
  if (overdue || dueOn < today) {
    const isYesterday = dueOn === dayOf(Date.now() - 86_400_000);
    return { tone: "bad", words: isYesterday ? "Overdue since yesterday" : `Overdue since ${day.format(new Date(dueOn))}` };
  }
  if (dueOn === today) return { tone: "warn", words: "Due today" };
  return { tone: "neutral", words: `Due ${day.format(new Date(dueOn))}` };
}

// All reviews that this list has seen, in order. One that a colleague decides meanwhile stays, so that
// no row moves under the pointer, and says so.
function useRows(found) {
  const [seen] = useKept("seen", new Map());
  const current = new Set();
  for (const review of found?.reviews ?? []) {
    seen.set(review.reviewId, review);
    current.add(review.reviewId);
  }
  for (const { review } of useSignal(decisions).values()) seen.set(review.reviewId, review);
  return [...seen.values()].sort((one, other) => (one.reviewId < other.reviewId ? -1 : 1))
    .map((review) => ({ review, isOpen: current.has(review.reviewId), decision: decisions.value.get(review.reviewId) }))
    .filter(({ decision }) => !decision?.isHidden);
}

function Outcome({ row: { review, decision, isOpen } }) {
  if (!decision && !isOpen) return html`<p class="review-outcome soft">Decided by a colleague</p>`;
  const { held, done } = CHOICES[decision.choice];
  if (decision.state === "failed") {
    return html`<div class="review-outcome"><${TroubleNotice} trouble=${decision.error} title="Not stored." />
      <${Button} isSmall onPress=${() => retry(review.reviewId)}>Try again<//><${Button} isSmall kind="quiet" onPress=${() => undo(review.reviewId)}>Undo<//></div>`;
  }
  return html`<div class="review-outcome"><span>${decision.state === "stored" ? done : held}</span>
    ${decision.state === "held" && html`<${Button} isSmall kind="quiet" onPress=${() => undo(review.reviewId)}>Undo<//>`}</div>`;
}

function Review({ row, isCurrent, onCurrent, onDecide }) {
  const { review, decision, isOpen } = row;
  const due = dueInWords(review);
  const isDecided = Boolean(decision) || !isOpen;
  const choice = (name) => html`<${Button} isSmall kind=${name === "approved" ? "danger" : "plain"} onPress=${() => onDecide(review, name)}>
    ${CHOICES[name].button}${isCurrent && html` <${Key}>${CHOICES[name].key}<//>`}<//>`;
  return html`<li class=${classes("review", isCurrent && "current", isDecided && "decided")} id=${`review-${review.reviewId}`} tabindex=${isCurrent ? 0 : -1}
    aria-current=${isCurrent ? "true" : undefined} onFocusIn=${onCurrent} onPointerDown=${onCurrent}>
    <div class="review-words">
      <p class="review-head"><b><${Phone} number=${review.recipient} isLink /></b> <span class="soft">to <${Phone} number=${review.sender} /></span>
        ${!isDecided && html`<${Chip} tone=${due.tone} icon="clock">${due.words}<//>`}</p>
      <p class="review-text" dir="auto">“${review.message}”</p>
      <p class="review-why soft">${doubtInWords(review.ruleId)} · held meanwhile: ${categoriesInWords(review.blockedMeanwhile)} ·
        ${" "}<a href=${href(`inbox/${review.sender}/${review.recipient}`)}>Conversation</a></p>
    </div>
    ${isDecided ? html`<${Outcome} row=${row} />` : html`<div class="review-choices">${choice("approved")}${choice("rejected")}</div>`}
  </li>`;
}

function NameDialog({ onClose, onName }) {
  const [name, setName] = useState("");
  const [error, setError] = useState("");
  const submit = () => {
    if (!name.trim()) return setError("Write your name: the ledger keeps it.");
    setMyName(name.trim());
    onClose();
    return onName(name.trim());
  };
  return html`<${Dialog} title="Your name" onClose=${onClose} onSubmit=${submit} actions=${html`<${Button} kind="primary" type="submit">Go on<//>`}>
    <${Field} label="Name" hint="The ledger keeps it with each decision. It is asked once." autocomplete="name" maxlength="100" value=${name} error=${error}
      onInput=${(value) => { setName(value); setError(""); }} /><//>`;
}

const isUndecided = ({ decision, isOpen }) => isOpen && !decision;

function useSelection(rows) {
  const [chosen, setChosen] = useKept("current", "");
  const list = useRef(null);
  const isThere = rows.some(({ review }) => review.reviewId === chosen);
  const current = isThere ? chosen : rows.find(isUndecided)?.review.reviewId ?? rows[0]?.review.reviewId;
  const go = (id, hasFocus) => {
    setChosen(id);
    if (hasFocus) document.getElementById(`review-${id}`)?.focus();
  };
  const hasFocus = () => list.current?.contains(document.activeElement);
  const move = (step) => {
    const next = rows[rows.findIndex(({ review }) => review.reviewId === current) + step];
    if (next) go(next.review.reviewId, true);
  };
  // The next one that is open, after it or else before it.
  const leave = (id) => {
    const at = rows.findIndex(({ review }) => review.reviewId === id);
    const others = [...rows.slice(at + 1), ...rows.slice(0, at)].filter(isUndecided);
    if (others.length) go(others[0].review.reviewId, hasFocus());
  };
  return { list, current, go, move, leave, hasFocus };
}

function useDecisionKeys(rows, selection, { onDecide, onUndo }) {
  const of = (choice) => () => {
    const row = rows.find(({ review }) => review.reviewId === selection.current);
    if (!row || !isUndecided(row)) return false;
    return onDecide(row.review, choice);
  };
  const arrow = (step) => () => (selection.hasFocus() ? selection.move(step) : false);
  const open = () => {
    const link = selection.hasFocus() && document.activeElement.matches(".review") && document.activeElement.querySelector("a");
    return link ? link.click() : false;
  };
  useKeys("Reviews", rows.length === 0 ? {} : {
    a: ["Opt out", of("approved")], r: ["Not an opt-out", of("rejected")],
    z: ["Undo", () => (lastHeld() ? onUndo(lastHeld()) : false)],
    j: ["Next", () => selection.move(1)], k: ["Previous", () => selection.move(-1)],
    ArrowDown: ["Next", arrow(1)], ArrowUp: ["Previous", arrow(-1)], Enter: ["The person", open],
  });
}

function List({ rows, hasMore, onMore }) {
  const selection = useSelection(rows);
  const [asked, setAsked] = useState(null);
  const takeBack = (id) => {
    if (!undo(id)) return toast("It is stored already. Change the opt-out on the person’s page.");
    toast("Taken back");
    return selection.go(id, true);
  };
  const settle = (review, choice, actor) => {
    decide(review, choice, actor);
    selection.leave(review.reviewId);
    toast(`${CHOICES[choice].held}: ${pretty(review.recipient)}`, { undo: () => takeBack(review.reviewId) });
  };
  const choose = (review, choice) => (myName.value ? settle(review, choice, myName.value) : setAsked({ review, choice }));
  useDecisionKeys(rows, selection, { onDecide: choose, onUndo: takeBack });
  const stored = rows.filter(({ decision }) => decision?.state === "stored").length;
  return html`<ol class="reviews" ref=${selection.list}>${rows.map((row) => html`<${Review} key=${row.review.reviewId} row=${row}
      isCurrent=${row.review.reviewId === selection.current} onCurrent=${() => selection.go(row.review.reviewId)} onDecide=${choose} />`)}</ol>
    ${hasMore && html`<div class="more"><${Button} kind="quiet" onPress=${onMore}>Load more<//></div>`}
    ${stored > 0 && html`<p class="reviews-foot soft">Decided now: ${stored} · <button type="button" class="as-link" onClick=${hideStored}>Hide decided</button></p>`}
    ${asked && html`<${NameDialog} onClose=${() => setAsked(null)} onName=${(name) => settle(asked.review, asked.choice, name)} />`}`;
}

const PAGE = 50;
const MOST = 100; // what the API gives at once

export function Reviews() {
  const [limit, setLimit] = useKept("limit", PAGE);
  const found = useResource(`opt-out-reviews?state=open&limit=${limit}`, { every: 10_000 });
  const rows = useRows(found.data);
  const aside = html`${rows.length > 0 && html`<span class="soft keys-aside">Next <${Key}>↓<//> Undo <${Key}>Z<//></span>`} <${StateChoice} />`;
  return html`<${Card} title="Messages that may be opt-outs" isFlush aside=${aside}>
    <${Shown} of=${found} rows=${4}>${() => (rows.length
      ? html`<${List} rows=${rows} hasMore=${found.data.nextCursor && limit < MOST} onMore=${() => setLimit(MOST)} />`
      : html`<${Empty} icon="shield" title="Nothing to decide" hint="Messages that may be opt-outs, but do not say so clearly, come here. You have ten business days for each." />`)}<//>
  <//>`;
}
