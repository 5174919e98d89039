// How the pages look and work on this device, canned replies, and the settings in force.

import { areKeysOn } from "../data/keys.js";
import { forgetAll } from "../data/kept.js";
import { isKeptOnDevice, key, setKey } from "../data/key.js";
import { myName, setMyName } from "../data/person.js";
import { href } from "../data/route.js";
import { useSignal } from "../data/signal.js";
import { theme } from "../data/theme.js";
import { ZONE_IN_WORDS } from "../data/times.js";
import { Button, Segments } from "../parts/controls.js";
import { Dialog } from "../parts/dialog.js";
import { Check, Field } from "../parts/field.js";
import { html, useState } from "../parts/html.js";
import { Card, Facts, Page } from "../parts/page.js";
import { CannedReplies } from "./settings/canned.js";
import { ValuesInForce } from "./settings/values.js";

const THEMES = [{ value: "system", label: "System" }, { value: "light", label: "Light" }, { value: "dark", label: "Dark" }];

function Appearance() {
  const chosen = useSignal(theme);
  const areOn = useSignal(areKeysOn);
  return html`<${Card} title="Appearance and keys"><div class="stack">
    <${Segments} label="Appearance" options=${THEMES} value=${chosen} onChange=${(value) => { theme.value = value; }} />
    <${Check} isOn=${areOn} onChange=${(isOn) => { areKeysOn.value = isOn; }}>Single-letter keys; <b>?</b> lists them<//>
    <${Facts} rows=${[["Times", ZONE_IN_WORDS], ["Numbers and dates", navigator.language]]} /></div><//>`;
}

function YourName() {
  const name = useSignal(myName);
  return html`<${Card} title="Your name"><div class="stack">
    <${Field} label="Name" value=${name} autocomplete="name" maxlength="100" onInput=${(value) => setMyName(value.trimStart())}
      hint="Written beside what you do here: opt-outs, reviews, pauses, replies. “Mine” in the Inbox are the conversations of this name." /></div><//>`;
}

function Forget({ onClose }) {
  const forget = () => {
    forgetAll();
    location.assign(href("home"));
  };
  return html`<${Dialog} title="Forget key, drafts and files on this device?" onClose=${onClose} onSubmit=${forget}
    actions=${html`<${Button} kind="danger" type="submit">Forget them<//>`}>
    <p>Drafts that are not sent are lost. Your name, appearance and keys go too. Nothing changes in the app.</p><//>`;
}

function ThisDevice() {
  const [isOpen, setOpen] = useState(false);
  const [isKept, setKept] = useState(isKeptOnDevice());
  const inUse = useSignal(key);
  const keepIt = (onDevice) => {
    setKey(inUse, { onDevice });
    setKept(onDevice);
  };
  return html`<${Card} title="This device"><div class="stack">
    ${inUse ? html`<${Check} isOn=${isKept} onChange=${keepIt}>Keep the key on this device; otherwise it goes with the tab<//>`
      : html`<p class="soft">No key is in use.</p>`}
    <div class="actions"><${Button} onPress=${() => setOpen(true)}>Forget key, drafts and files…<//></div></div>
    ${isOpen && html`<${Forget} onClose=${() => setOpen(false)} />`}<//>`;
}

export default function Settings() {
  return html`<${Page} title="Settings"><div class="settings"><${Appearance} /><${YourName} /><${ThisDevice} /><${CannedReplies} /></div><${ValuesInForce} /><//>`;
}
