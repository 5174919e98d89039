import { html } from "../parts/html.js";
import { Page } from "../parts/page.js";
import { ValuesInForce } from "./settings/values.js";

export default function View() {
  return html`<${Page} title="Settings"><${ValuesInForce} /><//>`;
}
