// The settings of the app as they are in force; read only.

import { html } from "../../parts/html.js";
import { Chip } from "../../parts/chip.js";
import { Card } from "../../parts/page.js";
import { Shown } from "../../parts/states.js";
import { Table } from "../../parts/table.js";
import { useResource } from "../../data/resource.js";

const SOURCES = { set: ["Set", "info"], default: ["Default", "neutral"], unset: ["Not set", "neutral"] };

function Source({ source }) {
  const [word, tone] = SOURCES[source];
  return html`<${Chip} tone=${tone}>${word}<//>`;
}

function Value({ setting: { value, source, secret } }) {
  if (secret) return html`<span class="soft">${source === "set" ? "A secret, not shown" : ""}</span>`;
  return html`<code class="settings-value" dir="auto">${value ?? ""}</code>`;
}

const COLUMNS = [
  { name: "name", head: "Setting", cell: ({ name }) => html`<code>${name}</code>` },
  { name: "source", head: "Source", cell: (setting) => html`<${Source} source=${setting.source} />` },
  { name: "value", head: "Value", isWide: true, cell: (setting) => html`<${Value} setting=${setting} />` },
];

export function ValuesInForce() {
  const settings = useResource("settings");
  return html`<${Card} title="In force" aside="read when the app started" isFlush id="settings-values"><${Shown} of=${settings} rows=${8}>${(data) => html`
    <${Table} label="Settings in force" columns=${COLUMNS} rows=${data.settings} keyOf=${({ name }) => name} />`}<//><//>`;
}
