// The keys that work now, and the switch for those of one character.

import { areKeysOn, keysInUse } from "../../data/keys.js";
import { useSignal } from "../../data/signal.js";
import { html } from "../html.js";
import { Key } from "../controls.js";
import { Dialog } from "../dialog.js";
import { Check } from "../field.js";

const NAMES = { ArrowDown: "↓", ArrowUp: "↑", Enter: "↵", Escape: "Esc" };

const caps = (keys) => keys.split(" ").map((one) => html`<${Key} key=${one}>${NAMES[one] ?? one.toUpperCase()}<//>`);

function KeysSwitch() {
  return html`<${Check} isOn=${useSignal(areKeysOn)} onChange=${(isOn) => { areKeysOn.value = isOn; }}>Single-letter keys<//>`;
}

export function KeysDialog({ onClose }) {
  const groups = new Map();
  for (const { name, keys } of keysInUse()) groups.set(name, [...(groups.get(name) ?? []), ...Object.entries(keys)]);
  return html`<${Dialog} title="Keys" cancel="Close" isWide onClose=${onClose}>
    ${[...groups].map(([name, keys]) => html`<section key=${name} class="keys"><h3>${name}</h3><dl>
      ${keys.map(([one, [words]]) => html`<div key=${one}><dt>${caps(one)}</dt><dd>${words}</dd></div>`)}</dl></section>`)}
    <${KeysSwitch} /><//>`;
}
