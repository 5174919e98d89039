// What the app says the send would do, and the card that shows it.

import { ask } from "../../data/api.js";
import { saveCsv } from "../../data/csv-file.js";
import { count, counted, money } from "../../data/numbers.js";
import { clock, planned } from "../../data/times.js";
import { Phone } from "../../parts/chip.js";
import { Button } from "../../parts/controls.js";
import { html, useEffect, useRef, useState } from "../../parts/html.js";
import { Card, Facts } from "../../parts/page.js";
import { Empty, Loading, Notice, TroubleNotice } from "../../parts/states.js";

const FEW = 200;
const SOON_MS = 400;
const ALL_MS = 1_500;
const STEP_MS = 120;
const RETRY_MS = 5_000;

// { preview, isPartial, isCurrent, trouble, isAsking }; `isCurrent`: it is of this very body. The first 200 recipients 400 ms after typing, all of
// them 1.5 s after; an older response never replaces a newer one. `body` null: nothing to ask.
export function usePreview(body, index) {
  const [state, setState] = useState({ preview: null });
  const [attempt, setAttempt] = useState(0);
  const round = useRef(0);
  const written = body && JSON.stringify(body);
  const last = useRef(written);
  useEffect(() => {
    const mine = (round.current += 1);
    const isStep = last.current === written && state.preview && !state.isPartial;
    last.current = written;
    if (!body) return setState({ preview: null });
    const abort = new AbortController();
    const isLong = body.to.length > FEW;
    const look = async (to, isPartial) => {
      setState((was) => ({ ...was, isAsking: true }));
      try {
        const path = `preview?recipient=${Math.min(index, to.length - 1)}`;
        const preview = await ask(path, { method: "POST", body: { ...body, to }, signal: abort.signal });
        if (mine === round.current) setState({ preview, isPartial, trouble: null, of: written });
      } catch (trouble) {
        if (mine === round.current && trouble.name !== "AbortError") setState((was) => ({ ...was, trouble, isAsking: false }));
      }
    };
    const timers = isStep ? [setTimeout(() => look(body.to, false), STEP_MS)]
      : [setTimeout(() => look(body.to.slice(0, FEW), isLong), SOON_MS), ...(isLong ? [setTimeout(() => look(body.to, false), ALL_MS)] : [])];
    return () => { timers.forEach(clearTimeout); abort.abort(); };
  }, [written, index, attempt]);
  useEffect(() => {
    if (!state.trouble?.isPassing) return undefined;
    const timer = setTimeout(() => setAttempt((count) => count + 1), Math.max(RETRY_MS, state.trouble.retryAfter * 1_000));
    return () => clearTimeout(timer);
  }, [state.trouble]);
  return { ...state, isCurrent: state.of === written };
}

const quietCount = (preview, isBlocked) =>
  ((preview.quietHours?.policy === "block") === isBlocked && preview.quietHours?.recipientCount) || 0;
const blockedCount = (preview) => quietCount(preview, true);

// Those who get it, now or later: not the opted out, nor those whose quiet hours block it.
export const sentCount = (preview) => preview.recipientCount - preview.suppressedCount - blockedCount(preview);

export const laterCount = (preview) => quietCount(preview, false);

export const NO_PRICE = "No price";

// "$35.42", `NO_PRICE`, or "$3.20 + 12 without a price".
export function costInWords({ cost }, recipients) {
  if (!cost.unpricedCount) return money(cost.amount, cost.currency);
  if (cost.unpricedCount >= recipients) return NO_PRICE;
  return `${money(cost.amount, cost.currency)} + ${count(cost.unpricedCount)} without a price`;
}

const minutesInWords = ({ expectedMinutes }) =>
  expectedMinutes ? `, about ${counted("minute", expectedMinutes)}` : "";

// [name, value] of what becomes of the messages; `rejected` are those that the app refuses.
export function outcomeRows(preview, sendAt) {
  const [sent, later, blocked] = [sentCount(preview), laterCount(preview), blockedCount(preview)];
  const from = preview.quietHours?.earliestAt ? `, from ${planned(preview.quietHours.earliestAt)}` : "";
  return [
    ["Will be sent", count(sent)],
    ["Opted out, not sent", preview.suppressedCount ? count(preview.suppressedCount) : ""],
    ["Refused, not sent", preview.rejected.length ? count(preview.rejected.length) : ""],
    [sendAt ? `Sent ${planned(sendAt)}${minutesInWords(preview)}` : `Sent now${minutesInWords(preview)}`, sent > later || !later ? count(sent - later) : ""],
    ["In quiet hours, not sent", blocked ? count(blocked) : ""],
    ["After quiet hours, recipient time", later ? `${count(later)}${from}` : ""],
    [`Segments, ${preview.encoding === "ucs2" ? "UCS-2" : "GSM-7"}`, `up to ${count(preview.segmentCount)} each, ${count(preview.segmentTotal)}`],
  ];
}

// By reason, the most frequent first: [reason, number].
function reasonsOf(rejected) {
  const counts = new Map();
  for (const { reason } of rejected) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

// Whom the app refuses, and why. With `recipients` their numbers can be saved.
export function Refusals({ preview: { rejected }, recipients }) {
  if (!rejected.length) return null;
  const save = () => saveCsv("refused-numbers.csv", [["number", "reason"], ...rejected.map(({ position, reason }) => [recipients[position].number, reason])]);
  return html`<${Notice} tone="warn" title=${`${counted("number is", rejected.length, "numbers are")} refused.`}
    actions=${recipients && html`<${Button} isSmall icon="download" onPress=${save}>Download<//>`}>
    ${reasonsOf(rejected).map(([reason, number]) => html`<span class="refusal" key=${reason}>${count(number)}: ${reason}</span>`)}<//>`;
}

function Sample({ recipient, values }) {
  const about = { suppressed: "Opted out: not sent", scheduled: "Waits for its time" }[recipient.status];
  const quiet = recipient.notBefore && `Sent at ${clock(recipient.notBefore)}: quiet hours until then`;
  return html`<div class="sample"><p class="sample-head"><span class="sample-to">To <${Phone} number=${recipient.to} /></span><span dir="auto">${values}</span></p>
    <p class="sample-text" dir="auto">${recipient.text}</p>
    <p class="sample-about">${[counted("segment", recipient.segmentCount), about ?? quiet].filter(Boolean).join(" · ")}</p></div>`;
}

// `isBare`: without its card, for a place that has a head of its own.
export function PreviewCard({ state, isReady, recipients, index, onIndex, sendAt, isBare }) {
  const { preview, isPartial, trouble, isAsking } = state;
  const total = recipients.length;
  const valuesOf = (number) => Object.values(recipients.find((one) => one.number === number)?.values ?? {}).join(", ");
  const of = preview ? preview.recipient.index + 1 : index + 1;
  const stepper = preview && html`<span class="stepper"><${Button} kind="quiet" isSmall icon="left" label="Previous recipient" isDisabled=${index === 0} onPress=${() => onIndex(index - 1)} />
    <span>${count(of)} of ${count(total)}</span>
    <${Button} kind="quiet" isSmall icon="right" label="Next recipient" isDisabled=${index >= total - 1} onPress=${() => onIndex(index + 1)} /></span>`;
  const inside = html`${trouble && html`<${TroubleNotice} trouble=${trouble} />`}
    ${!preview && !trouble && (isReady ? html`<${Loading} rows=${3} />` : html`<${Empty} icon="plane" title="Nothing to show yet" hint="With an own number, a recipient and a text, this shows what each person gets and what it costs." />`)}
    ${preview && html`<div class="stack"><${Sample} recipient=${preview.recipient} values=${valuesOf(preview.recipient.to)} />
      ${preview.longestIndex !== preview.recipient.index && total > 1 && html`<button type="button" class="as-link" onClick=${() => onIndex(preview.longestIndex)}>Show the longest text</button>`}
      <${Facts} rows=${[...outcomeRows(preview, sendAt), ["Cost (estimate)", html`<b>${costInWords(preview, sentCount(preview))}</b>`]]} />
      ${!isPartial && html`<${Refusals} preview=${preview} recipients=${state.isCurrent && recipients} />`}
      <p class="hint small-words">${isPartial ? `Of the first ${FEW} recipients; all of them follow.` : `Prices: ${preview.cost.source}.`}</p></div>`}`;
  if (isBare) return html`${stepper}${inside}`;
  return html`<${Card} title="Preview" aside=${stepper} aria-busy=${isAsking ? "true" : "false"}>${inside}<//>`;
}
