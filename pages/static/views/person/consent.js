// A person's consent by own number, and the ledger: every change with what it is based on.

import { ALL_NUMBERS, SOURCES, basisInWords, categoriesInWords, changeInWords, ownInWords, stateInWords } from "../../data/consent.js";
import { saveCsv } from "../../data/csv-file.js";
import { when } from "../../data/times.js";
import { Chip, Time, WithNumbers } from "../../parts/chip.js";
import { Button } from "../../parts/controls.js";
import { classes, html } from "../../parts/html.js";
import { Card } from "../../parts/page.js";

// What stands below a state: since when, and by whom.
function about(consent, ledger) {
  const { state, categories, changedAt, source, sender, allNumbers } = consent;
  if (!changedAt) return "Never opted out";
  if (allNumbers && sender !== ALL_NUMBERS) return "As for all own numbers";
  const since = `since ${when(changedAt)}`;
  if (state === "opted_in") return `Again, ${since}`;
  const what = categoriesInWords(categories);
  const line = ledger.findLast((one) => one.state === "opted_out" && one.changedAt === changedAt && [sender, ALL_NUMBERS].includes(one.sender));
  const by = line?.actor ? `by ${line.actor}` : (SOURCES[source] ?? source).toLowerCase();
  return `${what[0].toUpperCase()}${what.slice(1)}, ${since}, ${by}`;
}

function Consent({ consent, ledger, onChange }) {
  const [words, icon, tone] = stateInWords(consent);
  const own = consent.sender === ALL_NUMBERS ? "All own numbers" : ownInWords(consent.sender);
  return html`<li class="consent">
    <span class="consent-own">${own}</span><${Chip} tone=${tone} icon=${icon}>${words}<//>
    <span class="consent-about soft">${about(consent, ledger)}</span>
    ${consent.state === "opted_out" && html`<button type="button" class="as-link" aria-label=${`Opt in to ${ownInWords(consent.sender)}…`} onClick=${() => onChange("opted_in", consent.sender)}>Opt in…</button>`}
  </li>`;
}

export function ConsentCard({ person, onChange }) {
  return html`<${Card} title="Consent">
    <ul class="consents">${person.consents.map((one) => html`<${Consent} key=${one.sender} consent=${one} ledger=${person.ledger} onChange=${onChange} />`)}</ul>
    ${person.consents.length === 0 && html`<p class="soft">No own number has sent or received yet.</p>`}
    ${person.nextCursor && html`<p class="soft">The first ${person.consents.length} own numbers are shown.</p>`}
    <div class="card-actions"><${Button} isSmall kind="danger" onPress=${() => onChange("opted_out", "")}>Opt out of an own number…<//></div>
  <//>`;
}

const COLUMNS = ["changedAt", "sender", "state", "category", "source", "evidence", "actor", "reason", "ruleId", "ruleSetVersion", "recordedAt", "eventId", "via"];

const saveLedger = ({ ledger }) => saveCsv("ledger.csv", [COLUMNS, ...ledger.map((line) => COLUMNS.map((name) => line[name]))]);

function Line({ line }) {
  const [what, where] = changeInWords(line);
  const { lead, quote, rest } = basisInWords(line);
  return html`<li class=${classes("ledger-line", line.state)}><p><b>${what}</b> <${WithNumbers} words=${where} /></p>
    <p class="soft">${lead} ${quote && html`<q dir="auto">${quote}</q>`}${rest && ` · ${rest}`}</p>
    <p class="soft"><${Time} at=${line.changedAt} /></p></li>`;
}

export function LedgerCard({ person }) {
  const { ledger } = person;
  const save = ledger.length > 0 && html`<button type="button" class="as-link" onClick=${() => saveLedger(person)}>CSV</button>`;
  return html`<${Card} title="Ledger" aside=${save}>
    ${ledger.length === 0 ? html`<p class="soft">No opt-out and no opt-in so far.</p>`
      : html`<ol class="ledger">${[...ledger].reverse().map((line) => html`<${Line} key=${`${line.sender} ${line.eventId} ${line.state} ${line.category} ${line.source}`} line=${line} />`)}</ol>`}
  <//>`;
}
