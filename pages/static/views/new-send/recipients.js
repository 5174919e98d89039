// From what was typed, pasted or dropped to recipients, with what is wrong by line.

export const MOST = 10_000;

const MOST_BYTES = 2 * 1024 * 1024; // of a request
const OTHER_BYTES = 32 * 1024; // for what is no recipient
const LOOKED_AT = 200;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff']/g;

// { number } in E.164, or { problem } in words. No country is guessed.
export function readNumber(text) {
  const written = text.replace(INVISIBLE, "").trim();
  if (!written) return { problem: "no number" };
  const compact = written.replace(/[\s().\-/]/g, "").replace(/^00/, "+");
  if (!/^\+?\d+$/.test(compact)) return { problem: `“${written}” is no phone number` };
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
  for (const { line, text, values } of entries) {
    const { number, problem } = readNumber(text);
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
  return collect(rows.map(({ line, cells }) => ({
    line,
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
