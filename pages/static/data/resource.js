// What the app answered, by path: read when a view needs it, kept in memory for the way back.

import { useEffect, useRef } from "../parts/html.js";
import { ask } from "./api.js";
import { repeat } from "./polling.js";
import { Signal, useSignal } from "./signal.js";

const MOST_KEPT = 80;
const SLOW_MS = 5_000;

const stores = new Map();

const EMPTY = { data: null, asOf: null, error: null, isSlow: false };

class Store {
  #written = "";
  #round = 0;

  constructor(path, options, ask) {
    Object.assign(this, { path, options, ask, state: new Signal(EMPTY), users: new Set(), task: null });
  }

  // Reads as often as the most eager of its users wants; `pause` gives milliseconds.
  join(pause) {
    this.users.add(pause);
    const every = () => Math.min(...[...this.users].map((one) => one()));
    this.task ??= repeat(() => this.read(), every);
    return () => {
      this.users.delete(pause);
      if (this.users.size > 0) return;
      this.task.stop();
      this.task = null;
    };
  }

  // A response that is the same as the last keeps its objects, so that nothing is drawn anew.
  take(data) {
    const written = JSON.stringify(data);
    const isSame = written === this.#written;
    this.#written = written;
    const { state } = this;
    state.value = { data: isSame ? state.value.data : data, asOf: new Date(), error: null, isSlow: false };
  }

  async read() {
    const mine = (this.#round += 1);
    const slow = setTimeout(() => {
      if (!this.state.value.data) this.state.value = { ...this.state.value, isSlow: true };
    }, SLOW_MS);
    try {
      const data = await this.ask(this.path, this.options);
      if (mine === this.#round) this.take(data);
    } catch (error) {
      if (mine === this.#round) this.state.value = { ...this.state.value, error, isSlow: false };
      throw error;
    } finally {
      clearTimeout(slow);
    }
  }
}

function storeOf(path, numbers, reader) {
  const name = JSON.stringify([path, numbers]);
  const store = stores.get(name) ?? new Store(path, numbers ? { numbers } : {}, reader);
  stores.delete(name);
  stores.set(name, store);
  for (const [old, one] of stores) {
    if (stores.size <= MOST_KEPT) break;
    if (one.users.size === 0) stores.delete(old);
  }
  return store;
}

const NONE = new Signal(EMPTY);

// Reads a path and follows it: { data, asOf, error, isSlow, isLoading, reload, change }.
// `every`: milliseconds, or a function of the data that gives them; Infinity: once. A path that is
// null reads nothing. `reader(path, options)` reads it, always the same one for a path. `change(data =>
// data)` writes what an action is known to have changed.
export function useResource(path, { every = Infinity, numbers = null, reader = ask } = {}) {
  const store = path === null ? null : storeOf(path, numbers, reader);
  const state = useSignal(store?.state ?? NONE);
  const pause = useRef(every);
  pause.current = every;
  useEffect(() => store?.join(() => {
    const wanted = pause.current;
    return typeof wanted === "function" ? wanted(store.state.value.data) : wanted;
  }), [store]);
  return {
    ...state,
    isLoading: Boolean(store) && !state.data && !state.error,
    reload: () => store?.task?.again(),
    change: (edit) => store.take(edit(store.state.value.data)),
  };
}
