// What needs a person: for the counts of the places, and for Home.

import { useResource } from "./resource.js";

const EVERY_MS = 10_000;

export const useAttention = () => useResource("attention", { every: EVERY_MS });

// The conversations that wait for a reply, the oldest first, with their count.
export const useWaitingConversations = () =>
  useResource("conversations?view=waiting&counts=true&limit=10", { every: EVERY_MS });
