// Find: one box for numbers, ids, campaigns, places and commands.

import { repeat } from "../data/polling.js";
import { go } from "../data/route.js";
import { useSenders } from "../data/senders.js";
import { Key } from "../parts/controls.js";
import { html, useEffect, useId, useLayoutEffect, useRef, useState } from "../parts/html.js";
import { Icon } from "../parts/icon.js";
import { choicesNow, choicesOf, noteChoice } from "./find/choices.js";

const TYPED_MS = 120;

// What the app could not answer is asked again for as long as the box has this text.
function useChoices(text) {
  const known = useSenders();
  const own = useRef([]);
  own.current = (known.senders ?? []).map(({ sender }) => sender);
  const areRead = Boolean(known.senders ?? known.error); // a search that began before would begin anew
  const [found, setFound] = useState({ choices: [] });
  useEffect(() => {
    const stop = new AbortController();
    const { choices, isAll } = choicesNow(text, own.current);
    let task = null;
    const read = async () => {
      const all = await choicesOf(text, own.current, stop.signal);
      if (stop.signal.aborted) return;
      setFound(all);
      if (all.trouble) throw all.trouble;
    };
    const begin = () => {
      setFound({ choices, isSearching: !isAll });
      if (!isAll && areRead) task = repeat(read, Infinity);
    };
    const timer = setTimeout(begin, text ? TYPED_MS : 0);
    return () => {
      clearTimeout(timer);
      task?.stop();
      stop.abort();
    };
  }, [text, areRead]);
  return found;
}

function Option({ choice, id, isActive, onChoose, onPoint }) {
  return html`<li id=${id} role="option" aria-selected=${isActive} class="find-choice" onClick=${onChoose} onPointerMove=${onPoint}>
    <${Icon} name=${choice.icon} size=${18} /><span class="find-words" dir="auto">${choice.words}</span><span class="soft">${choice.kind}</span>
    <span class="find-end">${isActive ? html`<${Key}>↵<//>` : (choice.key ?? "").split(" ").filter(Boolean).map((one) => html`<${Key} key=${one}>${one}<//>`)}</span></li>`;
}

function headline(text, { choices, isSearching, hasMore, trouble }) {
  if (isSearching) return "Searching…";
  if (trouble) return `Could not search${choices.length ? " everything" : ""}. ${trouble.isPassing ? "Trying again…" : trouble.message}`;
  if (text && choices.length === 0) return "Nothing found. Numbers need 3 digits or more; ids must be whole.";
  if (hasMore) return `The first ${choices.length}. Type more to see others.`;
  return `${choices.length} ${choices.length === 1 ? "choice" : "choices"}`;
}

export default function Find({ onClose }) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const dialog = useRef(null);
  const id = useId();
  const found = useChoices(text);
  const { choices } = found;
  const at = Math.min(active, choices.length - 1);
  useLayoutEffect(() => {
    const [opener, element] = [document.activeElement, dialog.current];
    element.showModal();
    return () => {
      element.close();
      opener?.focus?.({ preventScroll: true });
    };
  }, []);
  const choose = (choice) => {
    if (!choice) return;
    noteChoice(choice);
    onClose();
    go(choice.to);
  };
  const onKey = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && choices.length) setActive((at + step + choices.length) % choices.length);
    else if (event.key === "Enter" && !event.isComposing) choose(choices[at]);
    else return;
    event.preventDefault();
  };
  const type = ({ target }) => {
    setText(target.value);
    setActive(0);
  };
  const isCount = choices.length > 0 && !found.isSearching && !found.trouble && !found.hasMore;
  return html`<dialog class="find" aria-label="Find" ref=${dialog} onCancel=${(event) => { event.preventDefault(); onClose(); }}
      onMouseDown=${({ target }) => target === dialog.current && onClose()}>
    <div class="find-box"><${Icon} name="search" size=${18} />
      <input role="combobox" aria-label="Find" aria-expanded="true" aria-autocomplete="list" aria-controls=${`${id}-list`} aria-activedescendant=${choices.length ? `${id}-${at}` : undefined}
        placeholder="A number, id, campaign or place" autocomplete="off" spellcheck=${false} autofocus value=${text} onInput=${type} onKeyDown=${onKey} />
      <button type="button" class="find-close" aria-label="Esc: close" onClick=${onClose}><${Key}>Esc<//></button></div>
    <ul id=${`${id}-list`} role="listbox" aria-label="Choices">${choices.map((choice, index) => html`<${Option} key=${choice.to} id=${`${id}-${index}`} choice=${choice}
      isActive=${index === at} onChoose=${() => choose(choice)} onPoint=${() => index !== at && setActive(index)} />`)}</ul>
    <p class=${isCount ? "unseen" : "find-foot soft"} role="status">${headline(text, found)}</p></dialog>`;
}
