// The state of the form: the draft, its file, who is next, what is wrong, and what it would do.

import { noteSent } from "../../data/sends.js";
import { useResource } from "../../data/resource.js";
import { go, href } from "../../data/route.js";
import { count, counted } from "../../data/numbers.js";
import { toast } from "../../parts/dialog.js";
import { html, useEffect, useMemo, useRef, useState } from "../../parts/html.js";
import { readCsv } from "./csv.js";
import { NONE_SENT, keepFile, keptFile, useDraft } from "./draft.js";
import { usePreview } from "./preview.js";
import { asMember, numberColumnOf, ofTable, ofTyped, placeholdersOf, sendsOf } from "./recipients.js";

const NO_RECIPIENTS = { recipients: [], bad: [], duplicates: 0 };

// The file of the draft and its rows; `take(file)` reads another, null removes it.
function useFile(draft, edit) {
  const isRight = useRef(false);
  const round = useRef(0); // what a person did meanwhile counts
  const [state, setState] = useState({ file: null, table: null, fault: "" });
  const read = async (file, isNew) => {
    const mine = (round.current += 1);
    setState({ file, table: null, fault: "" });
    const table = await readCsv(file).catch(() => null);
    if (mine !== round.current) return;
    if (!table) return setState({ file: null, table: null, fault: "The file cannot be read. Choose it again." });
    setState({ file, table, fault: table.rows.length ? "" : "The file has no rows below its first line." });
    if (isNew) edit({ column: numberColumnOf(table) });
  };
  const forget = () => {
    round.current += 1;
    setState({ file: null, table: null, fault: "" });
  };
  const again = async () => {
    const mine = round.current;
    const file = await keptFile();
    if (mine !== round.current) return undefined;
    return file ? read(file, false) : forget();
  };
  const take = (file) => {
    if (draft.sentSends && isRight.current) return undefined; // the list stays until all of it is sent
    keepFile(file);
    edit({ mode: "file", fileAt: file ? Date.now() : 0 });
    return file ? read(file, true) : forget();
  };
  useEffect(() => { again(); }, []);
  return { ...state, take, again, forget, isRight };
}

// All of the page takes a file that is dropped.
function useDrop(take) {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const over = (event) => event.preventDefault();
    const drop = (event) => {
      const isTaken = event.defaultPrevented;
      event.preventDefault();
      if (!isTaken && event.dataTransfer?.files.length) latest.current(event.dataTransfer.files[0]);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, []);
}

// What is wrong with the file as a whole, which comes before its lines.
function faultOf({ fault, table }, draft, names, found) {
  if (draft.sentSends && (table || draft.mode === "typed") && found.recipients.length !== draft.sentOf) {
    return `This list has ${counted("recipient", found.recipients.length)}, and the one that was begun has ${count(draft.sentOf)}. Choose that file, or discard the draft.`;
  }
  if (draft.mode === "typed") return names.length ? `The text has {{${names[0]}}}, and typed numbers have no values. Use a CSV file.` : "";
  if (fault || !table) return fault;
  if (draft.column < 0) return "No column has phone numbers. Choose the column.";
  const columns = new Set(table.columns.map((name) => name.normalize().trim()));
  const missing = names.filter((name) => !columns.has(name));
  return missing.length ? `The text has {{${missing[0]}}}, and the file has no column of that name.` : "";
}

function bodyOf(draft, recipients) {
  const more = {
    campaign: draft.campaign.trim() || undefined, reference: draft.reference.trim() || undefined,
    ttlSeconds: draft.ttl ? Number(draft.ttl) : undefined, deliveryReport: draft.reports ? undefined : false,
    sendAt: draft.isLater && draft.at ? new Date(draft.at).toISOString() : undefined,
  };
  return JSON.parse(JSON.stringify({ from: draft.from, to: recipients.map(asMember), message: draft.text, category: draft.category, ...more }));
}

// By part of the form.
function errorsOf(draft, recipients) {
  return {
    from: draft.from ? "" : "Choose the number that it comes from.",
    to: recipients.length ? "" : "Give at least one number with + and country code.",
    text: draft.text.trim() ? "" : "Write the text.",
    at: draft.isLater && !draft.at ? "Choose a time." : "",
  };
}

// `?from=` is a send to copy, `?to=` a number to fill in. Both are used once: what is edited then
// outlives a reload. A draft that they replace can be had back.
function useAddress(query, { draft, edit }) {
  const { data } = useResource(query.from ? `sms/${encodeURIComponent(query.from)}` : null);
  const fill = (values, words) => {
    const was = { ...draft };
    const isLost = Object.keys(values).some((name) => was[name] && was[name] !== values[name] && ["text", "typed"].includes(name));
    edit(values);
    go(href("sends/new"), { isReplacing: true });
    if (isLost) toast(words, { undo: () => edit(was) });
  };
  useEffect(() => {
    if (query.to) fill({ mode: "typed", typed: query.to, ...NONE_SENT }, "The draft’s recipients were replaced.");
  }, [query.to]);
  useEffect(() => {
    if (!data) return;
    fill({ from: data.from ?? "", category: data.category ?? "transactional", campaign: data.campaign ?? "", text: data.message ?? data.text ?? "" }, "The draft’s text was replaced.");
  }, [data]);
}

// Who is left, as the sends that they take: those up to `sentThrough` have theirs.
function useSends(draft, file, names) {
  const found = useMemo(() => {
    if (draft.mode === "typed") return ofTyped(draft.typed);
    return file.table && draft.column >= 0 ? ofTable(file.table, draft.column, names) : NO_RECIPIENTS;
  }, [draft.mode, draft.typed, draft.column, file.table, names.join("\n")]);
  const sends = useMemo(() => sendsOf(found.recipients.filter(({ number }) => number > draft.sentThrough)), [found, draft.sentThrough]);
  return { found, sends };
}

export function useForm(query) {
  const kept = useDraft();
  const { draft, edit, discard, elsewhere } = kept;
  const file = useFile(draft, edit);
  useDrop(file.take);
  useAddress(query, kept);
  useEffect(() => { if (elsewhere) file.again(); }, [draft.fileAt]);
  const [index, setIndex] = useState(0);
  const names = useMemo(() => placeholdersOf(draft.text), [draft.text]);
  const { found, sends } = useSends(draft, file, names);
  const recipients = sends[0];
  const fault = faultOf(file, draft, names, found);
  file.isRight.current = Boolean(file.table) && !fault;
  const body = useMemo(() => bodyOf(draft, recipients), [draft, recipients]);
  const errors = errorsOf(draft, recipients);
  const isReady = !fault && Object.values(errors).every((one) => !one);
  const at = Math.max(0, Math.min(index, recipients.length - 1));
  const state = usePreview(isReady ? body : null, at);
  const canSend = Boolean(isReady && state.preview && state.isCurrent && !state.isPartial && !state.trouble);
  // The last send of a list ends the draft; until then the next one is prepared.
  const sent = (accepted) => {
    noteSent(accepted.sendId);
    const address = href(`sends/${accepted.sendId}`);
    if (sends.length === 1) {
      discard();
      return go(address);
    }
    toast(html`${counted("person is", recipients.length, "people are")} on the way. <a href=${address}>See the send</a>`);
    setIndex(0);
    return edit({
      sentThrough: recipients.at(-1).number, sentPeople: draft.sentPeople + recipients.length,
      sentSends: draft.sentSends + 1, sentOf: found.recipients.length, sentLast: accepted.sendId, mayBeSent: false,
    }, { isAtOnce: true });
  };
  const empty = () => { discard(); file.forget(); setIndex(0); };
  return { ...kept, file, names, found, sends, recipients, fault, body, errors, isReady, state, canSend, index: at, setIndex, sent, empty };
}

// "Send 2 of 3, to 10,000 of 25,000 people"; empty if one send takes all.
export function partInWords({ draft, sends, recipients, found }) {
  const all = draft.sentSends + sends.length;
  if (all === 1) return "";
  return `Send ${draft.sentSends + 1} of ${all}, to ${count(recipients.length)} of ${count(found.recipients.length)} people`;
}
