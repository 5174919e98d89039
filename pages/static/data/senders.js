// All own numbers that are known, page by page.

import { useEffect, useState } from "../parts/html.js";
import { ask, withQuery } from "./api.js";
import { useResource } from "./resource.js";

const PAGE = "senders?limit=50";

async function readRest({ nextCursor }) {
  const rest = [];
  for (let after = nextCursor; after;) {
    const page = await ask(withQuery(PAGE, { after }));
    rest.push(...page.senders);
    after = page.nextCursor;
  }
  return rest;
}

// { senders, error }: as `GET /senders` describes them; null before the first response.
export function useSenders({ every } = {}) {
  const { data, error } = useResource(PAGE, { every });
  const [rest, setRest] = useState([]);
  useEffect(() => {
    let isOver = false;
    if (data) readRest(data).then((more) => { if (!isOver) setRest(more); }, () => {});
    return () => { isOver = true; };
  }, [data]);
  return { senders: data && [...(data.senders ?? []), ...rest], error };
}
