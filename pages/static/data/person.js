// The name of the person at this device: the `actor` of what is done here, and what "Mine" means.

import { keep, kept } from "./kept.js";
import { Signal } from "./signal.js";

export const myName = new Signal(kept("name") ?? "");

export function setMyName(name) {
  keep("name", name || null);
  myName.value = name;
}
