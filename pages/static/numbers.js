// Counts, rates, durations, money and codes as people say them.

const whole = new Intl.NumberFormat();
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });

const tenth = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const NOTHING = "–";
export const count = (number) => whole.format(number);
export const compact = (number) => (number < 10_000 ? whole.format(number) : short.format(number));
export const tenths = (number) => tenth.format(number);
export const percent = (rate) => (rate === null || rate === undefined ? NOTHING : percents.format(rate));

export function seconds(value) {
  if (value === null || value === undefined) return NOTHING;
  if (value < 10) return `${tenths(value)}\u00a0s`;
  if (value < 100) return `${count(Math.round(value))}\u00a0s`;
  return value < 5_400 ? `${count(Math.round(value / 60))}\u00a0min` : `${tenths(value / 3_600)}\u00a0h`;
}

function money(amount, currency) {
  const value = Number(amount);
  const digits = value < 1 ? 4 : value < 1_000 ? 2 : 0;
  const options = { style: "currency", currency, maximumFractionDigits: digits };
  return new Intl.NumberFormat(undefined, options).format(value);
}

// The cost of some figures. Segments without a price cost an unknown amount, not none.
export function costOf({ estimatedCost, segmentCount, unpricedSegmentCount }, currency) {
  const isUnpriced = unpricedSegmentCount > 0 && unpricedSegmentCount >= segmentCount;
  return isUnpriced ? "No price" : money(estimatedCost, currency);
}

// What ACS's codes mean (Microsoft Learn, "Troubleshooting in Azure Communication Services",
// SMS error codes), and our own.
const FAILURES = {
  4000: "Rejected as fraud", 4001: "The own number is not valid",
  4002: "The recipient's number is not valid", 4003: "This destination is not supported",
  4004: "There is no such number", 4005: "Blocked by the carrier", 4006: "The phone cannot be reached",
  4007: "Sender blocked for given recipient", 4008: "The account's limit was exceeded",
  4009: "Rejected by Microsoft's checks", 4010: "The toll-free number is not verified",
  4020: "The carrier's rate limit was exceeded", 5000: "Not delivered, no reason given",
  5001: "The carrier was unavailable", 5002: "This carrier sends no reports",
  9999: "Not delivered, reason unknown", dispatch_failed: "Not submitted: can be resent",
  none: "No code was given",
};

export function failureInWords(code) {
  if (code in FAILURES) return FAILURES[code];
  return /^[45]\d\d$/.test(code) ? "Rejected by ACS" : "Another reason";
}
