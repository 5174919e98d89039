// A value that components follow: `useSignal` draws its component anew when it changes.

import { useEffect, useReducer } from "../parts/html.js";

export class Signal {
  #value;
  #followers = new Set();

  constructor(value) {
    this.#value = value;
  }

  get value() {
    return this.#value;
  }

  set value(value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const follow of [...this.#followers]) follow(value);
  }

  // Returns the function that ends it.
  follow(follower) {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}

export function useSignal(signal) {
  const [, draw] = useReducer((count) => count + 1, 0);
  const shown = signal.value;
  useEffect(() => {
    if (!Object.is(shown, signal.value)) draw();
    return signal.follow(() => draw());
  }, [signal]);
  return shown;
}
