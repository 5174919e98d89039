// What lies above a page: dialogs, drawers, and the toast.

import { back } from "../data/route.js";
import { Signal, useSignal } from "../data/signal.js";
import { useKeys } from "../data/keys.js";
import { classes, html, useEffect, useId, useLayoutEffect, useRef } from "./html.js";
import { Button, Key } from "./controls.js";

function useModal(close) {
  const dialog = useRef(null);
  // Before anything else is typed: it must not go into the page below.
  useLayoutEffect(() => {
    const [opener, element] = [document.activeElement, dialog.current];
    element.showModal();
    element.querySelector("[autofocus], .dialog-body input, .dialog-body textarea, .dialog-body select, [data-safe]")?.focus();
    return () => {
      element.close(); // while it is open nothing below it can have the focus
      opener?.focus?.({ preventScroll: true });
    };
  }, []);
  const onCancel = (event) => {
    event.preventDefault();
    close();
  };
  const onPress = ({ target }) => { if (target === dialog.current) close(); };
  return { ref: dialog, onCancel, onMouseDown: onPress };
}

// A question or a form. `actions` are its buttons; "Cancel" is added before them and has the focus
// unless a field has it. `onSubmit` makes it a form: its primary button has type="submit".
export function Dialog({ title, onClose, onSubmit, actions, cancel = "Cancel", isWide, children }) {
  const id = useId();
  const modal = useModal(onClose);
  const submit = (event) => {
    event.preventDefault();
    onSubmit?.(event);
    setTimeout(() => modal.ref.current?.querySelector("[aria-invalid=true]")?.focus()); // its error is read with it
  };
  return html`<dialog class=${classes("dialog", isWide && "wide")} aria-labelledby=${id} ...${modal}>
    <form onSubmit=${submit} novalidate><h2 id=${id}>${title}</h2><div class="dialog-body">${children}</div>
    <footer class="actions"><${Button} onPress=${onClose} data-safe>${cancel}<//>${actions}</footer></form></dialog>`;
}

// Details at the right, below on a phone. It has an address: `onClose` goes back by default.
export function Drawer({ title, onClose = back, actions, children }) {
  const id = useId();
  const modal = useModal(onClose);
  return html`<dialog class="drawer" aria-labelledby=${id} ...${modal}>
    <header class="card-head"><h2 id=${id}>${title}</h2><${Button} kind="quiet" icon="cross" label="Close" onPress=${onClose} data-safe /></header>
    <div class="drawer-body">${children}</div>${actions && html`<footer class="actions">${actions}</footer>`}</dialog>`;
}

const shown = new Signal(null);
const TOAST_MS = 10_000;

// Says that something is done; `undo` takes it back, also with Z. Failures are never toasts.
export function toast(words, { undo } = {}) {
  shown.value = { words, undo, at: Date.now() };
}

export function Toast() {
  const now = useSignal(shown);
  const timer = useRef(0);
  const hide = () => { shown.value = null; };
  const wait = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(hide, TOAST_MS);
  };
  const stay = () => clearTimeout(timer.current);
  const undo = () => {
    hide();
    now?.undo?.();
  };
  useKeys("Everywhere", now?.undo ? { z: ["Undo", undo] } : {});
  useEffect(() => {
    if (now) wait();
    return stay;
  }, [now]);
  return html`<div class="toast-place" role="status">${now && html`<div class="toast" key=${now.at}
    onMouseEnter=${stay} onMouseLeave=${wait} onFocusIn=${stay} onFocusOut=${wait}>
    <span>${now.words}</span>${now.undo && html`<button type="button" onClick=${undo}>Undo</button><${Key}>Z<//>`}</div>`}</div>`;
}

const announced = new Signal("");
const QUIET_MS = 10_000;
let quietUntil = 0;

// Says words to screen readers, at most every 10 s: counts of new rows.
export function announce(words) {
  if (Date.now() < quietUntil) return;
  quietUntil = Date.now() + QUIET_MS;
  announced.value = "";
  setTimeout(() => { announced.value = words; }, 100);
}

export const Announcements = () => html`<div class="unseen" role="status">${useSignal(announced)}</div>`;
