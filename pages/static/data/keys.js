// Keys of the pages. Keys of one character can be turned off (WCAG 2.2, 2.1.4), and do nothing while
// a text is typed or a dialog is open; no key uses Alt.

import { useEffect, useState } from "../parts/html.js";
import { keep, kept } from "./kept.js";
import { Signal } from "./signal.js";

const OFF = "keys-off";
const SECOND_KEY_MS = 1_500;

export const areKeysOn = new Signal(kept(OFF) === null);

areKeysOn.follow((areOn) => keep(OFF, areOn ? null : "1"));

const groups = new Set();
let firstOfTwo = null;

// What is in use now, for the list: [{ name, keys: { key: [words, action] } }].
export const keysInUse = () => [...groups];

// `keys`: { e: ["Done, next opens", () => …] }; "g i" is one key after the other. An action that
// returns false leaves the key to the browser; without an action it is only listed: what is focused
// has it. The latest component that names a key gets it.
export function useKeys(name, keys) {
  const [group] = useState(() => ({ name, keys }));
  group.keys = keys;
  useEffect(() => {
    groups.add(group);
    return () => groups.delete(group);
  }, []);
}

const isTyping = ({ target }) => target.matches?.("input, textarea, select, [contenteditable]");

function actionFor(pressed) {
  return [...groups].reverse().map(({ keys }) => keys[pressed]?.[1]).find(Boolean);
}

function isFirstOfTwo(pressed) {
  return [...groups].some(({ keys }) => Object.keys(keys).some((one) => one.startsWith(`${pressed} `)));
}

document.addEventListener("keydown", (event) => {
  const isCharacter = event.key.length === 1;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  if (isCharacter && (isTyping(event) || !areKeysOn.value)) return;
  if (event.key === "Escape" && isTyping(event)) return event.target.blur();
  const first = firstOfTwo && event.timeStamp - firstOfTwo.at < SECOND_KEY_MS ? `${firstOfTwo.key} ` : "";
  firstOfTwo = null;
  const pressed = isCharacter ? event.key.toLowerCase() : event.key;
  const action = actionFor(first + pressed) ?? actionFor(pressed);
  if (action) {
    if (action(event) !== false) event.preventDefault();
  } else if (isCharacter && isFirstOfTwo(pressed)) {
    firstOfTwo = { key: pressed, at: event.timeStamp };
  }
});
