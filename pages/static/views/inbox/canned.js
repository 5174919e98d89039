// Canned replies: chosen from a list, put into the reply where the caret is.

import { useResource } from "../../data/resource.js";
import { href } from "../../data/route.js";
import { pretty } from "../../data/words.js";
import { html, useEffect, useRef, useState } from "../../parts/html.js";
import { Loading } from "../../parts/states.js";

const PLACEHOLDER = /\{\{\s*([^{}]+?)\s*\}\}/g;

// Fills what is known; the rest stays, for the operator to write.
export const filled = (text, person) =>
  text.replace(PLACEHOLDER, (whole, name) => (name.toLowerCase() === "number" ? pretty(person.user) : whole));

// The first placeholder that is left: [begin, end], or null.
export function unfilledIn(text) {
  const found = new RegExp(PLACEHOLDER).exec(text);
  return found && [found.index, found.index + found[0].length];
}

function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const options = [...event.currentTarget.querySelectorAll("[role=option]")];
  const at = options.indexOf(document.activeElement);
  if (at + step < 0) event.currentTarget.querySelector("input").focus();
  else options[Math.min(at + step, options.length - 1)]?.focus();
}

export function Canned({ person, choose }) {
  const { data, isLoading } = useResource("canned-replies");
  const [words, setWords] = useState("");
  const search = useRef(null);
  useEffect(() => search.current.focus(), []);
  const all = data?.cannedReplies ?? [];
  const shown = all.filter(({ name, text }) => `${name} ${text}`.toLowerCase().includes(words.toLowerCase()));
  const first = (event) => {
    if (event.key !== "Enter" || !shown.length) return;
    event.preventDefault();
    choose(filled(shown[0].text, person));
  };
  return html`<div class="canned popover" onKeyDown=${move}>
    <input ref=${search} type="search" aria-label="Search canned replies" placeholder="Search canned replies" value=${words}
      onInput=${({ target }) => setWords(target.value)} onKeyDown=${first} />
    ${isLoading && html`<${Loading} rows=${3} />`}
    <div role="listbox" aria-label="Canned replies">${shown.map(({ name, text }) => html`<button type="button" role="option" key=${name}
      onClick=${() => choose(filled(text, person))}><b dir="auto">${name}</b><span dir="auto">${text}</span></button>`)}</div>
    ${data && shown.length === 0 && html`<p class="soft">${all.length ? "Nothing matches." : html`There are none yet. <a href=${href("settings")}>Write them in Settings.</a>`}</p>`}
  </div>`;
}
