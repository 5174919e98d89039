// Reads a CSV on the device, piece by piece: nothing of it is uploaded.

const SEPARATORS = [",", ";", "\t"];
const SAMPLE_BYTES = 65_536;

// The decoder of a file: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252, which
// spreadsheets write on Windows.
async function encodingOf(file) {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for (const reader = file.stream().getReader(); ;) {
      const { done, value } = await reader.read();
      decoder.decode(value ?? new Uint8Array(), { stream: !done });
      if (done) return "utf-8";
    }
  } catch {
    return "windows-1252";
  }
}

// The separator that the first line has most often, outside quotes.
function separatorOf(text) {
  const line = text.replace(/"[^"]*("|$)/g, "").split(/\r\n|\r|\n/).find((one) => one.trim()) ?? "";
  const count = (mark) => line.split(mark).length;
  return SEPARATORS.reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

// Takes text in pieces and gives rows as { line, cells }. `line` is where the row begins in the
// file, the first line being 1: a quoted cell may have several. A row whose quotation mark is never
// closed has `isOpen`: it took all lines behind it.
class RowReader {
  #separator;
  #cell = "";
  #cells = [];
  #line = 1;
  #begin = 1;
  #isQuoted = false;
  #wasQuote = false;
  #wasReturn = false;

  constructor(separator) {
    this.#separator = separator;
    this.rows = [];
  }

  add(text) {
    for (const character of text) this.#take(character);
  }

  end() {
    const isOpen = this.#isQuoted;
    if (this.#cell || this.#cells.length) this.#endRow();
    if (isOpen && this.rows.length) this.rows.at(-1).isOpen = true;
    return this.rows;
  }

  #take(character) {
    if (this.#wasReturn) {
      this.#wasReturn = false;
      if (character === "\n") return;
    }
    if (this.#isQuoted) return this.#takeQuoted(character);
    if (character === '"' && (this.#cell === "" || this.#wasQuote)) {
      if (this.#wasQuote) this.#cell += '"'; // two quotes are one
      this.#wasQuote = false;
      this.#isQuoted = true;
    } else if (character === this.#separator) this.#endCell();
    else if (character === "\n" || character === "\r") {
      this.#wasReturn = character === "\r";
      this.#endRow();
      this.#begin = this.#line += 1;
    } else {
      this.#wasQuote = false;
      this.#cell += character;
    }
  }

  #takeQuoted(character) {
    if (character === '"') {
      this.#isQuoted = false;
      this.#wasQuote = true;
      return;
    }
    if (character === "\n") this.#line += 1;
    this.#cell += character;
  }

  #endCell() {
    this.#cells.push(this.#cell.trim());
    this.#cell = "";
    this.#wasQuote = false;
  }

  #endRow() {
    this.#endCell();
    if (this.#cells.some(Boolean)) this.rows.push({ line: this.#begin, cells: this.#cells });
    this.#cells = [];
  }
}

// { columns, rows: [{ line, cells }] } of a file; the first row names the columns.
export async function readCsv(file) {
  const encoding = await encodingOf(file);
  const sample = new TextDecoder(encoding).decode(await file.slice(0, SAMPLE_BYTES).arrayBuffer());
  const reader = new RowReader(separatorOf(sample));
  const decoder = new TextDecoder(encoding);
  for (const bytes = file.stream().getReader(); ;) {
    const { done, value } = await bytes.read();
    reader.add(decoder.decode(value ?? new Uint8Array(), { stream: !done }));
    if (done) break;
  }
  const all = reader.end();
  if (/^sep=$/i.test(all[0]?.cells[0] ?? "")) all.shift(); // Excel's line that names the separator
  const [head, ...rows] = all;
  return { columns: (head?.cells ?? []).map((name, at) => name || `column ${at + 1}`), rows };
}
