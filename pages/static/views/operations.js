// Operations: what waits, how each own number does, what the carrier refused, what was not delivered,
// what is limited, and who changed what.

import { html } from "../parts/html.js";
import { Tabs } from "../parts/controls.js";
import { Empty } from "../parts/states.js";
import { Page } from "../parts/page.js";
import { href, useRoute } from "../data/route.js";
import { Changes } from "./operations/changes.js";
import { Events } from "./operations/events.js";
import { Limits } from "./operations/limits.js";
import { Overview, Storage } from "./operations/overview.js";
import { Sender } from "./operations/sender.js";

const TABS = [
  { place: "operations", name: "Now", Body: Overview },
  { place: "operations/limits", name: "Limits", Body: Limits },
  { place: "operations/changes", name: "Who did what", Body: Changes },
];

function Tabbed({ tab: { place, Body }, query }) {
  const tabs = TABS.map((one) => ({ href: href(one.place), name: one.name, isCurrent: one.place === place }));
  return html`<${Page} title="Operations" chips=${html`<${Storage} />`}><${Tabs} label="Operations" tabs=${tabs} /><${Body} query=${query} /><//>`;
}

export default function View() {
  const { rest, query } = useRoute();
  const [part, name] = rest;
  const tab = TABS.find(({ place }) => place === ["operations", ...rest].join("/"));
  if (tab) return html`<${Tabbed} tab=${tab} query=${query} key=${tab.place} />`;
  if (part === "senders" && name) return html`<${Sender} number=${name} key=${name} />`;
  if (part === "events" && ["reports", "events"].includes(name)) return html`<${Events} kind=${name} key=${name} />`;
  return html`<${Page} title="Operations"><${Empty} title="There is no such page." /><//>`;
}
