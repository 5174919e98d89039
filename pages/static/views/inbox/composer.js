// The reply box: what is typed is kept as a draft, with its key, until it is sent.

import { count, counted } from "../../data/numbers.js";
import { waitingTime } from "../../data/times.js";
import { myName } from "../../data/person.js";
import { Button, Key, useDismissal } from "../../parts/controls.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../../parts/html.js";
import { Canned, unfilledIn } from "./canned.js";
import { draftOf, dropDraft, keepDraft, newKey, onDraftElsewhere } from "./drafts.js";
import { segmentsOf } from "../../data/segments.js";

const KEPT_AFTER_MS = 300;
const LATELY_MS = 60_000;
const MOST_CHARACTERS = 2_048;

function Size({ text }) {
  const { segments, length, room } = segmentsOf(text);
  if (!segments) return html`<span class="size"></span>`;
  return html`<span class="size">${counted("segment", segments)} · ${count(length)} of ${count(room)}</span>`;
}

// A colleague who replied within the last minute.
function lateReply(state) {
  const { repliedAt, repliedBy } = state ?? {};
  const isLate = repliedAt && Date.now() - Date.parse(repliedAt) < LATELY_MS;
  return isLate && repliedBy && repliedBy !== myName.value ? `${repliedBy} replied ${waitingTime(repliedAt)} ago.` : "";
}

// The text with its draft: [text, change(text, caret)].
function useDraft(id, box, setHint) {
  const [text, setText] = useState(() => draftOf(id).text);
  const latest = useRef(text);
  const timer = useRef(0);
  const store = () => {
    clearTimeout(timer.current);
    keepDraft(id, latest.current, box.current?.selectionStart ?? latest.current.length);
  };
  useEffect(() => {
    box.current?.setSelectionRange(draftOf(id).caret, draftOf(id).caret);
    const stopFollowing = onDraftElsewhere(id, (draft) => {
      latest.current = draft.text;
      setText(draft.text);
      setHint("This reply was changed in another tab.");
    });
    addEventListener("pagehide", store);
    return () => {
      store();
      stopFollowing();
      removeEventListener("pagehide", store);
    };
  }, [id]);
  const change = (value, { isSent } = {}) => {
    latest.current = value;
    setText(value);
    clearTimeout(timer.current);
    if (isSent) dropDraft(id);
    else timer.current = setTimeout(store, KEPT_AFTER_MS);
  };
  return [text, change, store];
}

function useHeight(box, text) {
  useLayoutEffect(() => {
    if (box.current) box.current.rows = Math.min(8, Math.max(1, text.split("\n").length + Math.floor(text.length / 60)));
  }, [text]);
}

function insertInto(box, change, words) {
  const [begin, end] = [box.selectionStart, box.selectionEnd];
  change(box.value.slice(0, begin) + words + box.value.slice(end));
  requestAnimationFrame(() => {
    const gap = unfilledIn(words);
    box.focus();
    if (gap) box.setSelectionRange(begin + gap[0], begin + gap[1]);
    else box.setSelectionRange(begin + words.length, begin + words.length);
  });
}

export function Composer({ thread, onSend, onLeave, edited }) {
  const box = useRef(null);
  const [hint, setHint] = useState("");
  const [isChoosing, setChoosing] = useState(false);
  const choices = useDismissal(isChoosing, () => setChoosing(false));
  const [text, change, store] = useDraft(thread.id, box, setHint);
  useHeight(box, text);
  useEffect(() => {
    if (edited) change(text ? `${text}\n${edited.text}` : edited.text);
    if (edited) box.current.focus();
  }, [edited]);
  const gap = unfilledIn(text);
  const isReady = text.trim() && !gap && text.length <= MOST_CHARACTERS;
  const send = (isDone) => {
    if (!isReady) return gap && box.current.setSelectionRange(...gap);
    store();
    onSend({ key: draftOf(thread.id).key || newKey(), text, isDone, at: new Date().toISOString() });
    change("", { isSent: true });
    setHint("");
    return box.current.focus();
  };
  const onKey = (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") onLeave();
    else if (event.key === "/" && !text) setChoosing(true);
    else if (event.key === "Enter" && !event.shiftKey) send(event.metaKey || event.ctrlKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const insert = (words) => {
    setChoosing(false);
    insertInto(box.current, change, words);
  };
  const said = gap ? `Write ${text.slice(...gap)} before you send.` : hint || lateReply(thread.state);
  return html`<form class="composer" onSubmit=${(event) => { event.preventDefault(); send(false); }}>
    ${said && html`<p class="composer-hint" role="status">${said}</p>`}
    <div class="composer-box"><textarea id="reply" ref=${box} rows="1" dir="auto" aria-label="Reply" placeholder="Write a reply" value=${text}
      maxlength=${MOST_CHARACTERS} onInput=${({ target }) => { setHint(""); change(target.value); }} onKeyDown=${onKey}></textarea>
      <div class="composer-foot"><div class="with-canned" ref=${choices}><button type="button" class="canned-button" aria-expanded=${isChoosing} aria-haspopup="listbox"
          onClick=${() => setChoosing(!isChoosing)}>Replies <${Key}>/<//></button>
        ${isChoosing && html`<${Canned} person=${thread.person} choose=${insert} />`}</div>
        <${Size} text=${text} />
        <${Button} kind="primary" type="submit" isDisabled=${!isReady}>Send<//>
        <${Button} icon="tick" isDisabled=${!isReady} onPress=${() => send(true)} data-done>Send and done<//></div></div></form>`;
}
