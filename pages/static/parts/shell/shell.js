// The frame of all views: places at the left (below on a phone), the view, and what lies above it.

import { html, useEffect, useErrorBoundary, useLayoutEffect, useState } from "../html.js";
import { connection } from "../../data/connection.js";
import { useKeys } from "../../data/keys.js";
import { PLACES, importView } from "../../data/places.js";
import { back, go, href, useRoute } from "../../data/route.js";
import { useSignal } from "../../data/signal.js";
import { Announcements, Toast } from "../dialog.js";
import { Button } from "../controls.js";
import { Page } from "../page.js";
import { Empty, Loading, Notice } from "../states.js";
import { Denied, Down } from "./connection.js";
import { KeysDialog } from "./keys.js";
import { SideNav, TabBar } from "./nav.js";

const views = new Map(); // by name: the component, or the error of its import

function useView(name) {
  const [, draw] = useState(0);
  useEffect(() => {
    if (!name || views.has(name)) return;
    importView(name)
      .then((view) => views.set(name, view), () => views.set(name, null))
      .then(() => draw((count) => count + 1));
  }, [name]);
  return views.get(name);
}

function NotThere() {
  return html`<${Page} title="No such page"><${Empty} title="There is no page at this address."
    hint="It may have been copied in part."><${Button} href=${href("home")}>Go to Home<//><//><//>`;
}

function Broken({ error }) {
  console.error(error);
  return html`<${Notice} tone="bad" title="This page broke." isAlert
    actions=${html`<${Button} onPress=${() => location.reload()}>Load it again<//>`}>${error.message}<//>`;
}

function View({ name, place, rest, query, isDrawer }) {
  const [error] = useErrorBoundary();
  const Component = useView(name);
  if (error) return html`<${Broken} error=${error} />`;
  if (!name) return html`<${NotThere} />`;
  if (Component === null) return html`<${Notice} tone="bad" title="The page did not load.">Load it again when the app answers.<//>`;
  if (!Component) return isDrawer ? null : html`<div class="page"><${Loading} rows=${8} /></div>`;
  return html`<${Component} place=${place} rest=${rest} query=${query} isDrawer=${isDrawer} />`;
}

function isMac() {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

// ⌘K and Ctrl K work in fields too, and so are no part of data/keys.js.
function useFindKey(open) {
  useEffect(() => {
    const onKey = (event) => {
      if (event.key?.toLowerCase() !== "k" || event.altKey || event.shiftKey) return;
      if (isMac() ? !event.metaKey : !event.ctrlKey) return;
      event.preventDefault();
      open();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

function focusSearch() {
  const field = document.querySelector("main [data-search]");
  if (!field) return false;
  field.focus();
  field.select();
  return true;
}

function useEverywhere({ showKeys, find }) {
  const places = PLACES.filter(({ key }) => key)
    .map(({ view, name, key }) => [`g ${key}`, [`Go to ${name}`, () => go(href(view))]]);
  useKeys("Everywhere", {
    [isMac() ? "⌘ K" : "Ctrl K"]: ["Find"],
    ...Object.fromEntries(places),
    "c": ["New send", () => go(href("sends/new"))],
    "/": ["Search in this list", focusSearch],
    "?": ["These keys", showKeys],
    "Escape": ["Close, then back", back],
  });
  useFindKey(find);
}

export function Shell() {
  const { view, place, rest, query, drawer, address } = useRoute();
  const [open, setOpen] = useState(null);
  const { state } = useSignal(connection);
  const [showKeys, find] = [() => setOpen("keys"), () => setOpen("find")];
  useEverywhere({ showKeys, find });
  useLayoutEffect(() => setOpen(null), [address]); // before a key can open another
  const Find = useView(open === "find" ? "find" : null);
  const key = view ? [view, ...(place === view ? [] : rest)].join("/") : "none";
  return html`
    <svg class="unseen" aria-hidden="true"><defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="hatch-ground" width="7" height="7" /><rect class="hatch-line" width="3.5" height="7" /></pattern></defs></svg>
    <a class="skip" href="#main">Skip to the content</a>
    <${SideNav} current=${place} find=${find} findKey=${isMac() ? "⌘K" : "Ctrl K"} showKeys=${showKeys} />
    <main id="main">
      ${state === "denied" && html`<${Denied} />`}
      ${state === "down" && html`<${Down} />`}
      <${View} key=${key} name=${view} place=${place} rest=${rest} query=${query} />
    </main>
    <${TabBar} current=${place} find=${find} />
    ${drawer && html`<${View} key=${`over-${drawer.address}`} name=${drawer.view} place=${drawer.place} rest=${drawer.rest} query=${drawer.query} isDrawer />`}
    ${open === "keys" && html`<${KeysDialog} onClose=${() => setOpen(null)} />`}
    ${open === "find" && Find && html`<${Find} onClose=${() => setOpen(null)} />`}
    <${Toast} /><${Announcements} />`;
}
