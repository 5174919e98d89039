// The inbox: who wrote to an own number, what was said, and a reply box.

import { onReturn, show, shown, stateShown } from "./address.js";
import { focusComposer, whenReplied } from "./composer.js";
import { useKeys } from "./keys.js";
import { count } from "./numbers.js";
import { repeat, troubleInWords } from "./polling.js";
import { setText } from "./rows.js";
import { closeThread, markRead, openThread, refreshThread } from "./thread.js";
import { Threads, rowOf } from "./threads.js";
import { plain } from "./words.js";

const EVERY_MS = 4_000;

const element = (id) => document.getElementById(id);
const list = element("threads");
const NO_NUMBER = "Enter one of your own numbers to see its conversations.";

let threads = new Threads("");
let user = "";      // whose conversation is open
let unlisted = "";  // whose conversation is in no list: the person never wrote

// The list ---------------------------------------------------------------------

const isHeld = () => list.matches(":hover") || list.contains(document.activeElement);

function hintInWords() {
  if (!threads.sender) return NO_NUMBER;
  if (!threads.isRead) return element("side-trouble").hidden ? "Loading…" : "";
  if (threads.known.size === 0) return "No messages to this number yet.";
  return list.childElementCount ? "" : "No loaded conversation matches.";
}

function drawList({ isFree = false } = {}) {
  const newCount = threads.show({ isHeld: isHeld() && !isFree });
  const pill = element("new-threads");
  pill.hidden = newCount === 0;
  setText(pill, newCount === 1 ? "1 new conversation" : `${count(newCount)} new conversations`);
  element("more-threads").hidden = !threads.moreUrl;
  const hint = element("no-threads");
  setText(hint, hintInWords());
  hint.hidden = hint.textContent === "";
  hint.classList.toggle("loading", Boolean(threads.sender) && !threads.isRead);
  const unread = threads.unreadWords;
  document.title = `${unread && `(${unread}) `}Inbox · Paloma`;
}

function sayTrouble(error) {
  for (const place of [element("side-trouble"), element("thread-trouble")]) {
    place.hidden = !error;
    setText(place, error ? troubleInWords(error) : "");
  }
}

// One request for the list, and one for the open conversation.
async function refresh() {
  if (!threads.sender) return;
  const asked = [threads, user];
  const isSame = () => asked[0] === threads && asked[1] === user;
  try {
    await Promise.all([threads.refresh(), user && refreshThread()]);
    if (!isSame()) return;
    await keepRead();
    if (isSame()) sayTrouble(null);
  } catch (error) {
    if (isSame()) sayTrouble(error);
    throw error;
  } finally {
    if (isSame()) drawList();
  }
}

// A conversation that is seen is read, whether or not what is shown of it holds an unread message.
async function keepRead({ isOpening = false } = {}) {
  const known = threads.known.get(user);
  const isUnread = known ? known.unreadCount || (isOpening && known.loopStoppedAt) : user !== unlisted;
  if (!user || document.hidden || !isUnread) return;
  const [asked, opened] = [threads, user];
  const read = await markRead();
  if (!read) unlisted = opened;
  else if (asked === threads) threads.learn(read);
}

// Moving about -------------------------------------------------------------------

// Shows what the address says.
function follow() {
  const query = shown();
  const sender = plain(query.get("sender") ?? "");
  if (sender !== threads.sender) {
    threads = new Threads(sender);
    threads.query = element("find").value;
    sayTrouble(null);
  }
  element("sender").value = sender;
  element("find-box").hidden = !sender;
  open(sender ? plain(query.get("user") ?? "") : "");
}

function open(chosenUser) {
  const last = user;
  const isLeft = last && !chosenUser;
  const hadFocus = element("thread").contains(document.activeElement);
  user = chosenUser;
  threads.openAt(user);
  document.body.classList.toggle("one", Boolean(user));
  element("thread").hidden = !user;
  element("welcome").hidden = Boolean(user);
  if (user && user !== last) {
    openThread({ sender: threads.sender, user })
      .then(() => keepRead({ isOpening: true })).then(() => drawList()).catch(sayTrouble);
  } else if (!user) closeThread();
  drawList({ isFree: isLeft });
  if (isLeft && hadFocus) rowOf(last)?.focus();
}

function choose(chosenUser) {
  show({ user: chosenUser }, { state: user ? null : { isFromList: true } });
  open(chosenUser);
  // A phone's keyboard would hide the conversation.
  if (matchMedia("(pointer: coarse)").matches) element("title").focus();
  else focusComposer();
}

// To the list, by the entry of the history that it has.
function leave() {
  if (stateShown()?.isFromList) return history.back();
  show({ user: "" });
  return open("");
}

list.addEventListener("click", (event) => {
  const row = event.target.closest("button");
  if (row) choose(row.dataset.user);
});
list.addEventListener("mouseleave", () => drawList());
element("new-threads").addEventListener("click", () => drawList({ isFree: true }));
element("back").addEventListener("click", leave);
element("more-threads").addEventListener("click", () => {
  threads.readMore().then(() => drawList({ isFree: true })).catch(sayTrouble);
});
element("find").addEventListener("input", () => {
  threads.query = element("find").value;
  drawList({ isFree: true });
});
element("find-box").addEventListener("submit", (event) => event.preventDefault());
element("opener").addEventListener("submit", (event) => {
  event.preventDefault();
  show({ sender: plain(element("sender").value), user: "" });
  follow();
  again();
});

// From the reply box or the search to the list, and from the list out of the conversation.
function step(event) {
  if (event.target === element("find")) {
    element("find").value = threads.query = "";
    drawList({ isFree: true });
  }
  const row = rowOf(user) ?? list.querySelector("button");
  const isInList = list.contains(document.activeElement);
  if (user && (isInList || !row?.offsetParent)) return leave();
  return row ? row.focus() : false;
}

function toSearch() {
  const box = element("find-box").hidden ? element("sender") : element("find");
  if (!box.offsetParent) return false;
  box.focus();
  return box.select();
}

useKeys({ "/": toSearch, Escape: step }, [
  ["↓ ↑", "Next and previous conversation, in the list"],
  ["Enter", "Opens it, in the list; sends, in the reply box"],
  ["Shift Enter", "New line, in the reply box"],
  ["Esc", "Back to the list; the draft is kept"],
  ["/", "Search the list"],
]);
whenReplied(() => again());
onReturn(() => { follow(); again(); });
follow();
const again = repeat(refresh, EVERY_MS);
