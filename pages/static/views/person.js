import { html } from "../parts/html.js";
import { Page } from "../parts/page.js";
import { Empty } from "../parts/states.js";

export default function View() {
  return html`<${Page} title="Person"><${Empty} title="This page is not built yet." /><//>`;
}
