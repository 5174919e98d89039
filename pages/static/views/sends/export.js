// All sends that the filters let through, as a file: read page by page, up to a bound.

import { askAll, withQuery } from "../../data/api.js";
import { saveCsv } from "../../data/csv-file.js";
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

const rowsOf = (sends) => [Object.keys(COLUMNS), ...sends.map((send) => Object.values(COLUMNS).map((of) => of(send)))];

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
      saveCsv(`sends-${dayOf(new Date())}.csv`, rowsOf(found.sends));
      toast(doneInWords(found));
    } catch (trouble) {
      onTrouble(trouble);
    }
    setBusy("");
  };
  return html`<${Button} icon="download" isDisabled=${isDisabled} busy=${busy} onPress=${save}>Export<//>`;
}
