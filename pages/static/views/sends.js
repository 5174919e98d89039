// All sends, newest first by day, each with its progress.

import { withQuery } from "../data/api.js";
import { usePages } from "../data/pages.js";
import { useResource } from "../data/resource.js";
import { href } from "../data/route.js";
import { announce } from "../parts/dialog.js";
import { Button } from "../parts/controls.js";
import { html, useEffect, useState } from "../parts/html.js";
import { Page } from "../parts/page.js";
import { useRowKeys } from "../parts/row-keys.js";
import { Empty, Loading, TroubleNotice, useTroubleHere } from "../parts/states.js";
import { More, NewRows, Table } from "../parts/table.js";
import { Export } from "./sends/export.js";
import { SendFilters, isNarrowed, noMatchInWords, pathOf } from "./sends/filters.js";
import { columnsOf } from "./sends/row.js";
import { groupsOf, useSingles } from "./sends/days.js";

const EVERY_MS = 10_000;
const ANY_DAYS = { day: "", from: "", to: "" };
const sendId = (send) => send.sendId;

// Sends that were accepted since the list was read: asked for from its newest on, which is cheap.
function useNewer(path, pages) {
  const newest = pages.rows[0]?.acceptedAt;
  const { data, asOf } = useResource(newest ? withQuery(path, { from: newest }) : null, { every: EVERY_MS });
  const known = new Set(pages.rows.map(sendId));
  const rows = (data?.sends ?? []).filter((send) => !known.has(send.sendId));
  useEffect(() => { if (rows.length) announce(`${rows.length} new sends`); }, [rows.length]);
  return { asOf, number: rows.length, show: () => pages.change((old) => [...rows, ...old]) };
}

function Nothing({ query, hasMore }) {
  if (hasMore) return html`<${Empty} icon="search" title="Nothing yet" hint="Older sends are still being searched." />`;
  if (!isNarrowed(query)) {
    return html`<${Empty} icon="plane" title="No sends in this time" hint="Send a first message here, or with POST /api/sms.">
      <${Button} kind="primary" icon="plus" href=${href("sends/new")}>New send<//>
      <${Button} href=${href("sends", { ...query, ...ANY_DAYS, days: 90 })}>Last 90 days<//><//>`;
  }
  return html`<${Empty} isNoMatch title=${noMatchInWords(query)} hint="A send may be older.">
    <${Button} href=${href("sends", { ...query, ...ANY_DAYS, days: 30 })}>Last 30 days<//>
    <${Button} kind="quiet" href=${href("sends")}>Clear filters<//><//>`;
}

export default function Sends({ query }) {
  useRowKeys("Sends");
  const path = pathOf(query);
  const pages = usePages(path, { items: "sends", keyOf: sendId, every: pathIsEmpty });
  const newer = useNewer(path, pages);
  const senders = useResource("senders", { every: 60_000 }).data?.senders ?? [];
  const pausedSince = new Map(senders.filter(({ paused }) => paused).map((one) => [one.sender, one.pausedSince]));
  const singles = useSingles(query);
  // A reason leads to the messages that have it.
  const messages = query.reason ? { status: query.status ?? "failed", reason: query.reason } : {};
  const hrefOf = (send) => href(`sends/${send.sendId}`, messages);
  const groups = groupsOf(pages, singles, query);
  const [trouble, setTrouble] = useState(null);
  const actions = html`<${Export} path=${path} isDisabled=${pages.rows.length === 0} onTrouble=${setTrouble} />
    <${Button} kind="primary" icon="plus" href=${href("sends/new")}>New send<//>`;
  const { error, isSlow, asOf } = pages.first;
  const readAt = newer.asOf ?? asOf;
  const isUnread = pages.first.data === null && pages.rows.length === 0;
  const refusal = useTroubleHere(error, { isRead: !isUnread });
  return html`<${Page} title="Sends" actions=${actions}>
    <${SendFilters} query=${query} pages=${pages} senders=${senders} asOf=${readAt} />
    <${TroubleNotice} trouble=${trouble} title="The file was not saved." />
    <${NewRows} number=${newer.number} noun="send" onShow=${newer.show} />
    ${refusal && html`<${TroubleNotice} trouble=${refusal} actions=${html`<${Button} href=${href("sends")}>Clear filters<//>`} />`}
    ${isUnread
      ? !refusal && html`<div class="card"><${Loading} rows=${8} isSlow=${isSlow} /></div>`
      : groups.length === 0
        ? html`<div class="card"><${Nothing} query=${query} hasMore=${pages.hasMore} /></div>`
        : html`<div class="of-sends"><${Table} label="Sends" columns=${columnsOf(pausedSince)} groups=${groups} keyOf=${sendId} hrefOf=${hrefOf} /></div>`}
    <${More} hasMore=${pages.hasMore} isLoading=${pages.isLoadingMore} trouble=${pages.trouble} onMore=${pages.loadMore} />
  <//>`;
}

// An empty list is asked for again: there is no newest send to ask from.
const pathIsEmpty = (data) => (data && data.sends.length === 0 ? EVERY_MS : Infinity);
