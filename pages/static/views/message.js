import { html } from "../parts/html.js";
import { Drawer } from "../parts/dialog.js";
import { Page } from "../parts/page.js";
import { Empty } from "../parts/states.js";

export default function View({ isDrawer }) {
  const inside = html`<${Empty} title="This page is not built yet." />`;
  return isDrawer ? html`<${Drawer} title="Message">${inside}<//>` : html`<${Page} title="Message">${inside}<//>`;
}
