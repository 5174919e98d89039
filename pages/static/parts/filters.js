// The filters of a list: chips that open what can be chosen.

import { classes, html, useEffect, useId, useRef, useState } from "./html.js";
import { useDismissal } from "./controls.js";
import { Icon } from "./icon.js";

const SEARCHED_FROM = 9; // options
const TYPED_MS = 400;

export function FilterBar({ label = "Filters", aside, children }) {
  return html`<div class="filters" role="group" aria-label=${label}><div class="filters-row">${children}</div>
    ${aside && html`<p class="filters-aside">${aside}</p>`}</div>`;
}

function moveOption(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const options = [...event.currentTarget.querySelectorAll("button[role=option]")];
  const at = options.indexOf(document.activeElement);
  options.at(at < 0 && step < 0 ? -1 : (at + step) % options.length)?.focus();
}

function Options({ name, options, value, choose }) {
  const [words, setWords] = useState("");
  const box = useRef(null);
  useEffect(() => {
    (box.current.querySelector("input") ?? box.current.querySelector("[aria-selected=true]") ?? box.current.querySelector("[role=option]"))?.focus();
  }, []);
  const shown = options.filter(({ label }) => label.toLowerCase().includes(words.toLowerCase()));
  return html`<div class="options popover" ref=${box} onKeyDown=${moveOption}>
    ${options.length >= SEARCHED_FROM && html`<input type="search" aria-label=${`Search in ${name}`} placeholder="Search" value=${words}
      onInput=${({ target }) => setWords(target.value)} />`}
    <div role="listbox" aria-label=${name}>${shown.map((one) => html`<button type="button" role="option" key=${one.value}
      aria-selected=${one.value === value} onClick=${() => choose(one.value)}>
      <${Icon} name=${one.value === value ? "tick" : ""} size=${16} /><span dir="auto">${one.label}</span></button>`)}</div>
    ${shown.length === 0 && html`<p class="soft">Nothing matches.</p>`}
  </div>`;
}

// "Name **value** ⌄". `options`: [{ value, label }]; `plain` is the value without a choice.
export function Filter({ name, value, options, plain = "", onChange }) {
  const [isOpen, setOpen] = useState(false);
  const root = useDismissal(isOpen, () => setOpen(false));
  const isChosen = value !== plain;
  const label = options.find((one) => one.value === value)?.label ?? value;
  const choose = (chosen) => {
    setOpen(false);
    root.current.querySelector(".filter-open").focus();
    if (chosen !== value) onChange(chosen);
  };
  return html`<div class=${classes("filter", isChosen && "chosen")} ref=${root}>
    <button type="button" class="filter-open" aria-haspopup="listbox" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>
      <span class="filter-name">${name}</span> <b dir="auto">${label}</b><${Icon} name="down" size=${16} /></button>
    ${isChosen && html`<button type="button" class="filter-clear" aria-label=${`Clear ${name}`} onClick=${() => choose(plain)}><${Icon} name="cross" size=${14} /></button>`}
    ${isOpen && html`<${Options} name=${name} options=${options} value=${value} choose=${choose} />`}
  </div>`;
}

// A search field of a list: tells what is typed after a moment. `/` goes to it.
export function SearchField({ label, placeholder, value, onChange }) {
  const id = useId();
  const [words, setWords] = useState(value);
  const timer = useRef(0);
  useEffect(() => setWords(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = ({ target }) => {
    setWords(target.value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(target.value.trim()), TYPED_MS);
  };
  return html`<div class="search-field"><${Icon} name="search" size=${18} /><input id=${id} type="search" data-search aria-label=${label}
    placeholder=${placeholder ?? label} value=${words} onInput=${type} autocomplete="off" /></div>`;
}
