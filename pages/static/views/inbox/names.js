// What a conversation is called: its id on this page, its address, and where it is asked for.

import { ask } from "../../data/api.js";
import { href } from "../../data/route.js";

export const idOf = ({ sender, user }) => `${sender} ${user}`;

export function partsOf(id) {
  const [sender, user] = id.split(" ");
  return { sender, user };
}

// The filters of the list stand in each address, so that Back and a reload show the same; the usual
// view is left out.
const inAddress = ({ view, sender, q }) => ({ view: view === "waiting" ? "" : view, sender, q });

export const addressOf = ({ sender, user }, query) => href(`inbox/${sender}/${user}`, inAddress(query));
export const listAddress = (query) => href("inbox", inAddress(query));

const numbersOf = ({ sender, user }) => ({ sender, user });

export const askOf = (person, path = "", options = {}) =>
  ask(`conversations/-/-${path}`, { ...options, numbers: numbersOf(person) });

export { numbersOf };
