// Keys of a page, and the list of them that `?` opens. Keys of one character can be turned off
// there (WCAG 2.2, 2.1.4), and do nothing while a text is typed.

import { make } from "./words.js";

const OFF = "paloma-keys-off";
const dialog = document.getElementById("keys");

function areOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function turn(isOn) {
  try {
    if (isOn) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    // the browser keeps nothing for this site
  }
}

const isTyping = ({ target }) => target.matches("input, textarea, select, [contenteditable]");

// `actions` by key; `names` are the lines of the list: keys and what they do.
export function useKeys(actions, names) {
  const all = { ...actions, "?": () => dialog.showModal() };
  document.addEventListener("keydown", (event) => {
    const isCharacter = event.key.length === 1;
    if (dialog.open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!all[event.key] || (isCharacter && (isTyping(event) || areOff()))) return;
    if (all[event.key](event) !== false) event.preventDefault();
  });
  for (const [keys, words] of [...names, ["?", "These keys"]]) {
    const line = make("li");
    line.append(make("kbd", "", keys), words);
    dialog.querySelector("ul").append(line);
  }
  const choice = dialog.querySelector("input");
  choice.checked = !areOff();
  choice.addEventListener("change", () => turn(choice.checked));
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  document.getElementById("show-keys").addEventListener("click", all["?"]);
}
