// Above a view: the key that is missing or refused, and an app that does not answer, or says why it cannot.

import { connection } from "../../data/connection.js";
import { isKeptOnDevice, key, setKey } from "../../data/key.js";
import { tryNow } from "../../data/polling.js";
import { useSignal } from "../../data/signal.js";
import { clock, ZONE_SHORT } from "../../data/times.js";
import { html, useEffect, useState } from "../html.js";
import { Button } from "../controls.js";
import { Check, Field } from "../field.js";
import { Icon } from "../icon.js";
import { Notice, RequestId } from "../states.js";

export function Denied() {
  const refused = key.value;
  const [typed, setTyped] = useState("");
  const [onDevice, setOnDevice] = useState(isKeptOnDevice());
  const submit = (event) => {
    event.preventDefault();
    if (typed.trim()) setKey(typed.trim(), { onDevice });
  };
  return html`<form class="card denied" onSubmit=${submit} aria-labelledby="denied-title">
    <span class="empty-sign warm"><${Icon} name="key" /></span>
    <div><h2 id="denied-title">${refused ? "This key may not read this" : "These pages need a key"}</h2>
      <p class="soft">Use a host key. In the Azure portal: the function app, App keys.</p>
      <${Field} label="Key" type="password" autocomplete="off" value=${typed} onInput=${setTyped}
        error=${refused && !typed ? "The app refused this key." : ""} />
      <div class="actions"><${Button} kind="primary" type="submit">Open<//>
        <${Check} isOn=${onDevice} onChange=${setOnDevice}>Keep on this device<//></div></div></form>`;
}

function useSecondsUntil(at) {
  const left = () => (at ? Math.max(0, Math.ceil((at - Date.now()) / 1_000)) : null);
  const [shown, show] = useState(left());
  useEffect(() => {
    show(left());
    const timer = setInterval(() => show(left()), 1_000);
    return () => clearInterval(timer);
  }, [at]);
  return shown;
}

export function Down() {
  const { goodAt, nextAt, trouble } = useSignal(connection);
  const left = useSecondsUntil(nextAt);
  return html`<${Notice} tone="bad" icon="plug" title=${trouble.message} isAlert
    actions=${html`<${Button} onPress=${tryNow}>Try now<//>`}>
    ${goodAt && `Figures as of ${clock(goodAt)} ${ZONE_SHORT}. `}<span aria-live="off">${left > 0 ? `Next try in ${left} s. ` : "Trying now. "}<${RequestId} trouble=${trouble} /></span><//>`;
}
