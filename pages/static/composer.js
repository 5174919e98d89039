// The reply box: what is typed into it is kept as the draft of its conversation.

import { askThread } from "./ask.js";
import { draftOf, dropDraft, keepDraft, keyOfDraft, onDraftElsewhere } from "./drafts.js";
import { setText } from "./rows.js";

const element = (id) => document.getElementById(id);
const [text, problem] = ["text", "problem"].map(element);

let thread = null;             // whose reply it is: sender and user
let isOut = false;
let afterReply = () => {};     // called when a reply was accepted or failed
const sending = new Set();     // conversations whose reply has no response yet

const nameOf = ({ sender, user }) => `${sender} ${user}`;

function drawState() {
  const isSending = Boolean(thread) && sending.has(nameOf(thread));
  text.disabled = isOut;
  text.readOnly = isSending;
  element("send").disabled = isOut || isSending;
  text.placeholder = isOut ? "This person has opted out" : "Reply — Enter sends";
}

export function drawOptOut(state) {
  isOut = state === "opted_out";
  element("opted-out").hidden = !isOut;
  drawState();
}

export function openComposer(opened) {
  thread = opened;
  const draft = draftOf(opened);
  text.value = draft.text;
  text.setSelectionRange(draft.caret, draft.caret);
  setText(problem, "");
  drawOptOut("");
}

export function leaveComposer() {
  if (thread) keep();
  thread = null;
  text.value = "";
  setText(problem, "");
}

export const focusComposer = () => text.focus();
export const whenReplied = (follow) => { afterReply = follow; };

function keep() {
  keepDraft(thread, text.value, text.selectionStart);
}

async function reply() {
  if (!thread || !text.value.trim() || sending.has(nameOf(thread))) return;
  const asked = thread;
  keep();
  sending.add(nameOf(asked));
  drawState();
  setText(problem, "");
  const headers = { "Idempotency-Key": keyOfDraft(asked) };
  try {
    await askThread(asked, "/replies", { method: "POST", headers, body: { message: text.value } });
    dropDraft(asked);
    if (isShown(asked)) text.value = "";
  } catch (error) {
    if (isShown(asked)) setText(problem, error.message);
  }
  sending.delete(nameOf(asked));
  drawState();
  if (isShown(asked)) text.focus();
  afterReply();
}

const isShown = (other) => Boolean(thread) && nameOf(other) === nameOf(thread);

text.addEventListener("input", keep);
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  element("composer").requestSubmit();
});
element("composer").addEventListener("submit", (event) => { event.preventDefault(); reply(); });
addEventListener("pagehide", () => { if (thread) keep(); });

onDraftElsewhere((isOf) => {
  if (!thread || !isOf(thread)) return;
  text.value = draftOf(thread).text;
  setText(problem, "This reply was changed in another tab.");
});
