// One message with its history: a drawer over the view that it came from, or a page of its own.

import { count } from "../data/numbers.js";
import { useResource } from "../data/resource.js";
import { href } from "../data/route.js";
import { reasonInWords } from "../data/sends.js";
import { CATEGORIES, STATUSES, pretty, waitInWords } from "../data/words.js";
import { Button } from "../parts/controls.js";
import { Phone, StatusChip } from "../parts/chip.js";
import { Drawer } from "../parts/dialog.js";
import { html } from "../parts/html.js";
import { Facts, Page } from "../parts/page.js";
import { Empty, Notice, Shown } from "../parts/states.js";
import { Timeline } from "../parts/timeline.js";

const EVERY_MS = 3_000;
const MOVING = new Set(["scheduled", "queued", "sending", "sent"]);
const ENCODINGS = { gsm7: "GSM-7", ucs2: "UCS-2" };

const EVENTS = {
  accepted: "Accepted", sending: "Handed to the carrier", sent: "The carrier took it",
  delivered: "Delivered", failed: "Failed", suppressed: "Not sent: suppressed", expired: "Not sent: expired",
  cancelled: "Not sent: cancelled", simulated: "Not sent: trial mode", unknown: "The connection broke", uncertain: "The carrier did not answer",
  resend: "Resent as a new message", redrive: "Redriven",
};

const toTimeline = ({ at, event, detail }, index) => ({ key: index, at, words: EVENTS[event] ?? event, more: detail && event !== "sent" ? detail : "" });

function Why({ message }) {
  const { error, waitingText } = message;
  const waiting = message.waitingFor ? waitInWords(message) : "";
  if (waiting) return html`<${Notice} tone="info" icon="clock" title=${`${waiting}.`}>${waitingText ?? ""}<//>`;
  if (!error) return null;
  const tone = message.status === "failed" ? "bad" : message.status === "unknown" ? "warn" : "info";
  return html`<${Notice} tone=${tone} title=${`${reasonInWords(error)}.`}>
    ${error.message} <code title="The code of this reason">${error.code}</code>${error.carrierMessage && html`<span class="carrier-words soft">The carrier’s words: ${error.carrierMessage}</span>`}<//>`;
}

function Details({ message }) {
  return html`<div class="message-head"><${StatusChip} status=${message.status} /><span class="soft">${STATUSES[message.status]?.[3]}</span></div>
    <${Why} message=${message} />
    <p class="sent-text" dir="auto">${message.message}</p>
    <${Facts} rows=${[
      ["To", html`<${Phone} number=${message.to} isLink />`],
      ["From", html`<${Phone} number=${message.from} />`],
      ["Send", html`<a href=${href(`sends/${message.sendId}`)}><bdi>${message.campaign ?? "No campaign"}</bdi></a>`],
      ["Category", CATEGORIES[message.category]],
      ["Segments", `${count(message.segmentCount)} · ${ENCODINGS[message.encoding]}`],
      ["Reference", message.reference && html`<code>${message.reference}</code>`],
      ["Message id", html`<code>${message.messageId}</code>`],
      ["Carrier’s id", message.providerMessageId && html`<code>${message.providerMessageId}</code>`],
    ]} />
    <section><h2>History</h2><${Timeline} entries=${message.history.map(toTimeline)} /></section>`;
}

const Missing = () => html`<${Empty} title="There is no such message." hint="The address may have been copied in part."><${Button} href=${href("sends")}>All sends<//><//>`;

export default function Message({ rest, isDrawer }) {
  const every = (message) => (message && !MOVING.has(message.status) ? Infinity : EVERY_MS);
  const resource = useResource(`messages/${encodeURIComponent(rest[0])}`, { every });
  const title = resource.data ? `Message to ${pretty(resource.data.to)}` : "Message";
  const inside = html`<${Shown} of=${resource} rows=${4} missing=${html`<${Missing} />`}>${(message) => html`<${Details} message=${message} />`}<//>`;
  if (isDrawer) return html`<${Drawer} title=${title}>${inside}<//>`;
  return html`<${Page} title=${title} up=${{ href: href("sends"), name: "Sends" }}><div class="card message-page">${inside}</div><//>`;
}
