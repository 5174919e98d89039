// What is known of a person, as one file: consent, ledger, and the messages of a year.

import { ask, saveFile, withQuery } from "../../data/api.js";
import { counted } from "../../data/numbers.js";
import { pretty } from "../../data/words.js";
import { Dialog } from "../../parts/dialog.js";
import { html, useEffect, useState } from "../../parts/html.js";
import { TroubleNotice } from "../../parts/states.js";

const FIRST_PAGE = { limit: 200, days: 366 };

async function* messagesOf(number, sender, signal) {
  for (let query = FIRST_PAGE; query;) {
    const page = await ask(withQuery("conversations/-/-", query), { numbers: { sender, user: number }, signal });
    yield page.entries.map((entry) => ({ sender, ...entry }));
    query = page.nextCursor && { ...FIRST_PAGE, after: page.nextCursor };
  }
}

export function ExportDialog({ number, person, owns, onClose }) {
  const [read, setRead] = useState(0);
  const [trouble, setTrouble] = useState(null);
  useEffect(() => {
    const abort = new AbortController();
    const collect = async () => {
      const messages = [];
      for (const own of owns) {
        for await (const some of messagesOf(number, own, abort.signal)) {
          messages.push(...some);
          setRead(messages.length);
        }
      }
      const file = { ...person, exportedAt: new Date().toISOString(), messages };
      saveFile(`person-${number.slice(-4)}.json`, new Blob([JSON.stringify(file, null, 2)], { type: "application/json" }));
      onClose();
    };
    collect().catch((error) => { if (!abort.signal.aborted) setTrouble(error); });
    return () => abort.abort();
  }, []);
  return html`<${Dialog} title=${`Export of ${pretty(number)}`} cancel="Stop" onClose=${onClose}>
    <p role="status">${counted("message", read)} read…</p><p class="soft">Consent, its ledger and the messages of a year over all own numbers, as JSON. The texts of codes are masked.</p>
    <${TroubleNotice} trouble=${trouble} title="Nothing was saved." /><//>`;
}
