// The frame of a view: its head with title, chips and actions, and cards below it.

import { ASSETS } from "../data/api.js";
import { connection } from "../data/connection.js";
import { href } from "../data/route.js";
import { useSignal } from "../data/signal.js";
import { clock } from "../data/times.js";
import { classes, html, useEffect, useId, useLayoutEffect } from "./html.js";
import { Icon } from "./icon.js";

// On a phone the way home stands at the left of a head.
export const Dove = () => html`<a class="dove" href=${href("home")} aria-label="Paloma, Home"><img src=${`${ASSETS}paloma.svg`} alt="" width="28" height="28" /></a>`;

// `title` is that of the window too, unless `windowTitle` is given. `actions`: at most one primary
// button and two others, the rest in a <Menu>. `isWide` takes the whole width. `up`: where the
// arrow of a phone leads, if the view is below another.
export function Page({ title, windowTitle, chips, actions, hint, up, isWide, children }) {
  // Before the focus goes to the title: screen readers say both, in this order.
  useLayoutEffect(() => { document.title = `${windowTitle ?? title} · Paloma`; }, [windowTitle, title]);
  return html`<div class=${classes("page", isWide && "wide")}>
    <header class="page-head">
      ${!up && html`<${Dove} />`}
      ${up && html`<a class="up" href=${up.href} aria-label=${`Back to ${up.name}`}><${Icon} name="left" /></a>`}
      <div class="page-title"><h1 tabindex="-1">${title}</h1>${chips}</div>
      ${hint && html`<p class="page-hint">${hint}</p>`}
      ${actions && html`<div class="actions">${actions}</div>`}
    </header>
    ${children}
  </div>`;
}

// Hides the bar of places on a phone: what is composed needs the room.
export function useNoTabBar(isOn = true) {
  useEffect(() => {
    document.body.classList.toggle("has-no-tab-bar", isOn);
    return () => document.body.classList.remove("has-no-tab-bar");
  }, [isOn]);
}

// A section with a head. `aside` stands at the right of the head; `isFlush`: rows reach its edges.
export function Card({ title, count, aside, isFlush, children, ...more }) {
  const id = useId();
  return html`<section class=${classes("card", isFlush && "flush")} aria-labelledby=${title ? id : undefined} ...${more}>
    ${title && html`<header class="card-head"><h2 id=${id}>${title}${count === undefined ? "" : html` <span class="soft">${count}</span>`}</h2>
      ${aside && html`<div class="card-aside">${aside}</div>`}</header>`}
    ${children}
  </section>`;
}

// A figure with its name and one line below. With `href` all of it is a link to what it counts.
export function Tile({ name, figure, more, href, asOf }) {
  const { state } = useSignal(connection);
  const age = state === "down" && asOf ? `, as of ${clock(asOf)}` : "";
  const inside = html`<span class="tile-name">${name}${age}</span><span class=${classes("tile-figure", age && "stale")}>${figure}</span>
    <span class="tile-more">${more}</span>`;
  return href ? html`<a class="card tile" href=${href}>${inside}</a>` : html`<div class="card tile">${inside}</div>`;
}

// Names and values side by side: `rows` are [name, value]; empty values are left out.
export function Facts({ rows }) {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return html`<dl class="facts">${shown.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
