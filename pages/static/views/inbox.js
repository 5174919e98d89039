// The inbox: conversations at the left, the open one, and its person at the right.

import { useKeys } from "../data/keys.js";
import { myName, setMyName } from "../data/person.js";
import { go } from "../data/route.js";
import { useSignal } from "../data/signal.js";
import { plain, pretty } from "../data/words.js";
import { Button } from "../parts/controls.js";
import { Dialog, Drawer, toast } from "../parts/dialog.js";
import { Field } from "../parts/field.js";
import { classes, html, useEffect, useState } from "../parts/html.js";
import { useNoTabBar } from "../parts/page.js";
import { Empty } from "../parts/states.js";
import { List, moveFocus } from "./inbox/list.js";
import { listOf } from "./inbox/list-data.js";
import { addressOf, idOf, listAddress, partsOf } from "./inbox/names.js";
import { PersonPane } from "./inbox/person.js";
import { Thread } from "./inbox/thread.js";
import { threadOf } from "./inbox/thread-data.js";

const NARROW = 720; // pixels: one pane at a time
const AUTOMATIC = "automatic-replies";
const VIEWS = ["waiting", "mine", "open", "done"];

const focusReply = () => document.getElementById("reply")?.focus();
const rowOf = (id) => document.querySelector(`.threads a[data-id="${CSS.escape(id)}"]`);

function readQuery({ view, sender = "", q = "" }) {
  return { view: VIEWS.includes(view) ? view : "waiting", sender: sender && plain(sender), q };
}

function NameDialog({ onName, onClose }) {
  const [name, setName] = useState("");
  const [error, setError] = useState("");
  const submit = () => {
    if (!name.trim()) return setError("Write your name.");
    setMyName(name.trim());
    return onName();
  };
  return html`<${Dialog} title="Your name" onClose=${onClose} onSubmit=${submit} actions=${html`<${Button} kind="primary" type="submit">Keep<//>`}>
    <${Field} label="Name" hint="Colleagues see it on what you assign, reply and mark done. It stays on this device." error=${error} value=${name}
      maxlength="100" onInput=${(value) => { setName(value); setError(""); }} /><//>`;
}

// What a person does with a conversation; `setTrouble` takes what went wrong.
function actionsOn(thread, { list, query, askName, setTrouble }) {
  const act = async (action, body) => {
    setTrouble(null);
    try {
      await thread.act(action, { actor: myName.value || undefined, ...body });
      list.again?.();
      return true;
    } catch (error) {
      setTrouble(error);
      return false;
    }
  };
  const undone = (action) => () => act(action);
  const next = () => {
    const id = list.nextAfter(thread.id);
    go(id ? addressOf(partsOf(id), query) : listAddress(query));
  };
  const assign = () => askName(() => {
    const was = thread.state?.assignee ?? null;
    const assignee = was === myName.value ? null : myName.value;
    act("assign", { assignee }).then((isDone) => isDone && toast(assignee ? "Assigned to you" : "Assigned to no one", { undo: () => act("assign", { assignee: was }) }));
  });
  return {
    next,
    assign,
    reopen: () => act("reopen"),
    stopAutomatic: async (areStopped) => {
      const undo = () => act(AUTOMATIC, { areStopped: !areStopped });
      if (await act(AUTOMATIC, { areStopped })) toast(areStopped ? "Automatic replies are stopped" : "Automatic replies are sent again", { undo });
    },
    done: async () => {
      if (!(await act("done"))) return;
      toast("Done", { undo: undone("reopen") });
      next();
    },
    unread: async () => {
      thread.isKeptUnread = true;
      if (await act("unread")) toast("Marked unread", { undo: undone("read") });
    },
    sent: ({ isDone }) => {
      list.again?.();
      if (!isDone) return;
      toast("Sent and done", { undo: undone("reopen") });
      next();
    },
  };
}

function useInboxKeys({ thread, act, close }) {
  const onThread = thread ? {
    e: ["Done, next opens", () => (thread.state?.isDone ? act.reopen() : act.done())],
    a: ["Assign to me", act.assign],
    u: ["Mark unread", act.unread],
    r: ["Write the reply", focusReply],
    Escape: ["Back to the list", close],
  } : {};
  useKeys("Inbox", {
    "ArrowDown ArrowUp": ["Next and previous in the list"],
    "Enter": ["Opens; sends the reply"],
    "Shift Enter": ["New line in the reply"],
    "Ctrl Enter": ["Sends, and done"],
    "/": ["Canned replies, in an empty reply"],
    j: ["Next conversation", () => moveFocus(1)],
    k: ["Previous conversation", () => moveFocus(-1)],
    ...onThread,
  });
}

// The focus goes to the reply when a conversation opens; not on a phone, where keys would cover it.
function useReplyFocus(id) {
  useEffect(() => {
    if (!id || matchMedia("(pointer: coarse)").matches || innerWidth <= NARROW) return undefined;
    const timer = setTimeout(focusReply, 60);
    return () => clearTimeout(timer);
  }, [id]);
}

export default function Inbox({ rest, query: given }) {
  useSignal(myName);
  const query = readQuery(given);
  const list = listOf({ view: query.view, sender: query.sender, q: query.q, assignee: myName.value });
  useSignal(list.changes);
  const person = rest.length > 1 ? { sender: plain(rest[0]), user: plain(rest[1]) } : null;
  const id = person && idOf(person);
  const thread = person && threadOf(person);
  const [asked, setAsked] = useState(null);
  const [trouble, setTrouble] = useState(null);
  const [hasDrawer, setDrawer] = useState(false);
  const askName = (work) => (myName.value ? work() : setAsked({ work }));
  const back = listAddress(query);
  const act = thread && actionsOn(thread, { list, query, askName, setTrouble });
  const toRow = () => (rowOf(id) ? rowOf(id).focus() : document.activeElement.blur());
  useInboxKeys({ thread, act, close: () => go(back) });
  useReplyFocus(id);
  useNoTabBar(Boolean(person));
  useEffect(() => { setTrouble(null); setDrawer(false); }, [id]);
  const waiting = list.counts?.waiting;
  useEffect(() => { document.title = `${waiting ? `(${waiting}) ` : ""}${person ? `${pretty(person.user)} · ` : ""}Inbox · Paloma`; }, [waiting, id]);
  return html`<div class=${classes("inbox", person && "has-thread")}>
    <${List} list=${list} query=${query} openId=${id} askName=${askName} />
    ${thread ? html`<${Thread} thread=${thread} list=${back} act=${act} trouble=${trouble} showPerson=${() => setDrawer(true)} onSent=${act.sent} onLeave=${toRow} />
      <aside class="inbox-person" aria-label="Person"><${PersonPane} thread=${thread} /></aside>`
    : html`<section class="inbox-thread none"><${Empty} icon="inbox" title="Choose a conversation." hint="Arrow keys move in the list, Enter opens." /></section>`}
    ${hasDrawer && thread && html`<${Drawer} title="Person" onClose=${() => setDrawer(false)}><div class="inbox-person-drawer"><${PersonPane} thread=${thread} /></div><//>`}
    ${asked && html`<${NameDialog} onClose=${() => setAsked(null)} onName=${() => { setAsked(null); asked.work(); }} />`}
  </div>`;
}
