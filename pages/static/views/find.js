import { html } from "../parts/html.js";
import { Dialog } from "../parts/dialog.js";
import { Empty } from "../parts/states.js";

export default function Find({ onClose }) {
  return html`<${Dialog} title="Find" cancel="Close" onClose=${onClose}><${Empty} title="This page is not built yet." /><//>`;
}
