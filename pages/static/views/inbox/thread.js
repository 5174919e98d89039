// The pane of one conversation: its head, its messages, and the reply box.

import { myName } from "../../data/person.js";
import { repeat } from "../../data/polling.js";
import { clock, when } from "../../data/times.js";
import { useSignal } from "../../data/signal.js";
import { pretty } from "../../data/words.js";
import { Phone } from "../../parts/chip.js";
import { Button, Key, Menu } from "../../parts/controls.js";
import { toast } from "../../parts/dialog.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../../parts/html.js";
import { Icon } from "../../parts/icon.js";
import { Empty, Loading, Notice, TroubleNotice, useTroubleHere } from "../../parts/states.js";
import { Bubbles } from "./bubbles.js";
import { Composer } from "./composer.js";
import { newKey } from "./drafts.js";
import { useClockThere, useOptOut, useZoneThere } from "./person.js";

const THREAD_MS = 2_000;
const READ_AFTER_MS = 1_000;
const NEAR_END = 80; // pixels
const ONE_PANE = 720;

// Reads the conversation, and marks it read once it was in view for a moment.
function useThread(thread) {
  useSignal(thread.changes);
  const unread = thread.state?.unreadCount ?? 0;
  useEffect(() => {
    const task = repeat(() => thread.refresh(), THREAD_MS);
    Object.assign(thread, { again: task.again, isOpen: true });
    return () => {
      thread.isOpen = false;
      task.stop();
    };
  }, [thread]);
  useEffect(() => {
    if (!unread || thread.isKeptUnread) return undefined;
    const timer = setTimeout(() => { if (!document.hidden) thread.act("read").catch(() => {}); }, READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [thread, unread]);
  useEffect(() => () => { thread.isKeptUnread = false; }, [thread]);
}

// Keeps the end in view while a person is at the end; says when there is something new below.
function useEnd(thread, scroller) {
  const isAtEnd = useRef(true);
  const [hasNew, setNew] = useState(false);
  const last = thread.outbox.at(-1)?.key ?? thread.lastEntry?.messageId;
  const toEnd = () => {
    scroller.current.scrollTop = scroller.current.scrollHeight;
    isAtEnd.current = true;
    setNew(false);
  };
  const onScroll = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (isAtEnd.current) setNew(false);
  };
  useLayoutEffect(toEnd, [thread]);
  useLayoutEffect(() => {
    if (isAtEnd.current || thread.outbox.length) toEnd();
    else if (last) setNew(true);
  }, [last]);
  useEffect(() => {
    const resized = new ResizeObserver(() => { if (isAtEnd.current) toEnd(); });
    resized.observe(scroller.current);
    return () => resized.disconnect();
  }, []);
  return { hasNew, toEnd, onScroll };
}

function Older({ thread, scroller }) {
  const [state, setState] = useState({ isBusy: false, error: null });
  const read = async () => {
    setState({ isBusy: true, error: null });
    const log = scroller.current.querySelector("[role=log]");
    const fromEnd = scroller.current.scrollHeight - scroller.current.scrollTop;
    log.setAttribute("aria-live", "off");
    const error = await thread.readOlder().then(() => null, (problem) => problem);
    setState({ isBusy: false, error });
    requestAnimationFrame(() => {
      scroller.current.scrollTop = scroller.current.scrollHeight - fromEnd;
      setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
    });
  };
  return html`<div class="older"><${TroubleNotice} trouble=${state.error} />
    <${Button} isSmall onPress=${read} busy=${state.isBusy && "Loading…"}>Show earlier messages<//></div>`;
}

function Messages({ thread, actions }) {
  const scroller = useRef(null);
  const end = useEnd(thread, scroller);
  const zone = useZoneThere(thread.person.user);
  const { asOf, entries, error, outbox } = thread;
  const trouble = useTroubleHere(error, { isRead: Boolean(asOf) });
  return html`<div class="thread-scroll" id="messages" ref=${scroller} onScroll=${end.onScroll} tabindex="0" role="region" aria-label="Messages">
    ${trouble && html`<${TroubleNotice} trouble=${trouble} />`}
    ${!asOf && !trouble && html`<${Loading} rows=${5} />`}
    ${asOf && !entries.length && !outbox.length && html`<${Empty} icon="chat" title="No messages yet." hint="What you write here begins the conversation." />`}
    ${thread.olderUrl && html`<${Older} thread=${thread} scroller=${scroller} />`}
    <div role="log" aria-label="Conversation" aria-live="polite" aria-relevant="additions"><ol><${Bubbles} thread=${thread} zone=${zone} actions=${actions} /></ol></div>
    ${end.hasNew && html`<button type="button" class="pill to-end" onClick=${end.toEnd}>New message ↓</button>`}
  </div>`;
}

// It takes the place of the reply, and so its focus: the opt-out may come while one is written.
function OptedOut({ thread }) {
  const bar = useRef(null);
  useEffect(() => { if (document.activeElement === document.body) bar.current.focus(); }, []);
  const found = useOptOut(thread.person);
  const day = found && new Date(found.at).toLocaleDateString(undefined, { day: "numeric", month: "short" });
  return html`<div class="composer out" ref=${bar} tabindex="-1"><${Icon} name="shield" /> <p>Opted out${day && ` on ${day}`}${found?.words && html`: “<bdi>${found.words.slice(0, 80)}</bdi>”`}. Replies are not possible until START.</p></div>`;
}

function Head({ thread, list, act, showPerson, close }) {
  const { person, state } = thread;
  const isMine = state?.assignee && state.assignee === myName.value;
  const Title = innerWidth <= ONE_PANE ? "h1" : "h2"; // the list, with its own, is not shown
  const assignWords = isMine ? "Assign to no one" : "Assign to me";
  const there = useClockThere(person.user);
  const copy = () => navigator.clipboard?.writeText(location.href).then(() => toast("Link copied"));
  return html`<header class="thread-head">
    <a class="up" href=${list} aria-label="Back to the conversations" onClick=${close}><${Icon} name="left" /></a>
    <div class="thread-title"><${Title}><${Phone} number=${person.user} /><//><p class="soft">to ${pretty(person.sender)}${there && ` · ${there} there`}${state?.assignee ? ` · ${state.assignee}` : ""}</p></div>
    <div class="actions">
      <span class="assign-button"><${Button} icon="person" isDisabled=${!state} onPress=${act.assign} title=${assignWords}>
        <span class="wide-words">${isMine ? "Unassign" : "Assign"} <${Key}>A<//></span><//></span>
      <${Button} icon=${state?.isDone ? "redo" : "tick"} isDisabled=${!state} onPress=${state?.isDone ? act.reopen : act.done}>
        <span class="wide-words">${state?.isDone ? "Reopen" : "Done"} <${Key}>E<//></span><//>
      <span class="person-button"><${Button} icon="info" label="About this person" onPress=${showPerson} /></span>
      <${Menu} label="More" items=${[
        state && { label: assignWords, icon: "person", onPress: act.assign },
        { label: "About this person", icon: "info", onPress: showPerson },
        state && { label: "Mark unread", icon: "inbox", onPress: act.unread },
        { label: "Copy link", icon: "link", onPress: copy },
        state && !state.automaticRepliesStoppedAt && { label: "Stop automatic replies", icon: "pause", onPress: () => act.stopAutomatic(true) },
        state?.automaticRepliesStoppedAt && { label: "Allow automatic replies", icon: "play", onPress: () => act.stopAutomatic(false) },
      ]} /></div></header>`;
}

function Alerts({ thread, act, trouble }) {
  const { error, asOf, state } = thread;
  const isLoop = state?.loopStoppedAt && !state.automaticRepliesStoppedAt;
  return html`<${TroubleNotice} trouble=${trouble} />
    ${error?.isPassing && asOf && html`<p class="as-of">Messages as of ${clock(asOf)}.</p>`}
    ${isLoop && html`<${Notice} tone="warn" title="A reply was stopped." actions=${html`<${Button} isSmall onPress=${() => act.stopAutomatic(true)}>Stop automatic replies<//>`}>
      The same text went out too often, or programs reply to each other.<//>`}
    ${state?.automaticRepliesStoppedAt && html`<${Notice} icon="pause" title=${`Automatic replies are stopped since ${when(state.automaticRepliesStoppedAt)}.`}
      actions=${html`<${Button} isSmall onPress=${() => act.stopAutomatic(false)}>Allow them<//>`}>You can reply; STOP, START and HELP are confirmed.<//>`}`;
}

export function Thread({ thread, list, act, trouble, showPerson, onSent, onLeave }) {
  useThread(thread);
  const isRefused = !thread.asOf && thread.error && !thread.error.isPassing && !thread.error.isDenied;
  const [edited, setEdited] = useState(null);
  const send = (reply) => {
    thread.send(reply).then((isAccepted) => {
      thread.again?.();
      if (isAccepted) onSent(reply);
    });
  };
  const actions = {
    again: send,
    retry: ({ text }) => send({ key: newKey(), text, isDone: false, at: new Date().toISOString() }),
    edit: (reply) => {
      thread.discard(reply.key);
      setEdited({ text: reply.text });
    },
    write: (text) => setEdited({ text }),
  };
  return html`<section class="inbox-thread" aria-label=${`Conversation with ${pretty(thread.person.user)}`}>
    <${Head} thread=${thread} list=${list} act=${act} showPerson=${showPerson} />
    <${Alerts} thread=${thread} act=${act} trouble=${trouble} />
    <${Messages} thread=${thread} actions=${actions} key=${thread.id} />
    ${isRefused ? null : thread.isOut ? html`<${OptedOut} thread=${thread} />`
    : html`<${Composer} key=${`reply ${thread.id}`} thread=${thread} edited=${edited} onSend=${send} onLeave=${onLeave} />`}
  </section>`;
}
