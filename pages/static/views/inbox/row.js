// One conversation in the list.

import { waitingTime, when } from "../../data/times.js";
import { pretty } from "../../data/words.js";
import { Chip, Time } from "../../parts/chip.js";
import { html, classes } from "../../parts/html.js";
import { draftOf } from "./drafts.js";
import { idOf } from "./names.js";
import { hasFailed } from "./thread-data.js";

const NAMED_CHARACTERS = 60;

function signOf({ assignee, loopStoppedAt, optOutState }, isFailed) {
  if (isFailed) return html`<${Chip} tone="bad">Reply failed<//>`;
  if (optOutState === "opted_out") return html`<${Chip} icon="shield">Opted out<//>`;
  if (loopStoppedAt) return html`<${Chip} tone="warn" icon="triangle">Loop stopped<//>`;
  return assignee && html`<${Chip}>${assignee}<//>`;
}

// What a screen reader says of a row.
function nameOf(thread, { draft, isFailed, isUnread }) {
  const { user, lastText, waitingSince, lastAt } = thread;
  return [
    pretty(user), waitingSince ? `waits ${waitingTime(waitingSince)}` : when(lastAt), isUnread && "unread",
    draft && "draft", isFailed && "reply failed", (draft || lastText).slice(0, NAMED_CHARACTERS),
  ].filter(Boolean).join(", ");
}

export function Row({ thread, address, isOpen, isStop, onFocus }) {
  const draft = draftOf(idOf(thread)).text;
  const isFailed = hasFailed(idOf(thread));
  const isUnread = thread.unreadCount > 0 && !thread.isDone;
  const mine = thread.lastDirection === "outbound" && !draft && html`<span class="soft">You: </span>`;
  return html`<li><a class=${classes("thread-row", isUnread && "unread")} href=${address} data-id=${idOf(thread)} tabindex=${isStop ? 0 : -1}
    aria-current=${isOpen ? "true" : undefined} aria-label=${nameOf(thread, { draft, isFailed, isUnread })} onFocus=${onFocus}>
    <span class="avatar" aria-hidden="true">${thread.user.slice(-2)}</span>
    <span class="row-name">${pretty(thread.user)}</span><${Time} at=${thread.lastAt} />
    <span class="row-text" dir="auto">${draft ? html`<b class="draft">Draft</b> ${draft}` : html`${mine}${thread.lastText}`}</span>
    <span class="row-foot"><span class="row-own">to ${pretty(thread.sender)}</span>${signOf(thread, isFailed)}</span>
  </a></li>`;
}
