// Operations: what waits, how each own number does, what the carrier refused, what was not delivered.

import { html } from "../parts/html.js";
import { Empty } from "../parts/states.js";
import { Page } from "../parts/page.js";
import { useRoute } from "../data/route.js";
import { Events } from "./operations/events.js";
import { Overview } from "./operations/overview.js";
import { Sender } from "./operations/sender.js";

export default function View() {
  const [part, name] = useRoute().rest;
  if (part === undefined) return html`<${Overview} />`;
  if (part === "senders" && name) return html`<${Sender} number=${name} key=${name} />`;
  if (part === "events" && ["reports", "events"].includes(name)) return html`<${Events} kind=${name} key=${name} />`;
  return html`<${Page} title="Operations"><${Empty} title="There is no such page." /><//>`;
}
