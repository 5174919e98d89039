// The way to the places: at the left, as a rail, or as the bar of a phone.

import { useAttention, useWaitingConversations } from "../../data/attention.js";
import { ASSETS, ROOT } from "../../data/api.js";
import { connection } from "../../data/connection.js";
import { count } from "../../data/numbers.js";
import { PLACES } from "../../data/places.js";
import { href } from "../../data/route.js";
import { useSignal } from "../../data/signal.js";
import { ZONE_IN_WORDS, clock } from "../../data/times.js";
import { classes, html, useState } from "../html.js";
import { Chip } from "../chip.js";
import { Key } from "../controls.js";
import { Icon } from "../icon.js";
import { Dialog } from "../dialog.js";

const ON_PHONES = ["home", "inbox", "sends"];

// The counts by place; what is not counted is absent.
function usePlaceCounts() {
  const attention = useAttention().data;
  const conversations = useWaitingConversations().data;
  return {
    "inbox": conversations?.counts?.waiting, "opt-outs": attention?.dueReviewCount, "operations": attention?.operationsCount,
  };
}

// What a count says to those who do not see where it stands.
const COUNTED = { "inbox": "waiting", "opt-outs": "due", "operations": "needing attention" };

function Badge({ place, number }) {
  if (!number) return null;
  return html`<span class=${classes("badge", place !== "inbox" && "warm")}>${count(number)}<span class="unseen"> ${COUNTED[place]}</span></span>`;
}

function PlaceLink({ place: { view, name, icon }, current, number }) {
  return html`<li><a href=${href(view)} aria-current=${view === current ? "page" : undefined} title=${name}>
    <${Icon} name=${icon} /><span class="place-name">${name}</span><${Badge} place=${view} number=${number} /></a></li>`;
}

function connectionInWords({ state, goodAt }) {
  if (state === "denied") return "No key";
  if (state === "down") return goodAt ? `Reconnecting, as of ${clock(goodAt)}` : "Reconnecting";
  return state === "live" ? "Live" : "Connecting";
}

function Live() {
  const now = useSignal(connection);
  const words = connectionInWords(now);
  return html`<p id="live" class=${classes("live", now.state === "live" ? "live-now" : now.state)} role="status" title=${words}>${words}</p>`;
}

function Trial() {
  if (!useAttention().data?.trial) return null;
  return html`<p class="trial"><${Chip} tone="warn" title="Only guests get real messages; all others are simulated.">Trial<//></p>`;
}

function Brand() {
  return html`<a class="brand" href=${href("home")} aria-label="Paloma, Home"><img src=${`${ASSETS}paloma.svg`} alt="" width="28" height="28" /><span>Paloma</span></a>`;
}

export function SideNav({ current, find, findKey, showKeys }) {
  const counts = usePlaceCounts();
  return html`<nav class="side" aria-label="Places">
    <${Brand} />
    <button type="button" class="find-button" onClick=${find} title="Find"><${Icon} name="search" size=${16} /><span>Find</span><${Key}>${findKey}<//></button>
    <ul class="places">${PLACES.map((place) => html`<${PlaceLink} key=${place.view} place=${place} current=${current} number=${counts[place.view]} />`)}</ul>
    <div class="side-end"><${Trial} /><${Live} /><button type="button" class="help" aria-label="Keys" onClick=${showKeys}>?</button>
      <p class="zone">Times in ${ZONE_IN_WORDS}</p><a class="zone" href=${`${ROOT}docs`}>API reference</a></div>
  </nav>`;
}

function MorePlaces({ current, counts, onClose }) {
  const places = PLACES.filter(({ view }) => !ON_PHONES.includes(view));
  return html`<${Dialog} title="More" cancel="Close" onClose=${onClose}><ul class="places">
    ${places.map((place) => html`<${PlaceLink} key=${place.view} place=${place} current=${current} number=${counts[place.view]} />`)}
    <li><a href=${`${ROOT}docs`}><${Icon} name="file" /><span class="place-name">API reference</span></a></li></ul>
    <div class="side-end"><${Trial} /><${Live} /><p class="zone">Times in ${ZONE_IN_WORDS}</p></div><//>`;
}

export function TabBar({ current, find }) {
  const counts = usePlaceCounts();
  const [isOpen, setOpen] = useState(false);
  const isMore = current && !ON_PHONES.includes(current);
  return html`<nav class="tab-bar" aria-label="Places of a phone"><ul>
    ${PLACES.filter(({ view }) => ON_PHONES.includes(view)).map((place) => html`<${PlaceLink} key=${place.view} place=${place} current=${current} number=${counts[place.view]} />`)}
    <li><button type="button" onClick=${find}><${Icon} name="search" />Find</button></li>
    <li><button type="button" class=${isMore && "here"} onClick=${() => setOpen(true)}><${Icon} name="menu" />More</button></li></ul>
    ${isOpen && html`<${MorePlaces} current=${current} counts=${counts} onClose=${() => setOpen(false)} key=${current} />`}</nav>`;
}
