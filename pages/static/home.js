// The home page: says in words what GET /api/health says.
import { ask, keyInUse } from "./ask.js";
import { kept } from "./data/kept.js";
import { repeat } from "./polling.js";

const EVERY_MS = 15_000;
const STORAGE = {
  ok: "Storage responds.",
  storage_unavailable: "Storage does not respond: sends get 503 until it does.",
  storage_refused: "Storage refuses the app's key, role or address. GET /api/ready says which service.",
};

function say(text, isGood) {
  const place = document.getElementById("health");
  place.textContent = text;
  place.classList.toggle("good", isGood);
  place.classList.toggle("bad", !isGood);
}

function inWords({ status, eventSourceChecked, foreignEvents, trial }) {
  const source = foreignEvents
    ? " Events of another resource than ACS_RESOURCE_ID were refused."
    : eventSourceChecked ? "" : " ACS_RESOURCE_ID is not set: events of any resource are processed.";
  const mode = trial ? " Trial mode: only guests get real messages." : "";
  return `The app runs. ${STORAGE[status] ?? status}${source}${mode}`;
}

// A person with a key wants to work.
if (keyInUse() || kept("key")) location.replace("api/ui/home");

repeat(async () => {
  try {
    const health = await ask("api/health");
    say(inWords(health), health.status === "ok");
  } catch (error) {
    say(error.message, false);
    throw error;
  }
}, EVERY_MS);
