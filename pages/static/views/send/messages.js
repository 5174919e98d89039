// The messages of a send, by status and then by reason. The table changes only when it is asked to.

import { ask, download, withQuery } from "../../data/api.js";
import { count, counted } from "../../data/numbers.js";
import { href, useKept } from "../../data/route.js";
import { BAR_ORDER, reasonInWords, reasonWithCode } from "../../data/sends.js";
import { STATUSES, deliveryTime, waitInWords } from "../../data/words.js";
import { Button, useCurrentInView } from "../../parts/controls.js";
import { Phone, StatusChip, Time } from "../../parts/chip.js";
import { html, useEffect, useState } from "../../parts/html.js";
import { useRowKeys } from "../../parts/row-keys.js";
import { Empty, Loading, TroubleNotice } from "../../parts/states.js";
import { More, Table } from "../../parts/table.js";

const PAGE = 50;

async function pagesOf(path, number) {
  const found = { rows: [], cursor: null };
  do {
    const page = await ask(withQuery(path, { after: found.cursor, limit: PAGE }));
    found.rows.push(...page.messages);
    found.cursor = page.nextCursor ?? null;
  } while (found.cursor && found.rows.length < number);
  return found;
}

// The loaded messages of a path: { rows, cursor, counts }, where `counts` are those of the send then.
function useMessages(path, counts) {
  const [found, keep] = useKept(`messages of ${path}`, null);
  const [{ isLoading, trouble }, setState] = useState({ isLoading: false, trouble: null });
  async function load(work) {
    setState({ isLoading: true, trouble: null });
    try {
      keep(await work());
      setState({ isLoading: false, trouble: null });
    } catch (error) {
      setState({ isLoading: false, trouble: error });
    }
  }
  const reload = () => load(async () => ({ ...await pagesOf(path, found?.rows.length ?? 1), counts }));
  const more = () => load(async () => {
    const page = await ask(withQuery(path, { after: found.cursor, limit: PAGE }));
    return { ...found, rows: [...found.rows, ...page.messages], cursor: page.nextCursor ?? null };
  });
  useEffect(() => { if (!found) reload(); }, [path, found === null]);
  return { found, isLoading, trouble, reload, more };
}

// How many messages have another status now than when they were read.
function changedSince(before, now, status) {
  const names = status ? [status] : Object.keys({ ...before, ...now });
  const moved = names.map((name) => Math.abs((now[name] ?? 0) - (before[name] ?? 0)));
  return status ? moved[0] : moved.reduce((sum, number) => sum + number, 0) / 2;
}

const toRows = (send, status, reason = "") => href(`sends/${send.sendId}`, { status, reason });

function StatusTabs({ send, chosen }) {
  const tab = (status, name, number) => html`<a key=${status} href=${toRows(send, status)} aria-current=${status === chosen ? "page" : undefined}>${name} <span class="tab-count">${count(number)}</span></a>`;
  const row = useCurrentInView(chosen);
  return html`<nav class="tabs" aria-label="Messages by status" ref=${row}>${tab("", "All", send.recipientCount)}
    ${BAR_ORDER.filter((status) => send.counts[status] || status === chosen).map((status) => tab(status, STATUSES[status][0], send.counts[status] ?? 0))}</nav>`;
}

function Reasons({ send, status, chosen }) {
  const reasons = send.reasons.filter((one) => one.status === status);
  if (reasons.length < 2 && !chosen) return html`<span></span>`;
  const link = (code, name, number) => html`<a key=${code} class="send-reason" href=${toRows(send, status, code)} aria-current=${code === chosen ? "true" : undefined}>${name} <b>${count(number)}</b></a>`;
  return html`<div class="reasons" role="group" aria-label="Reasons">${link("", "All reasons", send.counts[status] ?? 0)}
    ${reasons.map((one) => link(one.code, reasonInWords(one), one.count))}</div>`;
}

function Csv({ send, status, reason }) {
  const [{ isRunning, trouble }, setState] = useState({ isRunning: false, trouble: null });
  const save = async () => {
    setState({ isRunning: true, trouble: null });
    const path = withQuery(`sms/${send.sendId}/messages`, { status, errorCode: reason });
    const error = await download(path, `messages-${send.sendId.slice(0, 10)}${status ? `-${status}` : ""}.csv`).then(() => null, (failure) => failure);
    setState({ isRunning: false, trouble: error });
  };
  return html`<${Button} isSmall kind="quiet" icon="download" busy=${isRunning && "Reading…"} onPress=${save}>CSV<//>
    <${TroubleNotice} trouble=${trouble} title="The file was not made." />`;
}

function why(message) {
  if (message.waitingFor) return waitInWords(message);
  return message.error ? reasonWithCode(message.error) : "";
}

const COLUMNS = [
  { name: "recipient", head: "Recipient", cell: ({ to }) => html`<${Phone} number=${to} />` },
  { name: "status", head: "Status", cell: ({ status }) => html`<${StatusChip} status=${status} />` },
  { name: "reason", head: "Reason", cell: (message) => html`<span class="soft" title=${message.error?.carrierMessage}>${why(message)}</span>` },
  { name: "segments", head: "Segments", isNumber: true, cell: ({ segmentCount }) => count(segmentCount) },
  { name: "took", head: "Delivered in", isNumber: true, cell: (message) => html`<span class="soft">${deliveryTime(message)}</span>` },
  { name: "updated", head: "Updated", isNumber: true, cell: ({ updatedAt }) => html`<${Time} at=${updatedAt} />` },
];

function Rows({ send, status, reason, messages }) {
  const { found, isLoading, trouble, more } = messages;
  if (!found) return trouble ? html`<${TroubleNotice} trouble=${trouble} actions=${html`<${Button} onPress=${messages.reload}>Try again<//>`} />` : html`<${Loading} rows=${5} />`;
  const total = reason ? send.reasons.find((one) => one.status === status && one.code === reason)?.count : status ? send.counts[status] : send.recipientCount;
  if (found.rows.length === 0) return html`<${Empty} isNoMatch title=${`No ${status || ""} messages`}><${Button} href=${toRows(send, "")}>All messages<//><//>`;
  return html`<${Table} label="Messages" columns=${COLUMNS} rows=${found.rows} keyOf=${({ messageId }) => messageId} isOver hrefOf=${({ messageId }) => href(`messages/${messageId}`)} />
    ${found.cursor && html`<p class="soft send-shown-of">${count(found.rows.length)} of ${count(total ?? found.rows.length)}</p>`}
    <${More} hasMore=${Boolean(found.cursor)} isLoading=${isLoading} trouble=${trouble} onMore=${more} />`;
}

export function Messages({ send, query }) {
  const { status = "", reason = "" } = query;
  useRowKeys("Messages");
  const messages = useMessages(withQuery(`sms/${send.sendId}/messages`, { status, errorCode: reason }), send.counts);
  const changes = messages.found ? Math.round(changedSince(messages.found.counts, send.counts, status)) : 0;
  return html`<section class="card flush send-messages" aria-label="Messages">
    <${StatusTabs} send=${send} chosen=${status} />
    <div class="reasons-row"><${Reasons} send=${send} status=${status} chosen=${reason} /><${Csv} send=${send} status=${status} reason=${reason} /></div>
    ${changes > 0 && html`<p class="send-changes" role="status">${counted("change", changes)} · <button type="button" class="as-link" onClick=${messages.reload}>Show</button></p>`}
    <${Rows} send=${send} status=${status} reason=${reason} messages=${messages} />
  </section>`;
}
