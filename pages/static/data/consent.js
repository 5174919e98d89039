// What the registry of opt-outs says, in words.

import { CATEGORIES, pretty } from "./words.js";

export const ALL_NUMBERS = "*";

export const ownInWords = (sender) => (sender === ALL_NUMBERS ? "all own numbers" : pretty(sender));

const NAMES = { transactional: "transactional", marketing: "marketing", otp: "codes" };

export function categoriesInWords(categories) {
  if (categories.length === 0) return "nothing";
  if (categories.length === Object.keys(CATEGORIES).length) return "all categories";
  return categories.map((one) => NAMES[one] ?? one).join(" and ");
}

// The chip of an entry: [words, icon, tone].
export function stateInWords({ state, categories }) {
  if (state === "opted_in") return ["Opted in", "tick", "good"];
  if (categories.length === Object.keys(CATEGORIES).length) return ["Opted out", "cross", "bad"];
  return [`Out of ${categoriesInWords(categories)}`, "cross", "neutral"];
}

// By source: its name in filters.
export const SOURCES = {
  keyword: "Keyword", phrase: "Phrase", review: "Review", possible: "Not decided yet", operator: "A colleague",
  import: "Import", provider: "The carrier", api: "The API", reconciliation: "Comparison with ACS",
};

export const isByPerson = ({ source }) => source === "keyword" || source === "phrase";

// What a change did: "Opted out of marketing from +1 833 555 0100".
export function changeInWords({ state, category, sender, via }) {
  const what = category ? ` of ${NAMES[category] ?? category}` : "";
  const where = `${ownInWords(sender)}${via ? `, written to ${pretty(via)}` : ""}`;
  if (state === "opted_in") return ["Opted in", category ? `to ${NAMES[category] ?? category} from ${where}` : `to ${where}`];
  return ["Opted out", category ? `${what.trim()} from ${where}` : `of ${where}`];
}

// What a change is based on: { lead, quote, rest }; the quote is a text from outside.
export function basisInWords({ source, evidence, actor, reason, ruleSetVersion }) {
  const rules = ruleSetVersion ? `, rule set ${ruleSetVersion}` : "";
  switch (source) {
    case "keyword": return { lead: "Wrote", quote: evidence, rest: `keyword${rules}` };
    case "phrase": return { lead: "Wrote", quote: evidence, rest: `read as an opt-out${rules}` };
    case "possible": return { lead: "Wrote", quote: evidence, rest: "may be an opt-out, held until it is decided" };
    case "review": return { lead: `${actor ?? "A colleague"} decided about`, quote: evidence, rest: reason };
    case "provider": return { lead: "The carrier reported it", quote: evidence, rest: "" };
    case "reconciliation": return { lead: "ACS’s own list", quote: evidence, rest: reason };
    case "import": return { lead: actor ? `Imported by ${actor}` : "Imported", quote: reason ?? evidence, rest: "" };
    default: return { lead: actor ? `${actor}:` : "A colleague:", quote: reason ?? evidence, rest: "" };
  }
}

// Why a message is to be reviewed.
export function doubtInWords(ruleId = "") {
  const [language] = ruleId.split(".");
  const where = language && language !== "en" ? ` (${language})` : "";
  if (ruleId.endsWith(".possible.alarming")) return `Has the words of an opt-out${where}`;
  return ruleId.includes(".possible") || !ruleId ? `May be an opt-out${where}` : `Reads like an opt-out${where}`;
}

const FEWEST_DIGITS = 6;

// What numbers begin with that a person types in part: digits without a plus are North American
// unless they begin with 1. Empty if there are too few to search for.
export function prefixOf(text = "") {
  const digits = text.replace(/[\s().-]/g, "");
  if (!/^\+?\d{1,15}$/.test(digits)) return "";
  const whole = digits.startsWith("+") || digits.startsWith("1") || digits.length > 10 ? digits.replace("+", "") : `1${digits}`;
  return digits.replace("+", "").length >= FEWEST_DIGITS ? `+${whole}` : "";
}
