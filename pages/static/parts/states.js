// What stands where rows are not: loading, empty, no match, trouble. And notices.

import { connection } from "../data/connection.js";
import { useSignal } from "../data/signal.js";
import { ZONE_SHORT, clock } from "../data/times.js";
import { html, classes, useEffect, useState } from "./html.js";
import { Icon } from "./icon.js";

const PATIENCE_MS = 150;
const LATE_MS = 5_000;

// A fact that explains waiting (info), needs a decision (warn) or broke (bad). At most two `actions`.
export function Notice({ tone = "info", icon, title, actions, isAlert, children }) {
  const sign = icon ?? { info: "info", warn: "triangle", bad: "triangle", good: "tick" }[tone];
  return html`<div class=${classes("notice", tone)} role=${isAlert ? "alert" : undefined}>
    <${Icon} name=${sign} /><div class="notice-words">${title && html`<strong>${title}</strong> `}${children}</div>
    ${actions && html`<div class="actions">${actions}</div>`}</div>`;
}

export const RequestId = ({ trouble: { requestId } }) =>
  requestId && html`<code class="request-id" title="The id of the request, for support">${requestId}</code>`;

// What went wrong with a request, where the action was: its words, and the request's id to copy.
export function TroubleNotice({ trouble, title, actions }) {
  if (!trouble) return null;
  return html`<${Notice} tone="bad" title=${title} actions=${actions} isAlert>${trouble.message} <${RequestId} trouble=${trouble} /><//>`;
}

// Rows to come, in their shape: `rows` of them, with a round picture at the left if `hasMark`.
export function Loading({ rows = 6, hasMark, isSlow }) {
  const [isShown, setShown] = useState(false);
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timers = [setTimeout(() => setShown(true), PATIENCE_MS), setTimeout(() => setLate(true), LATE_MS)];
    return () => timers.forEach(clearTimeout);
  }, []);
  const isStill = isSlow || isLate;
  return html`<div class=${classes("loading", isShown && "shown")} aria-busy="true" role="status">
    <span class=${isStill ? "hint" : "unseen"}>${isStill ? "Still loading…" : "Loading…"}</span>
    ${Array.from({ length: rows }, (_, at) => html`<div class=${classes("ghost", `ghost-${at % 3}`)} key=${at}>${hasMark && html`<i></i>`}<b></b><b></b></div>`)}
  </div>`;
}

// Nothing there yet: says what would be here; `children` is the first step. With `isNoMatch` the
// filters let nothing through, and `children` offers wider ones.
export function Empty({ icon = "info", title, hint, isNoMatch, children }) {
  return html`<div class="empty"><span class=${classes("empty-sign", isNoMatch && "plain")}><${Icon} name=${isNoMatch ? "filter" : icon} /></span>
    <p class="empty-title">${title}</p>${hint && html`<p>${hint}</p>`}${children && html`<div class="actions">${children}</div>`}</div>`;
}

// The trouble that a list shows in place of rows, or null: denied and down are said by the shell. What
// fails while the app answers others is said here, unless there are rows of before.
export function useTroubleHere(error, { isRead = false } = {}) {
  const isLive = useSignal(connection).state === "live";
  if (!error || error.isDenied) return null;
  return !error.isPassing || (isLive && !isRead) ? error : null;
}

// A resource of data/resource.js, as it stands: its rows (`children(data)`), a skeleton, or what went
// wrong. While it cannot be read, old data stay, with their time.
export function Shown({ of: resource, rows, hasMark, missing, children }) {
  const { data, asOf, error, isSlow } = resource;
  const isStale = (useSignal(connection).state === "down" || error?.isPassing) && asOf;
  const trouble = useTroubleHere(error);
  if (data) return html`${isStale && html`<p class="stale-since soft">As of ${clock(asOf)} ${ZONE_SHORT}</p>`}${children(data)}`;
  if (error?.isMissing && missing) return missing;
  if (trouble) return html`<${TroubleNotice} trouble=${trouble} />`;
  return html`<${Loading} rows=${rows} hasMark=${hasMark} isSlow=${isSlow} />`;
}
