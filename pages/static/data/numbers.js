// Counts, rates, durations and money in the language of the browser.

const whole = new Intl.NumberFormat();
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat(undefined, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const tenth = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const wholePercents = new Intl.NumberFormat(undefined, { style: "percent" });

export const NOTHING = "–";
export const count = (number) => whole.format(number);

// On the axes of charts only.
export const compact = (number) => (number < 10_000 ? whole.format(number) : short.format(number));
export const rate = (share) => (share === null || share === undefined ? NOTHING : percents.format(share));

export const tenths = (number) => tenth.format(number);

// On axes.
export const wholeRate = (share) => wholePercents.format(share);

// "1 send", "2 sends": counted("send", 2). `plural` where an s is not enough.
export const counted = (noun, number, plural = `${noun}s`) => `${count(number)} ${number === 1 ? noun : plural}`;

export function seconds(value) {
  if (value === null || value === undefined) return NOTHING;
  if (value < 10) return `${tenth.format(value)}\u00a0s`;
  if (value < 100) return `${count(Math.round(value))}\u00a0s`;
  return value < 5_400 ? `${count(Math.round(value / 60))}\u00a0min` : `${tenth.format(value / 3_600)}\u00a0h`;
}

// Where parts of a second count: "240 ms".
export const quickly = (value) => (value < 1 ? `${count(Math.round(value * 1_000))}\u00a0ms` : seconds(value));

export function money(amount, currency = "USD") {
  const value = Number(amount);
  const digits = value > 0 && value < 1 ? 4 : 2;
  return new Intl.NumberFormat(undefined, { style: "currency", currency, maximumFractionDigits: digits }).format(value);
}

// The cost of some figures. Segments without a price cost an unknown amount, not none; what was not
// sent has no cost yet.
export function costOf({ estimatedCost, segmentCount, unpricedSegmentCount }, currency) {
  if (segmentCount === 0) return NOTHING;
  const isUnpriced = estimatedCost === undefined || (unpricedSegmentCount > 0 && unpricedSegmentCount >= segmentCount);
  return isUnpriced ? "No price" : money(estimatedCost, currency);
}
