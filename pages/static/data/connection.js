// How the app answers: "connecting", "live", "down" or "denied". Every request reports here; the
// shell shows it, and what is repeated waits for it.

import { key } from "./key.js";
import { Signal } from "./signal.js";

// `goodAt`: when the app last answered; `nextAt`: when it is asked again, in milliseconds; `trouble`: why it is
// down or denied, else null.
export const connection = new Signal({ state: "connecting", goodAt: null, nextAt: null, trouble: null });

function change(values) {
  const old = connection.value;
  const isSame = Object.entries(values).every(([name, value]) => old[name] === value);
  if (!isSame) connection.value = { ...old, ...values };
}

let goodAt = null;

export function reportGood() {
  goodAt = new Date();
  if (connection.value.state !== "live") change({ state: "live", goodAt, nextAt: null, trouble: null });
}

// A refusal of one request is not one of the key, and leaves the connection as it is.
export function reportFailure(trouble) {
  if (trouble.isDenied) change({ state: "denied", goodAt, trouble });
  else if (!trouble.isOutage) reportGood();
  else if (connection.value.state !== "denied") change({ state: "down", goodAt, trouble });
}

export const reportNextTry = (nextAt) => change({ nextAt });

key.follow(() => change({ state: "connecting", nextAt: null, trouble: null }));
