// Messages that may be opt-outs, those that are due first; decided by key.

import { doubtInWords, categoriesInWords } from "../../data/consent.js";
import { useKeys } from "../../data/keys.js";
import { count, counted } from "../../data/numbers.js";
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
import { classes, html, useEffect, useRef, useState } from "../../parts/html.js";
import { Card } from "../../parts/page.js";
import { Empty, Shown, TroubleNotice } from "../../parts/states.js";
import { useActivity } from "./activity.js";
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

function Review({ row, isCurrent, isPicked, onCurrent, onDecide }) {
  const { review, decision, isOpen } = row;
  const due = dueInWords(review);
  const isDecided = Boolean(decision) || !isOpen;
  const choice = (name) => html`<${Button} isSmall kind=${name === "approved" ? "danger" : "plain"} onPress=${() => onDecide([review], name)}>
    ${CHOICES[name].button}${isCurrent && html` <${Key}>${CHOICES[name].key}<//>`}<//>`;
  return html`<li class=${classes("review", isCurrent && "current", isPicked && "picked", isDecided && "decided")} id=${`review-${review.reviewId}`} tabindex=${isCurrent ? 0 : -1}
    aria-current=${isCurrent ? "true" : undefined} onFocusIn=${onCurrent} onPointerDown=${onCurrent}>
    <div class="review-words">
      <p class="review-head"><b><${Phone} number=${review.recipient} isLink /></b> <span class="soft">to <${Phone} number=${review.sender} /></span>
        ${!isDecided && html`<${Chip} tone=${due.tone} icon="clock">${due.words}<//>`}${isPicked && html`<${Chip} tone="info" icon="tick">Selected<//>`}</p>
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
  // The next one that is open, after these or else before them.
  const leave = (ids) => {
    const at = rows.findLastIndex(({ review }) => ids.includes(review.reviewId));
    const others = [...rows.slice(at + 1), ...rows.slice(0, at)].filter((row) => isUndecided(row) && !ids.includes(row.review.reviewId));
    if (others.length) go(others[0].review.reviewId, hasFocus());
  };
  return { list, current, go, move, leave, hasFocus };
}

// Whether a person can see the row that a key would decide.
function isInView(id) {
  const { top, bottom } = document.getElementById(`review-${id}`).getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function useDecisionKeys(rows, selection, { picked, onPick, onDecide, onUndo }) {
  const current = rows.find(({ review }) => review.reviewId === selection.current);
  const isOpen = current && isUndecided(current);
  // A key that is held down decides once; a row out of sight is shown first.
  const of = (choice) => (event) => {
    if (event.repeat) return undefined;
    if (picked.length) return onDecide(picked, choice);
    if (!isOpen) return false;
    return isInView(selection.current) ? onDecide([current.review], choice) : selection.go(selection.current, true);
  };
  const arrow = (step) => () => (selection.hasFocus() ? selection.move(step) : false);
  const open = () => {
    const link = selection.hasFocus() && document.activeElement.matches(".review") && document.activeElement.querySelector("a");
    return link ? link.click() : false;
  };
  useKeys("Reviews", rows.length === 0 ? {} : {
    a: ["Opt out", of("approved")], r: ["Not an opt-out", of("rejected")],
    x: ["Select, to decide several", () => (isOpen ? onPick(selection.current) : false)],
    z: ["Undo", () => (lastHeld().length ? onUndo(lastHeld()) : false)],
    j: ["Next", () => selection.move(1)], k: ["Previous", () => selection.move(-1)],
    ArrowDown: ["Next", arrow(1)], ArrowUp: ["Previous", arrow(-1)], Enter: ["The person", open],
  });
}

const whoOf = (reviews) => (reviews.length === 1 ? pretty(reviews[0].recipient) : counted("message", reviews.length));

function List({ rows, hasMore }) {
  const selection = useSelection(rows);
  const [asked, setAsked] = useState(null);
  const [ids, setIds] = useKept("picked", []);
  const picked = rows.filter((row) => isUndecided(row) && ids.includes(row.review.reviewId)).map(({ review }) => review);
  const takeBack = (those) => {
    if (!those.filter(undo).length) return toast("It is stored already. Change the opt-out on the person’s page.");
    toast("Taken back");
    return selection.go(those[0], true);
  };
  const settle = (reviews, choice, actor) => {
    decide(reviews, choice, actor);
    setIds([]);
    const those = reviews.map(({ reviewId }) => reviewId);
    selection.leave(those);
    toast(`${CHOICES[choice].held}: ${whoOf(reviews)}`, { undo: () => takeBack(those) });
  };
  const choose = (reviews, choice) => (myName.value ? settle(reviews, choice, myName.value) : setAsked({ reviews, choice }));
  const onPick = (id) => setIds((known) => (known.includes(id) ? known.filter((one) => one !== id) : [...known, id]));
  useDecisionKeys(rows, selection, { picked, onPick, onDecide: choose, onUndo: takeBack });
  const stored = rows.filter(({ decision }) => decision?.state === "stored").length;
  return html`<ol class="reviews" ref=${selection.list}>${rows.map((row) => html`<${Review} key=${row.review.reviewId} row=${row} isPicked=${picked.includes(row.review)}
      isCurrent=${row.review.reviewId === selection.current} onCurrent=${() => selection.go(row.review.reviewId)} onDecide=${choose} />`)}</ol>
    ${hasMore && html`<p class="reviews-foot soft">More come when some of these are decided.</p>`}
    ${picked.length > 0 && html`<p class="reviews-foot">${counted("message", picked.length)} selected: <${Button} isSmall kind="danger" onPress=${() => choose(picked, "approved")}>Opt out ${picked.length}<//> <${Button} isSmall onPress=${() => choose(picked, "rejected")}>Not opt-outs: ${picked.length}<//></p>`}
    ${stored > 0 && html`<p class="reviews-foot soft">Decided now: ${count(stored)} · <button type="button" class="as-link" onClick=${hideStored}>Hide decided</button></p>`}
    ${asked && html`<${NameDialog} onClose=${() => setAsked(null)} onName=${(name) => settle(asked.reviews, asked.choice, name)} />`}`;
}

const MOST = 100; // what the API gives at once

// "Decided today: 7 · Show decided"; colleagues decide too.
function DecidedToday() {
  const activity = useActivity();
  const stored = [...useSignal(decisions).values()].filter(({ state }) => state === "stored").length;
  useEffect(() => { if (stored) activity.reload(); }, [stored]);
  const number = activity.data?.days[0].decidedReviewCount;
  if (number === undefined) return null;
  return html`<p class="reviews-foot soft">Decided today: ${count(number)} · <a href=${href("opt-outs/reviews", { state: "approved" })}>Show decided</a></p>`;
}

export function Reviews() {
  const found = useResource(`opt-out-reviews?state=open&limit=${MOST}`, { every: 10_000 });
  const rows = useRows(found.data);
  const aside = html`${rows.length > 0 && html`<span class="soft keys-aside">Next <${Key}>↓<//> Undo <${Key}>Z<//></span>`} <${StateChoice} />`;
  return html`<${Card} title="Messages that may be opt-outs" isFlush aside=${aside}>
    <${Shown} of=${found} rows=${4}>${() => (rows.length
      ? html`<${List} rows=${rows} hasMore=${Boolean(found.data.nextCursor)} />`
      : html`<${Empty} icon="shield" title="Nothing to decide" hint="Messages that may be opt-outs, but do not say so clearly, come here. You have ten business days for each." />`)}<//>
    <${DecidedToday} />
  <//>`;
}
