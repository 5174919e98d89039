// What is pressed: buttons, menus, segments, tabs, key caps.

import { classes, html, useEffect, useLayoutEffect, useRef, useState } from "./html.js";
import { Icon } from "./icon.js";

// `kind`: "primary" (one at most on a page), "plain", "quiet" or "danger". With `href` it is a link.
// `busy` are the words while its action runs; it stays where it is and cannot be pressed.
export function Button({ kind = "plain", icon, href, isSmall, isDisabled, busy, label, onPress, type = "button", children, ...more }) {
  const look = classes("button", kind, isSmall && "small", !children && "only-icon");
  const inside = [icon && html`<${Icon} name=${icon} size=${isSmall ? 16 : 18} />`, children && html`<span class="button-words">${busy || children}</span>`];
  if (href) return html`<a class=${look} href=${href} aria-label=${label} ...${more}>${inside}</a>`;
  return html`<button class=${look} type=${type} disabled=${isDisabled || Boolean(busy)} aria-label=${label}
    onClick=${onPress} ...${more}>${inside}</button>`;
}

export const Key = ({ children }) => html`<kbd>${children}</kbd>`;

// Closes what is open when a person presses elsewhere, goes on with Tab, or presses Escape, which leads
// back to where the focus was. Gives a ref for its root, which holds the button that opens it too.
export function useDismissal(isOpen, close) {
  const [root, opener] = [useRef(null), useRef(null)];
  useLayoutEffect(() => { if (isOpen) opener.current = document.activeElement; }, [isOpen]);
  useEffect(() => {
    if (!isOpen) return undefined;
    const onPress = ({ target }) => { if (!root.current?.contains(target)) close(); };
    const onKey = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      close();
      const isKnown = opener.current !== document.body && opener.current?.isConnected;
      (isKnown ? opener.current : root.current?.querySelector("[aria-expanded]"))?.focus();
    };
    const onLeave = ({ relatedTarget }) => { if (relatedTarget && !root.current?.contains(relatedTarget)) close(); };
    const element = root.current;
    document.addEventListener("pointerdown", onPress);
    element.addEventListener("keydown", onKey);
    element.addEventListener("focusout", onLeave);
    return () => {
      document.removeEventListener("pointerdown", onPress);
      element.removeEventListener("keydown", onKey);
      element.removeEventListener("focusout", onLeave);
    };
  }, [isOpen]);
  return root;
}

function moveInside(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll("a, button, [role=option]")];
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
}

// The rest of a page's actions: `items` are { label, icon, href, onPress, isDanger }; false is left out.
export function Menu({ label = "More", icon = "more", items }) {
  const [isOpen, setOpen] = useState(false);
  const root = useDismissal(isOpen, () => setOpen(false));
  useEffect(() => { if (isOpen) root.current.querySelector(".menu a, .menu button")?.focus(); }, [isOpen]);
  const entry = ({ label: words, icon: sign, href, onPress, isDanger }) => html`
    <li key=${words}><${Button} kind=${isDanger ? "danger" : "quiet"} icon=${sign} href=${href}
      onPress=${() => { setOpen(false); onPress?.(); }}>${words}<//></li>`;
  return html`<div class="with-menu" ref=${root}>
    <${Button} icon=${icon} label=${label} aria-haspopup="true" aria-expanded=${isOpen} onPress=${() => setOpen(!isOpen)} />
    ${isOpen && html`<ul class="menu popover" onKeyDown=${moveInside}>${items.filter(Boolean).map(entry)}</ul>`}
  </div>`;
}

// One of few: `options` are { value, label }.
export function Segments({ label, options, value, onChange }) {
  return html`<div class="segments" role="group" aria-label=${label}>
    ${options.map((one) => html`<button type="button" key=${one.value} aria-pressed=${one.value === value}
      onClick=${() => onChange(one.value)}>${one.label}</button>`)}
  </div>`;
}

// For tabs that are wider than a phone: gives a ref for their row, which shows the current one, also
// when counts that come later make it wider.
export function useCurrentInView(current) {
  const [row, shown] = [useRef(null), useRef("")];
  useEffect(() => {
    const element = row.current;
    const now = `${current} ${element.scrollWidth}`;
    const tab = element.querySelector("[aria-current]");
    if (tab && now !== shown.current) element.scrollLeft = tab.offsetLeft - (element.clientWidth - tab.offsetWidth) / 2;
    shown.current = now;
  });
  return row;
}

// Parts of a view with an address each: `tabs` are { href, name, count, isCurrent }.
export function Tabs({ label, tabs }) {
  const row = useCurrentInView(tabs.find(({ isCurrent }) => isCurrent)?.href);
  return html`<nav class="tabs" aria-label=${label} ref=${row}>
    ${tabs.map((one) => html`<a key=${one.href} href=${one.href} aria-current=${one.isCurrent ? "page" : undefined}>
      ${one.name}${one.count ? html` <span class="badge">${one.count}</span>` : ""}</a>`)}
  </nav>`;
}
