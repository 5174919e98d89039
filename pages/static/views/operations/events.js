// Parked events of one kind: delivery reports on unknown sends, or events that cannot be used.

import { html, useState } from "../../parts/html.js";
import { Time } from "../../parts/chip.js";
import { Card, Page } from "../../parts/page.js";
import { Empty, Shown } from "../../parts/states.js";
import { More } from "../../parts/table.js";
import { ask, withQuery } from "../../data/api.js";
import { useResource } from "../../data/resource.js";
import { href } from "../../data/route.js";

const KINDS = {
  reports: { title: "Parked delivery reports", hint: "They wait 72 hours for their send, and are joined with it within five minutes once it is known." },
  events: { title: "Unusable events", hint: "Kept for 30 days, so that you can see what Event Grid delivered and correct its cause." },
};

function Row({ event }) {
  return html`<li class="operations-event"><div><b>${event.reason}</b><span class="soft small-words">${event.type || "No type"} · <${Time} at=${event.occurredAt} /></span></div>
    <details><summary>Data</summary><pre tabindex="0" dir="auto">${event.data}</pre></details></li>`;
}

function Rows({ kind, first }) {
  const [more, setMore] = useState({ events: [], cursor: first.nextCursor });
  const load = async () => {
    setMore({ ...more, isLoading: true, trouble: null });
    try {
      const page = await ask(withQuery(`parked-events?limit=50`, { kind, after: more.cursor }));
      setMore({ events: [...more.events, ...page.events], cursor: page.nextCursor });
    } catch (trouble) {
      setMore({ ...more, isLoading: false, trouble });
    }
  };
  return html`<ul class="operations-lines">${[...first.events, ...more.events].map((event) => html`<${Row} key=${event.parkedEventId} event=${event} />`)}</ul>
    <${More} hasMore=${Boolean(more.cursor)} isLoading=${more.isLoading} trouble=${more.trouble} onMore=${load} />`;
}

export function Events({ kind }) {
  const page = useResource(`parked-events?limit=50&kind=${kind}`);
  const { title, hint } = KINDS[kind];
  return html`<${Page} title=${title} up=${{ href: href("operations"), name: "Operations" }}><p class="soft">${hint}</p>
    <${Card} isFlush aria-label=${title}><${Shown} of=${page} rows=${4}>${(first) => (first.events.length
      ? html`<${Rows} kind=${kind} first=${first} />`
      : html`<${Empty} icon="tick" title="There are none." />`)}<//><//><//>`;
}
