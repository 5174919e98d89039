// The phone page: shows one person's phone, live, and lets that person write.
// Everything that comes from a message goes into the page as text, never as markup.

const API = "/_simulator";
const PHONES_SHOWN = 200;
const MESSAGES_SHOWN = 500;
const ASK_MILLISECONDS = 5_000;
const AGAIN_MILLISECONDS = 500;

const element = (id) => document.getElementById(id);
const [log, phonesList, to, text, problem] = ["log", "phones", "to", "text", "problem"].map(element);

let number = null;           // the phone that is open
let ownNumberChosen = false; // whether its user has picked whom to text
let senders = [];
const rows = new Map();      // message id -> its row in the log
const phones = new Map();    // number -> its last message; the one used last comes last
const unread = new Set();

const personOf = (message) => (message.direction === "inbound" ? message.from : message.to);
const ownNumberOf = (message) => (message.direction === "inbound" ? message.to : message.from);

function pretty(value) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(value);
  return parts ? `+1 ${parts[1]} ${parts[2]} ${parts[3]}` : value;
}

function clock(at) {
  return new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function make(tag, className, content) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = content;
  return made;
}

function dressAvatar(avatar, value) {
  avatar.textContent = value.slice(-2);
  avatar.style.setProperty("--hue", String((Number(value.slice(-4)) * 47) % 360));
}

async function ask(path, body) {
  const options = body
    ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }
    : {};
  const response = await fetch(API + path, { ...options, signal: AbortSignal.timeout(ASK_MILLISECONDS) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.title);
  return answer;
}

// One phone ------------------------------------------------------------------

function fateOf(message) {
  const at = clock(message.createdAt);
  if (message.status === "accepted") return `${at} · on its way`;
  if (message.status === "delivered") return `${at} · Delivered`;
  if (message.status === "received") return `${at} · Sent`;
  return `${at} · ${message.status === "failed" ? "Not delivered" : message.status}: ${message.statusDetails}`;
}

function drawMessage(message) {
  let row = rows.get(message.messageId);
  if (!row) {
    row = document.createElement("li");
    row.dataset.at = message.createdAt;
    row.append(make("p", "who", ""), make("p", "bubble", message.message), make("p", "fate", ""));
    rows.set(message.messageId, row);
    log.append(row);
    if (!ownNumberChosen && canReceive(ownNumberOf(message))) to.value = ownNumberOf(message);
  }
  const mine = message.direction === "inbound";
  row.className = [mine ? "mine" : "theirs", message.origin, message.status].join(" ");
  row.children[0].textContent = (mine ? "to " : "from ") + pretty(ownNumberOf(message));
  row.children[2].textContent = fateOf(message);
}

function drawMessages(messages) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  messages.forEach(drawMessage);
  while (rows.size > MESSAGES_SHOWN) {
    const [oldest, row] = rows.entries().next().value;
    rows.delete(oldest);
    row.remove();
  }
  if (atEnd) log.scrollTop = log.scrollHeight;
}

const canReceive = (value) => senders.some((sender) => sender.number === value && sender.canReceive);

function drawBlocked(blockedSenders) {
  const badge = element("blocked");
  badge.hidden = blockedSenders.length === 0;
  badge.textContent = `Blocked: ${blockedSenders.map(pretty).join(", ")}`;
}

async function openPhone(value) {
  number = value;
  ownNumberChosen = false;
  unread.delete(value);
  rows.clear();
  log.replaceChildren();
  problem.textContent = "";
  document.body.classList.toggle("one", value !== null);
  element("phone").hidden = value === null;
  element("welcome").hidden = value !== null;
  document.title = value ? `${pretty(value)} · ACS simulator` : "Phones · ACS simulator";
  drawPhones();
  if (value === null) return;
  element("title").textContent = pretty(value);
  dressAvatar(element("avatar"), value);
  const query = new URLSearchParams({ number: value, limit: MESSAGES_SHOWN });
  const answer = await ask(`/messages?${query}`);
  if (number !== value) return; // another phone was opened meanwhile
  drawMessages(answer.messages);
  // Messages that the stream sent in the meantime were drawn first.
  log.append(...[...log.children].sort((a, b) => a.dataset.at.localeCompare(b.dataset.at)));
  drawBlocked(answer.blockedSenders);
  log.scrollTop = log.scrollHeight;
}

async function write(body) {
  problem.textContent = "";
  try {
    await ask("/inbound", { from: number, to: to.value, message: body });
    return true;
  } catch (error) {
    problem.textContent = error.message;
    return false;
  }
}

// All phones -----------------------------------------------------------------

// Returns whether the message is new: a later change of an older one is not.
function notePhone(message) {
  const person = personOf(message);
  const last = phones.get(person);
  if (last?.messageId === message.messageId || last?.createdAt > message.createdAt) return false;
  phones.delete(person); // so that it comes last again
  phones.set(person, message);
  if (phones.size > PHONES_SHOWN) phones.delete(phones.keys().next().value);
  return true;
}

function drawPhone([value, last]) {
  const link = make("a", unread.has(value) ? "unread" : "", "");
  link.href = `/phone/${encodeURIComponent(value)}`;
  if (value === number) link.setAttribute("aria-current", "page");
  const avatar = make("span", "avatar", "");
  avatar.setAttribute("aria-hidden", "true");
  dressAvatar(avatar, value);
  link.append(avatar, make("span", "name", pretty(value)));
  link.append(make("time", "", clock(last.createdAt)), make("span", "snippet", last.message));
  const item = document.createElement("li");
  item.dataset.number = value;
  item.append(link);
  return item;
}

function drawPhones() {
  const focused = document.activeElement?.closest?.("#phones li")?.dataset.number;
  phonesList.replaceChildren(...[...phones].reverse().map(drawPhone));
  element("no-phones").hidden = phones.size > 0;
  if (focused) phonesList.querySelector(`[data-number="${CSS.escape(focused)}"] a`)?.focus();
}

async function load() {
  const [known, answer] = await Promise.all([ask("/senders"), ask("/phones")]);
  senders = known.senders;
  const usable = senders.filter((sender) => sender.canReceive);
  to.replaceChildren(...usable.map((sender) => new Option(pretty(sender.number), sender.number)));
  phones.clear();
  answer.phones.reverse().forEach((phone) => notePhone(phone.last));
  await openPhone(numberInAddress());
}

// Live -----------------------------------------------------------------------

function listen() {
  const stream = new EventSource(`${API}/stream`);
  const show = (isLive) => {
    element("live").textContent = isLive ? "live" : "reconnecting";
    element("live").classList.toggle("on", isLive);
  };
  let isLeft = false;
  const connectAgain = () => {
    if (isLeft) return;
    isLeft = true;
    stream.close();
    show(false);
    setTimeout(listen, AGAIN_MILLISECONDS);
  };
  // Whatever was missed before the stream was open is read anew.
  stream.onopen = () => load().then(() => show(stream.readyState === EventSource.OPEN), connectAgain);
  // The browser itself connects again unless the response was an error.
  stream.onerror = () => (stream.readyState === EventSource.CLOSED ? connectAgain() : show(false));
  stream.addEventListener("messages", (event) => hear(JSON.parse(event.data).messages));
  stream.addEventListener("resync", () => load().catch(connectAgain));
  stream.addEventListener("opt-outs", (event) => {
    const change = JSON.parse(event.data);
    if (change.number === number) drawBlocked(change.blockedSenders);
  });
}

function hear(messages) {
  for (const message of messages) {
    if (notePhone(message) && personOf(message) !== number) unread.add(personOf(message));
  }
  drawMessages(messages.filter((message) => personOf(message) === number));
  drawPhones();
}

// Address and input ----------------------------------------------------------

function normalise(written) {
  const digits = written.replace(/[^0-9]/g, "");
  return digits.length >= 7 ? `+${digits}` : null;
}

function numberInAddress() {
  const written = location.pathname.split("/")[2] ?? "";
  return normalise(written.replace(/%[0-9a-f]{2}/gi, "")); // the escaped + is not needed
}

function go(value) {
  history.pushState(null, "", value ? `/phone/${encodeURIComponent(value)}` : "/phone");
  return openPhone(value);
}

phonesList.addEventListener("click", (event) => {
  const item = event.target.closest("li");
  if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(item.dataset.number);
});
element("back").addEventListener("click", (event) => { event.preventDefault(); go(null); });
window.addEventListener("popstate", () => openPhone(numberInAddress()));

element("opener").addEventListener("submit", (event) => {
  event.preventDefault();
  go(normalise(element("number").value)).then(() => text.focus());
  element("number").value = "";
});
element("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (text.value.trim() && (await write(text.value))) text.value = "";
  text.focus();
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  element("composer").requestSubmit();
});
to.addEventListener("change", () => { ownNumberChosen = true; });
document.querySelectorAll(".quick").forEach((button) => {
  button.addEventListener("click", () => write(button.dataset.text));
});

listen();
