// All sends that the filters let through, as a file: read page by page, up to a bound.

import { askAll, saveFile, withQuery } from "../../data/api.js";
import { count, counted } from "../../data/numbers.js";
import { stateOf } from "../../data/sends.js";
import { dayOf } from "../../data/times.js";
import { Button } from "../../parts/controls.js";
import { toast } from "../../parts/dialog.js";
import { html, useState } from "../../parts/html.js";

const MOST = 5_000;
const PAGE = 100;

const COLUMNS = {
  sendId: (send) => send.sendId, campaign: (send) => send.campaign ?? "", category: (send) => send.category,
  from: (send) => send.from, status: stateOf, recipients: (send) => send.recipientCount,
  delivered: (send) => send.counts.delivered ?? 0, failed: (send) => send.counts.failed ?? 0,
  costEstimate: (send) => send.cost.amount, currency: (send) => send.cost.currency,
  unpricedSegments: (send) => send.cost.unpricedSegmentCount,
  acceptedAt: (send) => send.acceptedAt, text: (send) => send.message,
};

// Spreadsheets run cells that begin like a formula; an apostrophe makes them text.
function cell(value) {
  const text = String(value);
  return `"${(/^[\s"]*[=+\-@\t\r']/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

const csvOf = (sends) =>
  `\ufeff${[Object.keys(COLUMNS), ...sends.map((send) => Object.values(COLUMNS).map((of) => of(send)))]
    .map((row) => row.map(cell).join()).join("\r\n")}\r\n`;

const doneInWords = ({ sends, isCut }) => (isCut
  ? `The newest ${count(sends.length)} sends that match are exported. Choose fewer days for the others.`
  : `${counted("send", sends.length)} exported: all that match.`);

export function Export({ path, isDisabled, onTrouble }) {
  const [busy, setBusy] = useState("");
  const save = async () => {
    setBusy("Reading…");
    onTrouble(null);
    try {
      const onRows = (number) => setBusy(`${count(number)} read…`);
      const found = await askAll(withQuery(path, { limit: PAGE }), "sends", { most: MOST, onRows });
      saveFile(`sends-${dayOf(new Date())}.csv`, new Blob([csvOf(found.sends)], { type: "text/csv" }));
      toast(doneInWords(found));
    } catch (trouble) {
      onTrouble(trouble);
    }
    setBusy("");
  };
  return html`<${Button} icon="download" isDisabled=${isDisabled} busy=${busy} onPress=${save}>Export<//>`;
}
