// From what was typed, pasted or dropped to recipients, with what is wrong by line.

export const MOST = 10_000;

const MOST_BYTES = 2 * 1024 * 1024; // of a request
const OTHER_BYTES = 32 * 1024; // for what is no recipient
const LOOKED_AT = 200;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const GROUPS = String.raw`\+? *\d+(?:(?: *[-./] *| +)\d+)*`;
const GROUPS_ONLY = new RegExp(String.raw`^ *${GROUPS}\.? *$`);
const BRACKETED = new RegExp(String.raw`\( *(${GROUPS}) *\)`, "g");
const SOMETHING_ELSE = /\d{9}(?: *[-./] *| +)\d|(?:\d{4} +\d|\d{5} +\d\d|\d{4} *\. *\d\d|\d{3} *\. *00|\d{4} *\. *000) *\.? *$/;

const digitsOf = (text) => text.replace(/\D/g, "");

// Whether separators are where people put them, as the API reads them. Elsewhere they join what does
// not belong together: `.0` is the fraction of a spreadsheet's number, `/79` another ending.
function isWrittenAsNumber(written) {
  const text = written.replace(/[^\S\t\n\r\v\f]/g, " ");
  const plain = text.replace(BRACKETED, " $1 ");
  return !text.includes("   ") && [...text.matchAll(BRACKETED)].every(isAreaCode) && GROUPS_ONLY.test(plain)
    && hasProperSlash(plain) && hasProperPoints(plain) && !SOMETHING_ELSE.test(plain);
}

function isAreaCode({ 0: all, index, input }) {
  const before = digitsOf(input.slice(0, index)).length;
  const behind = digitsOf(input.slice(index + all.length)).length;
  return (before <= 7 && behind >= 4) || !(before || behind);
}

function hasProperSlash(text) {
  const [codes, ...further] = text.split("/").map((part) => digitsOf(part).length);
  return !further.length || (further.length === 1 && codes > 1 && codes <= 7 && further[0] >= 5);
}

function hasProperPoints(text) {
  const further = text.split(".").map(digitsOf).filter(Boolean).slice(1);
  const last = further.at(-1);
  if (!last) return true;
  return further.length > 1 ? last.length >= 2 : last.length >= 4 && /[1-9]/.test(last);
}

// { number } in E.164, or { problem } in words. No country is guessed.
export function readNumber(text) {
  const written = text.replace(INVISIBLE, "").trim().replace(/^'/, "");
  if (!written) return { problem: "no number" };
  const compact = written.replace(/[\s().\-/]/g, "").replace(/^00/, "+");
  if (!/^\+?\d+$/.test(compact)) return { problem: `“${written}” is no phone number` };
  if (!isWrittenAsNumber(written)) return { problem: `“${written}” is not clearly one number. Write +1 425 555 0123` };
  if (!compact.startsWith("+")) return { problem: `“${written}” has no country code. Write +1 425 555 0123` };
  if (compact.length < 9) return { problem: `“${written}” is too short` };
  if (compact.length > 16) return { problem: `“${written}” is too long` };
  return { number: compact };
}

export const placeholdersOf = (text) =>
  [...new Set([...text.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, name]) => name.normalize().trim()).filter(Boolean))];

// The column in which most cells are numbers; -1 if there is none.
export function numberColumnOf({ columns, rows }) {
  const shares = columns.map((_, at) => {
    const cells = rows.slice(0, LOOKED_AT).map(({ cells: all }) => all[at] ?? "");
    const likely = cells.filter((cell) => /^[+(]?[\d\s().\-/']{7,20}$/.test(cell));
    return (likely.length + likely.filter((cell) => readNumber(cell).number).length) / (cells.length || 1);
  });
  const best = Math.max(0, ...shares);
  return best >= 0.6 ? shares.indexOf(best) : -1;
}

// Sorted as the app sorts them, so that its n-th recipient is ours.
function collect(entries) {
  const people = new Map();
  const bad = [];
  let duplicates = 0;
  for (const { line, text, values, fault } of entries) {
    const { number, problem } = fault ? { problem: fault } : readNumber(text);
    if (problem) bad.push({ line, problem });
    else if (people.has(number)) duplicates += 1;
    else people.set(number, { number, values });
  }
  const recipients = [...people.values()].sort((a, b) => (a.number < b.number ? -1 : 1));
  return { recipients, bad, duplicates };
}

export function ofTyped(text) {
  const entries = text.split(/\n/).flatMap((row, at) =>
    row.split(/[,;\t]/).filter((one) => one.trim()).map((one) => ({ line: at + 1, text: one, values: {} })));
  return collect(entries);
}

// `column` is the place of the number; `names` are the placeholders of the text.
export function ofTable({ columns, rows }, column, names) {
  const places = names.map((name) => [name, columns.findIndex((one) => one.normalize().trim() === name)]);
  const known = places.filter(([, at]) => at >= 0);
  return collect(rows.map(({ line, cells, isOpen }) => ({
    line,
    fault: isOpen ? "a quotation mark is not closed" : cells.slice(columns.length).some(Boolean) && "more cells than columns",
    text: cells[column] ?? "",
    values: Object.fromEntries(known.map(([name, at]) => [name, cells[at] ?? ""])),
  })));
}

const encoder = new TextEncoder();

// As the API takes it.
export const asMember = ({ number, values }) => (Object.keys(values).length ? { number, values } : { number });

// The sends that recipients take, in their order: at most 10,000 people each, and no more than a
// request holds.
export function sendsOf(recipients) {
  const sends = [[]];
  let bytes = OTHER_BYTES;
  for (const one of recipients) {
    const more = encoder.encode(JSON.stringify(asMember(one))).length + 1;
    if (sends.at(-1).length === MOST || (bytes + more > MOST_BYTES && sends.at(-1).length)) {
      sends.push([]);
      bytes = OTHER_BYTES;
    }
    sends.at(-1).push(one);
    bytes += more;
  }
  return sends;
}
