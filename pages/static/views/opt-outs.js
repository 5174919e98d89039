// The registry of opt-outs: what is to be decided, who is opted out, and how the list is kept.

import { download } from "../data/api.js";
import { count } from "../data/numbers.js";
import { useResource } from "../data/resource.js";
import { href } from "../data/route.js";
import { useSignal } from "../data/signal.js";
import { Button, Menu, Tabs } from "../parts/controls.js";
import { ConsentDialog } from "../parts/consent-dialog.js";
import { toast } from "../parts/dialog.js";
import { html, useEffect, useRef, useState } from "../parts/html.js";
import { Page } from "../parts/page.js";
import { TroubleNotice } from "../parts/states.js";
import { LastDays } from "./opt-outs/activity.js";
import { Comparison, ComparisonCard } from "./opt-outs/comparison.js";
import { Decided, isDecided } from "./opt-outs/decided.js";
import { decisions } from "./opt-outs/decisions.js";
import { Import, ImportCard, ImportDialog } from "./opt-outs/imports.js";
import { Ledger, ledgerPath } from "./opt-outs/ledger.js";
import { List, entriesPath } from "./opt-outs/list.js";
import { Reviews } from "./opt-outs/reviews.js";

const TABS = [["reviews", "Reviews"], ["list", "Opted out"], ["ledger", "Ledger"], ["comparison", "Comparison with ACS"]];
const ALL_ROWS = 100_000; // in one request, the most there are

const countIn = { reviews: ({ openReviewCount }) => openReviewCount, list: ({ optedOutCount }) => optedOutCount };

const tabsOf = (current, counts) => TABS.map(([tab, name]) => {
  const number = counts && countIn[tab]?.(counts);
  const isMore = tab === "reviews" && counts && !counts.allReviewsCounted;
  const words = number ? html`${name} <span class="tab-count">${count(number)}${isMore && "+"}</span>` : name;
  return { href: href(`opt-outs/${tab}`), name: words, isCurrent: tab === current };
});

function useExport(tab, query) {
  const [busy, setBusy] = useState("");
  const [trouble, setTrouble] = useState(null);
  const save = async () => {
    setBusy("Reading…");
    setTrouble(null);
    const [path, name] = tab === "ledger" ? [ledgerPath(query, ALL_ROWS), "opt-out-ledger.csv"] : [entriesPath(tab === "list" ? query : {}, ALL_ROWS), "opt-outs.csv"];
    await download(path, name).catch(setTrouble);
    setBusy("");
  };
  return { busy, trouble, save };
}

function Body({ tab, rest, query, onFile, onChanged }) {
  switch (tab) {
    case "list": return html`<${List} query=${query} />`;
    case "ledger": return html`<${Ledger} query=${query} />`;
    case "comparison": return html`<${Comparison} />`;
    case "imports": return html`<${Import} key=${rest[1]} importId=${rest[1] ?? ""} onFile=${onFile} onChanged=${onChanged} />`;
    default: return html`<div class="beside">${isDecided(query) ? html`<${Decided} key=${query.state} state=${query.state} />` : html`<${Reviews} />`}<div class="beside-more"><${ImportCard} onFile=${onFile} /><${ComparisonCard} /><${LastDays} /></div></div>`;
  }
}

// Counting opt-outs reads them all, so it is done seldom, and again when a decision is stored.
function useCounts() {
  const counts = useResource("opt-out-counts", { every: 60_000 });
  const stored = [...useSignal(decisions).values()].filter(({ state }) => state === "stored").length;
  useEffect(() => { if (stored) counts.reload(); }, [stored]);
  return counts;
}

export default function OptOuts({ rest, query }) {
  const tab = rest[0] ?? "reviews";
  const counts = useCounts();
  const [open, setOpen] = useState(null);
  const exported = useExport(tab, query);
  const input = useRef(null);
  const onFile = (file) => setOpen({ file });
  const choose = () => input.current.click();
  const actions = html`<${Button} icon="download" data-wide busy=${exported.busy} onPress=${exported.save}>Export CSV<//>
    <${Button} icon="file" data-wide onPress=${choose}>Import<//>
    <div data-narrow><${Menu} items=${[{ label: "Export CSV", icon: "download", onPress: exported.save }, { label: "Import", icon: "file", onPress: choose }]} /></div>
    <${Button} kind="primary" icon="plus" onPress=${() => setOpen({ isConsent: true })}>Opt out<span data-wide> a number</span><//>
    <input ref=${input} type="file" accept=".csv,text/csv" hidden onChange=${({ target }) => { if (target.files.length) onFile(target.files[0]); target.value = ""; }} />`;
  return html`<${Page} title="Opt-outs" actions=${actions}>
    <${Tabs} label="Opt-outs" tabs=${tabsOf(tab, counts.data)} />
    <${TroubleNotice} trouble=${exported.trouble} title="The file was not saved." />
    <${Body} tab=${tab} rest=${rest} query=${query} onFile=${onFile} onChanged=${counts.reload} />
    ${open?.isConsent && html`<${ConsentDialog} state="opted_out" onClose=${() => setOpen(null)} onDone=${() => { toast("Opted out"); counts.reload(); }} />`}
    ${open?.file && html`<${ImportDialog} file=${open.file} onClose=${() => setOpen(null)} />`}
  <//>`;
}
