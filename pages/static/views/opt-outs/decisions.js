// Decisions about reviews: each waits ten seconds, in which it can be undone, and is then posted.
// They are kept here and not in the view, so that leaving it loses none.

import { ask } from "../../data/api.js";
import { Signal } from "../../data/signal.js";

const HOLD_MS = 10_000;

const ROUTES = { approved: "approve", rejected: "reject" };

// By the id of the review: { review, choice, actor, group, state, error }. `state` is "held", "posting",
// "stored" or "failed"; what was decided together has the same group.
export const decisions = new Signal(new Map());

const timers = new Map();

function put(id, decision) {
  const next = new Map(decisions.value);
  if (decision) next.set(id, decision);
  else next.delete(id);
  decisions.value = next;
}

async function post(id, { isLeaving = false } = {}) {
  clearTimeout(timers.get(id));
  const decision = decisions.value.get(id);
  if (!decision || decision.state === "posting" || decision.state === "stored") return;
  const { choice, actor } = decision;
  put(id, { ...decision, state: "posting", error: null });
  try {
    await ask(`opt-out-reviews/${id}/${ROUTES[choice]}`, { method: "POST", body: { actor }, keepalive: isLeaving });
    put(id, { ...decision, state: "stored", error: null });
  } catch (error) {
    put(id, { ...decision, state: "failed", error });
  }
}

let lastGroup = 0;

export function decide(reviews, choice, actor) {
  lastGroup += 1;
  for (const review of reviews) {
    const id = review.reviewId;
    clearTimeout(timers.get(id));
    put(id, { review, choice, actor, group: lastGroup, state: "held", error: null });
    timers.set(id, setTimeout(post, HOLD_MS, id));
  }
}

// Takes back what is not posted yet; tells whether it was.
export function undo(id) {
  const decision = decisions.value.get(id);
  if (!decision || !["held", "failed"].includes(decision.state)) return false;
  clearTimeout(timers.get(id));
  put(id, null);
  return true;
}

// The reviews that were decided together last, as far as they can be undone.
export function lastHeld() {
  const held = [...decisions.value].filter(([, { state }]) => state === "held");
  const group = Math.max(...held.map(([, one]) => one.group));
  return held.filter(([, one]) => one.group === group).map(([id]) => id);
}

export const retry = (id) => post(id);

// Leaves out of the list what is done with.
export function hideStored() {
  decisions.value = new Map([...decisions.value].map(([id, one]) => [id, one.state === "stored" ? { ...one, isHidden: true } : one]));
}

// A page that is closed cannot undo any more.
addEventListener("pagehide", () => {
  for (const [id, { state }] of decisions.value) if (state === "held") post(id, { isLeaving: true });
});
