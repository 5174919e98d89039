// A list in a fixed order, by number or line, read by pages: what is new has its place among the
// others, so that none waits for a press as in data/pages.js. The first page is followed, the others stay
// with the entry of the history.

import { ask, withQuery } from "../../data/api.js";
import { useResource } from "../../data/resource.js";
import { useKept } from "../../data/route.js";
import { useState } from "../../parts/html.js";

// `path` has the filters, `items` names the list. Gives { first, rows, more }: `more` is for <More>.
export function useInOrder(path, items, { every } = {}) {
  const first = useResource(path, { every });
  const [further, setFurther] = useKept(`further ${path}`, null);
  const [isLoading, setLoading] = useState(false);
  const [trouble, setTrouble] = useState(null);
  const cursor = further ? further.cursor : first.data?.nextCursor;
  const onMore = async () => {
    setLoading(true);
    setTrouble(null);
    try {
      const page = await ask(`${path}${path.includes("?") ? "&" : "?"}${withQuery("", { after: cursor }).slice(1)}`);
      setFurther((known) => ({ rows: [...(known?.rows ?? []), ...page[items]], cursor: page.nextCursor }));
    } catch (error) {
      setTrouble(error);
    }
    setLoading(false);
  };
  const rows = [...(first.data?.[items] ?? []), ...(further?.rows ?? [])];
  return { first, rows, more: { hasMore: Boolean(cursor), isLoading, trouble, onMore } };
}
