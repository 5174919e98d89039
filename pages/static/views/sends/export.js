// The sends that are shown, as a file.

import { stateOf } from "../../data/sends.js";

const COLUMNS = {
  sendId: (send) => send.sendId, campaign: (send) => send.campaign ?? "", category: (send) => send.category,
  from: (send) => send.from, status: stateOf, recipients: (send) => send.recipientCount,
  delivered: (send) => send.counts.delivered ?? 0, failed: (send) => send.counts.failed ?? 0,
  costEstimate: (send) => send.cost.amount, currency: (send) => send.cost.currency,
  unpricedSegments: (send) => send.cost.unpricedSegmentCount,
  acceptedAt: (send) => send.acceptedAt, text: (send) => send.message,
};

// Spreadsheets run cells that begin like a formula; an apostrophe makes them text.
function cell(value) {
  const text = String(value);
  return `"${(/^[\s"]*[=+\-@\t\r']/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

export const csvOf = (sends) =>
  `\ufeff${[Object.keys(COLUMNS), ...sends.map((send) => Object.values(COLUMNS).map((of) => of(send)))]
    .map((row) => row.map(cell).join()).join("\r\n")}\r\n`;
