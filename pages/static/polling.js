// Runs a page's task again and again while the page is visible, and says how the connection is.

import { Trouble } from "./ask.js";

const FIRST_PAUSE_MS = 2_000; // after a failure; doubled with each further one
const LONGEST_PAUSE_MS = 60_000;

const clock = (moment) => moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

let goodAt = null; // when the page's data was last read

function say(words, isOn) {
  const live = document.getElementById("live");
  if (live.textContent !== words) live.textContent = words;
  live.classList.toggle("on", isOn);
}

function sayFailure(error) {
  if (!(error instanceof Trouble)) {
    console.error(error);
    return say("broken", false);
  }
  if (error.isDenied) return say("no key", false);
  if (!error.isPassing) return say("stopped", false);
  return say(goodAt ? `reconnecting, as of ${clock(goodAt)}` : "reconnecting", false);
}

// The pause before the next try; null: the same request cannot succeed.
function pauseAfter(error, failures) {
  if (error instanceof Trouble && !error.isPassing) return null;
  const doubled = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  return Math.max((error.retryAfter ?? 0) * 1_000, doubled * (0.75 + Math.random() / 2));
}

// Runs a task now, `everyMs` after each success, and with growing pauses after failures. After a
// response that cannot change (no key, a wrong choice) it waits for the function it returns, which
// runs the task at once. A hidden page asks for nothing; it asks when it is seen again.
export function repeat(work, everyMs) {
  let timer = 0;
  let latest = 0;
  let isRunning = false;
  let failures = 0;
  let pause = everyMs;

  function plan() {
    clearTimeout(timer);
    if (!document.hidden && pause !== null) timer = setTimeout(round, pause);
  }

  async function round() {
    const mine = (latest += 1);
    clearTimeout(timer);
    isRunning = true;
    try {
      await work();
      if (mine !== latest) return;
      [goodAt, failures, pause] = [new Date(), 0, everyMs];
      say("live", true);
    } catch (error) {
      if (mine !== latest) return;
      failures += 1;
      pause = pauseAfter(error, failures);
      sayFailure(error);
    }
    isRunning = false;
    plan();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else if (!isRunning && pause !== null) round();
  });
  if (!document.hidden) round();
  return round;
}
