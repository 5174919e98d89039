// Light, dark, or as the system has it.

import { keep, kept } from "./kept.js";
import { Signal } from "./signal.js";

export const theme = new Signal(kept("theme") ?? "system");

const show = (value) => { document.documentElement.dataset.theme = value; };

show(theme.value);
theme.follow((value) => {
  keep("theme", value === "system" ? null : value);
  show(value);
});
