// What needs a person: one cheap request for the counts of the places and for Home.

import { useResource } from "./resource.js";

const EVERY_MS = 10_000;

export const useAttention = () => useResource("attention", { every: EVERY_MS });
