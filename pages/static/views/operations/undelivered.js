// Dead letters with their replay, and events that could not be used.

import { html, useState } from "../../parts/html.js";
import { Button } from "../../parts/controls.js";
import { toast } from "../../parts/dialog.js";
import { Card } from "../../parts/page.js";
import { Shown } from "../../parts/states.js";
import { ask } from "../../data/api.js";
import { useAttention } from "../../data/attention.js";
import { count, counted } from "../../data/numbers.js";
import { useResource } from "../../data/resource.js";
import { href } from "../../data/route.js";
import { when } from "../../data/times.js";

const ALL_COUNTED = 1_000;
const FEW_MS = 60_000;

const shownCount = (number) => (number >= ALL_COUNTED ? `${count(ALL_COUNTED)} or more` : count(number));
const reasonInWords = (reason) => (reason?.startsWith("http_") ? `answered ${reason.slice(5)}` : { no_answer: "did not answer", address_refused: "has a refused address", subscription_paused: "is paused", subscription_ended: "has ended" }[reason] ?? reason);

// What a subscription or its subscriber ended was not tried for a day.
const triedFor = (reason) => (/^(subscription_|http_410)/.test(reason ?? "") ? "" : " for 24 h");

function hostOf(subscriptions, id) {
  const found = subscriptions.data?.subscriptions.find(({ subscriptionId }) => subscriptionId === id);
  return found ? new URL(found.url).host : "a deleted subscription";
}

// Replays a hundred at a time until none is left; says how far it is.
function Replay({ subscriptionId, host, onDone }) {
  const [state, setState] = useState({});
  const replay = async () => {
    let total = 0;
    try {
      for (let isMore = true; isMore;) {
        setState({ busy: total ? `${count(total)} replayed…` : "Replaying…" });
        const answer = await ask(`subscriptions/${subscriptionId}/dead-letters/replay`, { method: "POST" });
        total += answer.replayedCount;
        isMore = answer.isMore && answer.replayedCount > 0;
      }
      setState({});
      toast(`${counted("dead letter", total)} of ${host} will be delivered again.`);
    } catch (trouble) {
      setState({ trouble, total });
    }
    onDone();
  };
  return html`<${Button} icon="redo" isSmall busy=${state.busy} onPress=${replay} label=${state.busy ? undefined : `Replay dead letters of ${host}`}>Replay<//>
    ${state.trouble && html`<p class="field-error" role="alert">${state.total ? `${count(state.total)} replayed. ` : ""}${state.trouble.message}</p>`}`;
}

const Line = ({ title, more, number, children }) => html`<li class="operations-line">
  <span><b>${title}</b><span class="soft small-words">${more}</span></span><b>${shownCount(number)}</b>${children}</li>`;

function Rows({ attention: { items, parkedReportCount }, subscriptions, reload }) {
  const letters = items.filter(({ code }) => code === "dead_letters");
  const unusable = items.find(({ code }) => code === "unusable_events");
  if (letters.length + parkedReportCount === 0 && !unusable) return html`<p class="operations-note soft">Every event was delivered and used.</p>`;
  return html`<ul class="operations-lines">
    ${letters.map(({ subscriptionId, count: number, since, detail }) => {
      const host = hostOf(subscriptions, subscriptionId);
      return html`<${Line} key=${subscriptionId} title=${`Dead letters of ${host}`} number=${number} more=${`${reasonInWords(detail)}${triedFor(detail)} · since ${when(since)}`}>
        <${Replay} subscriptionId=${subscriptionId} host=${host} onDone=${reload} /><//>`;
    })}
    ${parkedReportCount > 0 && html`<${Line} key="reports" title="Parked delivery reports" number=${parkedReportCount} more="For sends not known here · kept 72 h">
      <${Button} isSmall href=${href("operations/events/reports")}>View<//><//>`}
    ${unusable && html`<${Line} key="events" title="Unusable events" number=${unusable.count} more=${`Last: ${unusable.detail}`}>
      <${Button} isSmall href=${href("operations/events/events")}>View<//><//>`}
  </ul>`;
}

export function Undelivered() {
  const attention = useAttention();
  const subscriptions = useResource("subscriptions", { every: FEW_MS });
  return html`<${Card} title="Undelivered and unmatched events" isFlush><${Shown} of=${attention} rows=${2}>
    ${(data) => html`<${Rows} attention=${data} subscriptions=${subscriptions} reload=${attention.reload} />`}<//><//>`;
}
