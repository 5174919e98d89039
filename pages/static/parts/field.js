// What is filled in: fields with label, hint and error; a place to drop a file.

import { classes, html, useId, useRef, useState } from "./html.js";

// `children(attributes)` makes the control; the attributes join it with label, hint and error.
export function Labelled({ label, hint, error, children }) {
  const id = useId();
  const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return html`<div class=${classes("field", error && "wrong")}><label for=${id}>${label}</label>
    ${children({ id, "aria-describedby": about || undefined, "aria-invalid": error ? "true" : undefined })}
    ${hint && html`<p class="field-hint" id=${`${id}-hint`}>${hint}</p>`}
    ${error && html`<p class="field-error" id=${`${id}-error`}>${error}</p>`}</div>`;
}

// `lines` makes it a text area. `onInput(value)`, `onBlur()`. Give `error` on blur and on submit,
// and take it away while a person types.
export function Field({ label, hint, error, value, lines, onInput, ...more }) {
  const type = ({ target }) => onInput(target.value);
  return html`<${Labelled} label=${label} hint=${hint} error=${error}>${(joined) => (lines
    ? html`<textarea rows=${lines} value=${value} onInput=${type} ...${joined} ...${more}></textarea>`
    : html`<input value=${value} onInput=${type} ...${joined} ...${more} />`)}<//>`;
}

// `options`: [{ value, label, isDisabled }].
export function Choice({ label, hint, error, value, options, onChange, ...more }) {
  return html`<${Labelled} label=${label} hint=${hint} error=${error}>${(joined) => html`
    <select value=${value} onChange=${({ target }) => onChange(target.value)} ...${joined} ...${more}>
      ${options.map((one) => html`<option key=${one.value} value=${one.value} disabled=${one.isDisabled} selected=${one.value === value}>${one.label}</option>`)}
    </select>`}<//>`;
}

export function Check({ isOn, onChange, children, ...more }) {
  return html`<label class="check"><input type="checkbox" checked=${isOn} onChange=${({ target }) => onChange(target.checked)} ...${more} /><span>${children}</span></label>`;
}

// Takes a file that is dropped or chosen. Nothing is uploaded: `onFile(file)` reads it.
export function DropZone({ accept = ".csv,text/csv", hint, words = "Drop a CSV here, or", onFile }) {
  const [isOver, setOver] = useState(false);
  const input = useRef(null);
  const take = (files) => { if (files.length) onFile(files[0]); };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const over = (event) => {
    event.preventDefault();
    setOver(true);
  };
  return html`<div class=${classes("drop-zone", isOver && "over")} onDragOver=${over} onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <p>${words} <button type="button" class="as-link" onClick=${() => input.current.click()}>choose a file</button></p>
    ${hint && html`<p class="field-hint">${hint}</p>`}
    <input ref=${input} type="file" accept=${accept} hidden onChange=${({ target }) => { take(target.files); target.value = ""; }} /></div>`;
}
