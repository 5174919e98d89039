// One conversation in the list.

import { inFull, waitingTime, whenInParts } from "../../data/times.js";
import { pretty } from "../../data/words.js";
import { Chip } from "../../parts/chip.js";
import { html, classes } from "../../parts/html.js";
import { draftOf } from "./drafts.js";
import { idOf } from "./names.js";
import { hasFailed } from "./thread-data.js";

function signOf({ assignee, isDone, loopStoppedAt, optOutState, replyFailedAt }, isFailed) {
  if (isFailed || (replyFailedAt && !isDone)) return html`<${Chip} tone="bad">Reply failed<//>`;
  if (optOutState === "opted_out") return html`<${Chip} icon="shield">Opted out<//>`;
  if (loopStoppedAt) return html`<${Chip} tone="warn" icon="triangle">Loop stopped<//>`;
  return assignee && html`<${Chip}>${assignee}<//>`;
}

// What only a screen reader is told: the rest of a row's name is what it shows.
function unseenOf({ waitingSince }, isUnread) {
  const words = [waitingSince && `waits ${waitingTime(waitingSince)}`, isUnread && "unread"].filter(Boolean);
  return words.length > 0 && html`<span class="unseen">${words.join(", ")}</span>`;
}

// The time of day gives way to the number where both do not fit.
function When({ at }) {
  const [first, second] = whenInParts(at);
  return html`<time datetime=${at} title=${inFull(at)}><span>${first}</span> <span>${second}</span></time>`;
}

export function Row({ thread, address, isOpen, isStop, onFocus }) {
  const draft = draftOf(idOf(thread)).text;
  const isFailed = hasFailed(idOf(thread));
  const isUnread = thread.unreadCount > 0 && !thread.isDone;
  const mine = thread.lastDirection === "outbound" && !draft && html`<span class="soft">You: </span>`;
  return html`<li><a class=${classes("thread-row", isUnread && "unread")} href=${address} data-id=${idOf(thread)} tabindex=${isStop ? 0 : -1}
    aria-current=${isOpen ? "true" : undefined} onFocus=${onFocus}>
    <span class="avatar" aria-hidden="true">${thread.user.slice(-2)}</span>
    <span class="row-name">${pretty(thread.user)}</span><${When} at=${thread.lastAt} />${unseenOf(thread, isUnread)}
    <span class="row-text" dir="auto">${draft ? html`<b class="draft">Draft</b> ${draft}` : html`${mine}${thread.lastText}`}</span>
    <span class="row-foot"><span class="row-own">to ${pretty(thread.sender)}</span>${signOf(thread, isFailed)}</span>
  </a></li>`;
}
