// Files of CSV that the browser writes. Spreadsheets run cells that begin like a formula: the rule that
// makes them text is that of the API's own files, `shared/web/csv_file.py`.

import { saveFile } from "./api.js";

const FORMULA = "[ \\u00a0\"]*[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]";
const AT_START = new RegExp(`^(?:[\\t\\r\\n']|${FORMULA})`);
const WITHIN = new RegExp(`([\\r\\n\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029;,\\t|])(?='*${FORMULA})`, "g");

function cell(value) {
  const text = String(value ?? "").replace(WITHIN, "$1'");
  return `"${(AT_START.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

export const csvOf = (rows) => `\ufeff${rows.map((row) => row.map(cell).join()).join("\r\n")}\r\n`;

export const saveCsv = (name, rows) => saveFile(name, new Blob([csvOf(rows)], { type: "text/csv" }));
