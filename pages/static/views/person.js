// A person: all messages over all own numbers, the consent for each, and its ledger.

import { ALL_NUMBERS, ownInWords } from "../data/consent.js";
import { useResource } from "../data/resource.js";
import { href } from "../data/route.js";
import { plain, pretty } from "../data/words.js";
import { Phone } from "../parts/chip.js";
import { ConsentDialog } from "../parts/consent-dialog.js";
import { Button, Menu } from "../parts/controls.js";
import { toast } from "../parts/dialog.js";
import { html, useState } from "../parts/html.js";
import { Card, Page } from "../parts/page.js";
import { Empty, Shown } from "../parts/states.js";
import { ConsentCard, LedgerCard } from "./person/consent.js";
import { EraseDialog } from "./person/erase.js";
import { ExportDialog } from "./person/export.js";
import { DEFAULT_DAYS, Messages, useMessages } from "./person/messages.js";

const MOST_ZONES = 3;

const part = (timeZone, options, type) =>
  new Intl.DateTimeFormat("en-US", { timeZone, ...options }).formatToParts(new Date()).find((one) => one.type === type)?.value;
const clockIn = (timeZone) => new Intl.DateTimeFormat(undefined, { timeZone, hour: "2-digit", minute: "2-digit" }).format(new Date());

const countries = new Intl.DisplayNames("en", { type: "region" });

// "Washington · Pacific Time, 07:42 there"; a number may be in several zones.
const placeInWords = ({ region, country, timeZones }) =>
  [region ?? (country && countries.of(country)), clockInWords(timeZones)].filter(Boolean).join(" · ");

function clockInWords(zones) {
  const clocks = [...new Set(zones.map(clockIn))];
  const names = [...new Set(zones.map((zone) => part(zone, { timeZoneName: "longGeneric" }, "timeZoneName")))];
  if (zones.length === 0) return "Time zone unknown";
  if (clocks.length > MOST_ZONES || names.length > MOST_ZONES) return "Several time zones";
  return `${names.join(" or ")}, ${clocks.join(" or ")} there`;
}

const NOTHING = { consents: [], ledger: [], timeZones: [] };

const NoNumber = ({ given, error }) => html`<${Page} title=${given}><div class="card"><${Empty} icon="person" title="There is no such person." hint=${error.message}>
  <${Button} href=${href("inbox")}>Inbox<//><${Button} href=${href("opt-outs/list")}>Opted out people<//><//></div><//>`;

export default function Person({ rest, query }) {
  const number = plain(rest[0]);
  const person = useResource("people/-?limit=50", { numbers: { number }, every: 10_000 });
  const { consents, ledger, timeZones: zones } = person.data ?? NOTHING;
  const owns = consents.map(({ sender }) => sender).filter((sender) => sender !== ALL_NUMBERS);
  const messages = useMessages(number, person.data ? owns : null, query.days ?? DEFAULT_DAYS);
  const [asked, setAsked] = useState(null);
  if (person.error?.errors?.length && !person.data) return html`<${NoNumber} given=${rest[0]} error=${person.error} />`;
  const onChange = (state, own) => setAsked({ state, own });
  const onDone = ({ sender, state }) => {
    toast(`${state === "opted_out" ? "Opted out of" : "Opted in to"} ${ownInWords(sender)}`);
    person.reload();
  };
  const own = messages.rows[0]?.own ?? owns[0];
  const title = html`<span class="avatar" aria-hidden="true">${number.slice(-2)}</span><${Phone} number=${number} />`;
  const actions = html`${own && html`<${Button} icon="inbox" label="Open conversation" href=${href(`inbox/${own}/${number}`)}>Open conversation<//>`}
    <${Button} icon="plane" label="New send" href=${href("sends/new", { to: number })}>New send<//>
    <${Menu} items=${[
      { label: "Copy the number", icon: "copy", onPress: () => navigator.clipboard?.writeText(number).then(() => toast("Copied")) },
      person.data && { label: "Export…", icon: "download", onPress: () => setAsked({ what: "export" }) },
      { label: "Opt out…", icon: "shield", isDanger: true, onPress: () => onChange("opted_out", "") },
      { label: "Erase…", icon: "trash", isDanger: true, onPress: () => setAsked({ what: "erase" }) },
    ]} />`;
  return html`<${Page} title=${title} windowTitle=${pretty(number)} actions=${actions} hint=${person.data && placeInWords(person.data)}>
    ${person.data && html`<p class="person-zone soft">${placeInWords(person.data)}</p>`}
    <div class="beside">
      <${Messages} number=${number} found=${messages} ledger=${ledger} zone=${zones.length === 1 && zones[0]} query=${query} />
      <div class="beside-more">${person.data
        ? html`<${ConsentCard} person=${person.data} onChange=${onChange} /><${LedgerCard} person=${person.data} />`
        : html`<${Card} title="Consent"><${Shown} of=${person} rows=${4} /><//>`}</div>
    </div>
    ${asked?.what === "export" && html`<${ExportDialog} number=${number} person=${person.data} owns=${owns} onClose=${() => setAsked(null)} />`}
    ${asked?.what === "erase" && html`<${EraseDialog} number=${number} onClose=${() => setAsked(null)} />`}
    ${asked?.state && html`<${ConsentDialog} ...${asked} number=${number} owns=${owns} ledger=${ledger} onClose=${() => setAsked(null)} onDone=${onDone} />`}
  <//>`;
}
