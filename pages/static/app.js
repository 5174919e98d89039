// The start of the pages: the frame stands at once, the view of the address follows.

import { Shell } from "./parts/shell/shell.js";
import { html, render } from "./parts/html.js";
import "./data/theme.js";

render(html`<${Shell} />`, document.getElementById("app"));
