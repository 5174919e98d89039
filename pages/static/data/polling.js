// What a page asks for again and again: one timer for all of it, and none while the page is hidden
// or the key is refused. After a failure the pauses grow.

import { Trouble } from "./api.js";
import { connection, reportNextTry } from "./connection.js";
import { key } from "./key.js";

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
const NEVER = Infinity;

const tasks = new Set();
let timer = 0;

function pauseAfter(error, failures) {
  if (error instanceof Trouble && !error.isPassing) return NEVER;
  const doubled = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  return Math.max((error.retryAfter ?? 0) * 1_000, doubled * (0.75 + Math.random() / 2));
}

function plan() {
  clearTimeout(timer);
  if (document.hidden || connection.value.state === "denied") return;
  const dues = [...tasks].filter((task) => !task.isRunning).map((task) => task.dueAt);
  const next = Math.min(NEVER, ...dues);
  if (connection.value.state === "down") reportNextTry(next === NEVER ? null : next);
  if (next !== NEVER) timer = setTimeout(runDue, Math.max(0, Math.ceil(next - Date.now())));
}

// A timer may end a little before its time, when nothing is due yet.
function runDue() {
  for (const task of tasks) if (!task.isRunning && task.dueAt <= Date.now()) run(task);
  plan();
}

async function run(task) {
  task.isRunning = true;
  task.isWanted = false;
  try {
    await task.work();
    [task.failures, task.dueAt] = [0, Date.now() + task.every()];
  } catch (error) {
    if (!(error instanceof Trouble)) console.error(error);
    task.failures += 1;
    task.dueAt = Date.now() + pauseAfter(error, task.failures);
  }
  task.isRunning = false;
  if (task.isWanted) task.dueAt = Date.now();
  plan();
}

function want(task) {
  task.isWanted = task.isRunning;
  task.dueAt = Date.now();
}

// Runs `work` now, and `every` milliseconds after each success: a number, or a function that gives
// one (Infinity: not again). Returns { again, stop }; `again` runs it at once.
export function repeat(work, every) {
  const task = {
    work, every: typeof every === "function" ? every : () => every,
    failures: 0, dueAt: Date.now(), isRunning: false, isWanted: false,
  };
  tasks.add(task);
  queueMicrotask(plan);
  return {
    again() {
      want(task);
      plan();
    },
    stop() {
      tasks.delete(task);
      plan();
    },
  };
}

// Asks for everything at once: a person does not want to wait for the next try.
export function tryNow() {
  for (const task of tasks) want(task);
  plan();
}

document.addEventListener("visibilitychange", plan);
key.follow(tryNow);
