// The text: placeholders and characters that cost are marked while it is typed.

import { counted, money } from "../../data/numbers.js";
import { segmentsOf } from "../../data/segments.js";
import { Button, Key } from "../../parts/controls.js";
import { classes, html, useId, useRef } from "../../parts/html.js";
import { Notice } from "../../parts/states.js";

const MOST_SHOWN = 8;
const PIECES = /(\{\{[^{}]*\}\})/;

// The text again, with marks, below the transparent field.
function Marks({ text, characters }) {
  const forced = new Set(characters.map(({ character }) => character));
  const plain = (piece, at) => {
    const found = [];
    let run = "";
    for (const character of piece) {
      if (!forced.has(character)) run += character;
      else {
        found.push(run, html`<mark key=${`${at}-${found.length}`} class="ucs2">${character}</mark>`);
        run = "";
      }
    }
    return [...found, run];
  };
  return text.split(PIECES).map((piece, at) => (at % 2 ? html`<mark key=${at} class="placeholder">${piece}</mark>` : plain(piece, at)));
}

const shownCharacter = ({ character, codePoint }) => (character.trim() ? character : codePoint);

// How many segments the text would take with other characters.
const segmentsWith = (text, characters) =>
  segmentsOf(characters.reduce((all, { character, suggestion }) => all.replaceAll(character, suggestion), text)).segments;

// What makes the text UCS-2, and its fix. `isPartial`: the preview does not have all recipients.
export function Ucs2Notice({ preview, isPartial, text, onText }) {
  const characters = preview?.ucs2Characters ?? [];
  if (!characters.length) return null;
  // Where one has no other character for it, the text stays UCS-2 whatever is replaced.
  const canHelp = characters.every(({ suggestion }) => suggestion !== undefined);
  const inText = canHelp ? characters.filter(({ character }) => text.includes(character)) : [];
  const replace = () => onText(inText.reduce((all, { character, suggestion }) => all.replaceAll(character, suggestion), text));
  const one = characters.length === 1;
  const { segmentCount } = preview.recipient;
  const fewer = segmentsWith(preview.recipient.text, characters.filter(({ suggestion }) => suggestion !== undefined));
  const isCheaper = fewer < segmentCount;
  const gain = isCheaper ? `this text takes ${counted("segment", fewer)} instead of ${segmentCount}` : "more text fits into a segment";
  const { savedAmount, currency } = preview.cost;
  const subject = one ? "One character" : `${characters.length} characters`;
  const costs = isCheaper ? (one ? "costs more" : "cost more") : (one ? "takes more room" : "take more room");
  const action = inText.length > 0 && html`<${Button} isSmall onPress=${replace}>${one ? "Replace it" : "Replace them"}<//>`;
  return html`<${Notice} tone="warn" title=${`${subject} ${costs}:`} actions=${action || null}>
    ${characters.slice(0, MOST_SHOWN).map((found, at) => html`<span key=${at}><${Key}>${shownCharacter(found)}<//> </span>`)}${characters.length > MOST_SHOWN && "… "}
    ${one ? "makes" : "make"} the text UCS-2: a segment holds 70 characters instead of 160.
    ${inText.length > 0 && html` With ${inText.map(({ character, suggestion }) => html`<span key=${character}><${Key}>${suggestion || "nothing"}<//> </span>`)} ${gain}${savedAmount && !isPartial ? html`, and the send costs <b>${money(savedAmount, currency)}</b> less` : ""}.`}
    ${inText.length < characters.length && characters.some(({ character }) => !text.includes(character)) && " Some stand in the values of the file."}<//>`;
}

export function TextPart({ text, onText, names, preview, isPartial, error }) {
  const id = useId();
  const field = useRef(null);
  const marks = useRef(null);
  const insert = (name) => {
    const { selectionStart: start, selectionEnd: end } = field.current;
    field.current.setRangeText(`{{${name}}}`, start, end, "end");
    onText(field.current.value);
    field.current.focus();
  };
  const recipient = preview?.recipient;
  return html`<section class="part" aria-label="Text" data-part="text"><div class="part-head"><h2><label for=${id}>Text</label></h2>
      ${recipient && html`<span class="soft">${counted("character", [...recipient.text].length)} with this recipient’s values</span>`}</div>
    <div class=${classes("text-box", error && "wrong")}><div class="marked"><div class="marks" aria-hidden="true" ref=${marks}><${Marks} text=${text} characters=${preview?.ucs2Characters ?? []} /> </div>
        <textarea id=${id} ref=${field} rows="4" value=${text} dir="auto" aria-invalid=${error ? "true" : undefined} aria-describedby=${error ? `${id}-error` : undefined}
          onInput=${({ target }) => onText(target.value)} onScroll=${() => { marks.current.scrollTop = field.current.scrollTop; }}></textarea></div>
      <div class="text-foot">${names.length > 0 && html`<span class="soft">Insert</span>${names.map((name) => html`<${Button} key=${name} isSmall onPress=${() => insert(name)}>${name}<//>`)}`}
        ${preview && html`<b class=${classes("segments-count", preview.segmentCount > 1 && "several")}>${counted("segment", preview.segmentCount)}</b>`}</div></div>
    ${error && html`<p class="field-error" id=${`${id}-error`}>${error}</p>`}
    <${Ucs2Notice} preview=${preview} isPartial=${isPartial} text=${text} onText=${onText} /></section>`;
}
