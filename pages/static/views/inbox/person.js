// Who the person is: consent by own number, the time there, and the last messages.

import { useResource } from "../../data/resource.js";
import { href } from "../../data/route.js";
import { ALL_NUMBERS, stateInWords } from "../../data/consent.js";
import { planned } from "../../data/times.js";
import { AUTOMATIC, failureInWords, pretty } from "../../data/words.js";
import { Chip, Phone, StatusChip, Time } from "../../parts/chip.js";
import { Button } from "../../parts/controls.js";
import { ConsentDialog } from "../../parts/consent-dialog.js";
import { toast } from "../../parts/dialog.js";
import { html, useEffect, useState } from "../../parts/html.js";
import { Shown } from "../../parts/states.js";

const MOST_RECENT = 6;
const MOST_ZONES = 2;

const part = (timeZone, options, type) =>
  new Intl.DateTimeFormat("en-US", { timeZone, ...options }).formatToParts(new Date()).find((one) => one.type === type)?.value;
const clockIn = (timeZone) => new Intl.DateTimeFormat(undefined, { timeZone, hour: "2-digit", minute: "2-digit" }).format(new Date());

function placeInWords(zones) {
  const names = [...new Set(zones.map((zone) => part(zone, { timeZoneName: "longGeneric" }, "timeZoneName")))];
  const clocks = [...new Set(zones.map(clockIn))];
  if (!zones.length) return "Time zone unknown";
  return names.length > MOST_ZONES ? "Several time zones" : `${names.join(" or ")} · ${clocks.join(" or ")} there`;
}

function StateChip({ consent }) {
  const [words, icon, tone] = stateInWords(consent);
  return html`<${Chip} tone=${tone} icon=${icon}>${words}<//>`;
}

function Consent({ person }) {
  const consents = person.consents ?? [];
  return html`<section><h3>Consent</h3>
    ${consents.length === 0 && html`<p class="soft">No opt-out is known.</p>`}
    <ul class="pane-rows">${consents.map((consent) => html`<li key=${consent.sender}><span>${consent.sender === ALL_NUMBERS ? "All own numbers" : pretty(consent.sender)}</span>
      <${StateChip} consent=${consent} /></li>`)}</ul></section>`;
}

function quietInWords({ policy, isQuiet, until }) {
  if (!isQuiet) return "Not now: everything is sent at once.";
  const marketing = policy === "block" ? "Marketing is not sent" : "Marketing waits";
  return `${marketing}${until ? ` until ${planned(until)}` : ": no allowed time is known"}. Replies and reminders are sent at once.`;
}

// The state decides: some have other hours than the rest of the country, and holidays.
function QuietHours({ quiet }) {
  return quiet && html`<section><h3>Quiet hours there</h3><p class="soft">${quietInWords(quiet)}</p></section>`;
}

function Recent({ entries }) {
  const sent = entries.filter(({ direction }) => direction === "outbound").toReversed().slice(0, MOST_RECENT);
  if (!sent.length) return null;
  return html`<section><h3>Recent messages</h3><ul class="pane-rows">${sent.map(({ messageId, campaign, purpose, at, status, error }) => html`<li key=${messageId}>
    <a href=${href(`messages/${messageId}`)} title=${error ? failureInWords(error.code) : undefined}>${campaign ?? html`${AUTOMATIC[purpose] ?? (purpose === "reply" ? "Reply" : "Message")}, <${Time} at=${at} />`}</a><${StatusChip} status=${status} /></li>`)}</ul></section>`;
}

const usePerson = (user) => useResource("people/-", { numbers: { number: user }, every: 30_000 });

// The time of day where the person is; empty if a number is in several zones.
export function useClockThere(user) {
  const clocks = new Set((usePerson(user).data?.timeZones ?? []).map(clockIn));
  return clocks.size === 1 ? [...clocks][0] : "";
}

const OWN_WORDS = new Set(["keyword", "phrase", "possible", "review"]); // sources whose evidence is what the person wrote

// The time zone of the person; empty if a number may be in several.
export function useZoneThere(user) {
  const zones = usePerson(user).data?.timeZones ?? [];
  return zones.length === 1 ? zones[0] : "";
}

// What the person is opted out by: { at, words }, words being their own; null if it is not known.
export function useOptOut({ user, sender }) {
  const { consents = [], ledger = [] } = usePerson(user).data ?? {};
  const consent = consents.find((one) => one.sender === sender) ?? consents.find((one) => one.sender === ALL_NUMBERS);
  if (consent?.state !== "opted_out" || !consent.changedAt) return null;
  const line = ledger.findLast(({ state, changedAt }) => state === "opted_out" && changedAt === consent.changedAt);
  return { at: consent.changedAt, words: OWN_WORDS.has(line?.source) ? line.evidence : "" };
}

export function PersonPane({ thread }) {
  const { user, sender } = thread.person;
  const found = usePerson(user);
  const { data, reload } = found;
  const [asked, setAsked] = useState(null);
  useEffect(() => { if (found.asOf) reload(); }, [thread.isOut]);
  const owns = (data?.consents ?? []).map((one) => one.sender).filter((one) => one !== "*");
  const onDone = () => {
    toast(asked === "opted_out" ? "Opted out" : "Opted in");
    reload();
    thread.again?.();
  };
  const zones = data?.timeZones ?? [];
  return html`<header class="pane-head"><span class="avatar" aria-hidden="true">${user.slice(-2)}</span>
      <div><p class="pane-name"><${Phone} number=${user} /></p><p class="soft">${data && placeInWords(zones)}</p></div></header>
    <div class="actions"><${Button} href=${href(`people/${user}`)}>Open person<//>
      ${thread.isOut ? html`<${Button} onPress=${() => setAsked("opted_in")}>Opt in…<//>` : html`<${Button} kind="danger" onPress=${() => setAsked("opted_out")}>Opt out…<//>`}</div>
    ${asked && html`<${ConsentDialog} state=${asked} number=${user} own=${sender} owns=${owns} ledger=${data?.ledger ?? []} onClose=${() => setAsked(null)} onDone=${onDone} />`}
    <${Shown} of=${found} rows=${3}>${() => html`<${Consent} person=${data} /><${QuietHours} quiet=${data.quietHours} />`}<//>
    <${Recent} entries=${thread.entries} />`;
}
