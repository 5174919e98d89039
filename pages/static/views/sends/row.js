// One send in the list. Rows that are not final follow their send, each for itself.

import { count } from "../../data/numbers.js";
import { useResource } from "../../data/resource.js";
import { costInWords, isFinal, progressInWords, stateOf, titleOf, unpricedInWords } from "../../data/sends.js";
import { CATEGORIES } from "../../data/words.js";
import { StackBar } from "../../parts/bar.js";
import { Chip, Phone, StatusChip, Time } from "../../parts/chip.js";
import { html, useRef } from "../../parts/html.js";

const FAST_MS = 3_000;
const SLOW_MS = 10_000;
const LATE_REPORTS_MS = 30_000;

// The newest that is known of a send; asked for more slowly while nothing changes, or only reports are
// missing.
function useLive(listed) {
  const last = useRef(null);
  const every = (send) => {
    if (send && isFinal(send)) return Infinity;
    if (send?.status === "completed") return LATE_REPORTS_MS;
    const isChanged = send !== last.current;
    last.current = send;
    return isChanged ? FAST_MS : SLOW_MS;
  };
  const { data } = useResource(isFinal(listed) ? null : `sms/${listed.sendId}`, { every });
  return data ?? listed;
}

function Name({ send }) {
  return html`<span class="two-lines"><span class="send-name"><b class=${send.campaign ? "" : "soft"} dir="auto">${titleOf(send)}</b>
    ${send.category !== "transactional" && html`<${Chip} tone="outline">${CATEGORIES[send.category].toLowerCase()}<//>`}</span>
    <span class="soft send-one-line" dir="auto">${send.message}</span></span>`;
}

function Progress({ send, pausedAt }) {
  const live = useLive(send);
  return html`<div class="progress-cell"><${StackBar} counts=${live.counts} /><span class="soft send-one-line" title=${progressInWords(live, pausedAt)}>${progressInWords(live, pausedAt)}</span></div>`;
}

const State = ({ send }) => html`<${StatusChip} status=${stateOf(useLive(send))} />`;

const Cost = ({ send }) => {
  const live = useLive(send);
  return html`<span title=${unpricedInWords(live)}>${costInWords(live)}</span>`;
};

// `pausedSince`: by own number, since when it is paused.
export const columnsOf = (pausedSince) => [
  { name: "send", head: "Send", isWide: true, cell: (send) => html`<${Name} send=${send} />` },
  { name: "from", head: "From", isSecondary: true, cell: (send) => html`<${Phone} number=${send.from} />` },
  { name: "progress", head: "Progress", isWide: true, cell: (send) => html`<${Progress} send=${send} pausedAt=${pausedSince.get(send.from)} />` },
  { name: "status", head: "Status", cell: (send) => html`<${State} send=${send} />` },
  { name: "recipients", head: "Recipients", isNumber: true, cell: (send) => count(send.recipientCount) },
  { name: "cost", head: "Cost (est.)", isNumber: true, isSecondary: true, cell: (send) => html`<${Cost} send=${send} />` },
  { name: "accepted", head: "Accepted", isNumber: true, cell: (send) => html`<${Time} at=${send.acceptedAt} isClock />` },
];
