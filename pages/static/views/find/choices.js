// What a text in Find may mean: people, own numbers, sends, messages, campaigns, places, commands.

import { ask, withQuery } from "../../data/api.js";
import { prefixOf } from "../../data/consent.js";
import { keep, kept } from "../../data/kept.js";
import { PLACES } from "../../data/places.js";
import { href } from "../../data/route.js";
import { dayOf } from "../../data/times.js";
import { plain, pretty } from "../../data/words.js";

export const MOST = 8;

const MOST_PEOPLE = 4; // so that conversations have a place too
const LAST = "find-last";
const MOST_LAST = 5;
const DAY_MS = 86_400_000;
const SEND_ID = /^[0-7][0-9a-hjkmnp-tv-z]{25}[a-z2-7]{2,40}$/;
const MESSAGE_ID = /^[0-7][0-9a-hjkmnp-tv-z]{25}[a-z2-7]{2,40}-\d{3,5}$/;
const NUMBER = /^\+?[\d\s().-]+$/;
const FEWEST_DIGITS = 3;

const COMMANDS = [
  { words: "New send", kind: "command", icon: "plus", key: "C", to: href("sends/new") },
  { words: "Reviews of opt-outs", kind: "place", icon: "shield", to: href("opt-outs/reviews") },
  { words: "Opted out people", kind: "place", icon: "shield", to: href("opt-outs/list") },
];

const placesOf = () => PLACES.map(({ view, name, key, icon }) => ({ words: `Go to ${name}`, kind: "", icon, key: key && `G ${key.toUpperCase()}`, to: href(view) }));

const personChoice = (number) => ({ words: pretty(number), kind: "person", icon: "person", to: href(`people/${number}`) });

// The last things that were chosen, newest first.
function lastChoices() {
  try {
    return JSON.parse(kept(LAST) ?? "[]");
  } catch {
    return [];
  }
}

export function noteChoice({ words, kind, icon, to }) {
  const others = lastChoices().filter((one) => one.to !== to);
  keep(LAST, JSON.stringify([{ words, kind, icon, to }, ...others].slice(0, MOST_LAST)));
}

const has = (text, part) => text.toLowerCase().includes(part.toLowerCase());

function wholeNumber(text) {
  const prefix = prefixOf(text);
  const number = plain(text);
  if (/^\+1\d{10}$/.test(prefix)) return prefix;
  return /^\+\d{8,15}$/.test(number) && text.trim().startsWith("+") ? number : "";
}

// What is known without asking the app; `senders` are the own numbers.
function choicesAtOnce(text, senders) {
  const id = text.trim().toLowerCase();
  if (MESSAGE_ID.test(id)) return [{ words: id, kind: "message", icon: "chat", to: href(`messages/${id}`) }];
  if (SEND_ID.test(id)) return [{ words: id, kind: "send", icon: "plane", to: href(`sends/${id}`) }];
  if (!NUMBER.test(text.trim())) return [...COMMANDS, ...placesOf()].filter(({ words }) => has(words, text.trim()));
  const digits = text.replace(/\D/g, "");
  const own = senders.filter((sender) => sender.includes(digits) && digits.length >= FEWEST_DIGITS)
    .map((sender) => ({ words: pretty(sender), kind: "own number", icon: "inbox", to: href(`operations/senders/${sender}`) }));
  const number = wholeNumber(text);
  const send = number ? [{ words: `New send to ${pretty(number)}`, kind: "", icon: "plus", to: href("sends/new", { to: number }) }] : [];
  return [...(number ? [personChoice(number)] : []), ...own, ...send];
}

const conversationChoice = ({ sender, user }) =>
  ({ words: pretty(user), kind: `conversation with ${pretty(sender)}`, icon: "chat", to: href(`inbox/${sender}/${user}`) });

// People who wrote or are in the registry, and then the conversations with them; `trouble` if one of
// the two could not be read.
async function peopleLike(text, signal) {
  const [digits, prefix] = [text.replace(/\D/g, ""), prefixOf(text)];
  const isLong = digits.length >= FEWEST_DIGITS;
  const [talking, listed] = await Promise.allSettled([
    isLong ? ask(withQuery("conversations", { q: digits, limit: MOST }), { signal }).then((page) => page.conversations) : [],
    prefix ? ask(withQuery("opt-outs", { number: prefix, limit: MOST }), { signal }).then((page) => page.entries) : [],
  ]);
  const [talks, entries] = [talking.value ?? [], listed.value ?? []];
  const users = [...new Set(talks.map(({ user }) => user))];
  const others = [...new Set(entries.map(({ recipient }) => recipient))].filter((one) => !users.includes(one));
  const few = users.slice(0, Math.max(MOST_PEOPLE - others.length, MOST_PEOPLE / 2));
  const people = [...few, ...others.slice(0, talks.length ? MOST_PEOPLE - few.length : MOST)];
  return { found: [...people.map(personChoice), ...talks.map(conversationChoice)], trouble: talking.reason ?? listed.reason };
}

async function campaignsLike(text, signal) {
  const range = { from: dayOf(Date.now() - 29 * DAY_MS), to: dayOf(Date.now()) };
  const { byCampaign } = await ask(withQuery("analytics/summary", range), { signal });
  return {
    found: byCampaign.filter(({ campaign }) => campaign && has(campaign, text))
      .map(({ campaign }) => ({ words: campaign, kind: "campaign", icon: "plane", to: href("sends", { campaign, days: "30" }) })),
  };
}

// What a text may mean without asking the app: { choices, isAll }; `isAll` if the app knows no others.
export function choicesNow(text, senders) {
  const words = text.trim();
  if (!words) return { choices: [...lastChoices(), ...COMMANDS.slice(0, 1), ...placesOf()].slice(0, MOST), isAll: true };
  const choices = choicesAtOnce(words, senders).slice(0, MOST);
  return { choices, isAll: ["message", "send"].includes(choices[0]?.kind) };
}

// What it may mean as the app knows: { choices, hasMore, trouble }. `trouble` is what kept the app from
// answering; `choices` are then those that are known all the same.
export async function choicesOf(text, senders, signal) {
  const words = text.trim();
  const atOnce = choicesAtOnce(words, senders);
  const isNumber = NUMBER.test(words);
  const { found, trouble } = await (isNumber ? peopleLike : campaignsLike)(words, signal).catch((error) => ({ found: [], trouble: error }));
  const first = isNumber ? [...atOnce.filter(({ kind }) => kind === "person"), ...found] : found;
  const all = [...first, ...atOnce].filter(({ to }, at, every) => every.findIndex((one) => one.to === to) === at);
  return { choices: all.slice(0, MOST), hasMore: found.length >= MOST, trouble };
}
