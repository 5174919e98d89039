// A list of the API, page by page, newest first: known rows change in place, new ones wait for a press.

import { useEffect, useRef, useState } from "../parts/html.js";
import { ask, withQuery } from "./api.js";
import { useResource } from "./resource.js";
import { useKept } from "./route.js";

const byKey = (rows, keyOf) => new Map(rows.map((row) => [keyOf(row), row]));

// `path` may have a query; `items` names the member with the rows, `keyOf` a row. `every` reads the
// newest page again, and `reader` as in `useResource`. Gives { rows, fresh, showFresh, hasMore, isLoadingMore, trouble, loadMore, first,
// change }: `fresh` is how many rows came since a person looks, `first` the resource of the newest page
// (its data has the other members), `change(rows => rows)` writes what an action changed.
export function usePages(path, { items, keyOf, every = Infinity, numbers = null, reader = ask }) {
  const first = useResource(path, { every, numbers, reader });
  const [kept, setKept] = useKept(`rows of ${path}`, null);
  const [more, setMore] = useState({ isLoading: false, trouble: null });
  const newest = first.data?.[items];
  const latest = useRef(null);
  latest.current = path;

  useEffect(() => {
    if (!newest) return;
    const known = byKey(newest, keyOf);
    setKept((old) => (old
      ? { ...old, rows: old.rows.map((row) => known.get(keyOf(row)) ?? row) }
      : { rows: newest, cursor: first.data.nextCursor ?? null }));
  }, [newest, path]);

  const rows = kept?.rows ?? newest ?? [];
  const shown = new Set(rows.map(keyOf));
  const fresh = (newest ?? []).filter((row) => !shown.has(keyOf(row)));
  const cursor = kept ? kept.cursor : first.data?.nextCursor;

  function showFresh() {
    const isGap = fresh.length === newest.length;
    setKept((old) => (isGap ? { rows: newest, cursor: first.data.nextCursor ?? null } : { ...old, rows: [...fresh, ...old.rows] }));
  }

  async function loadMore() {
    setMore({ isLoading: true, trouble: null });
    try {
      const page = await reader(withQuery(path, { after: cursor }), numbers ? { numbers } : {});
      if (latest.current !== path) return;
      setKept((old) => {
        const known = new Set(old.rows.map(keyOf));
        return { rows: [...old.rows, ...page[items].filter((row) => !known.has(keyOf(row)))], cursor: page.nextCursor ?? null };
      });
      setMore({ isLoading: false, trouble: null });
    } catch (trouble) {
      setMore({ isLoading: false, trouble });
    }
  }

  return {
    rows, first, showFresh, loadMore, fresh: fresh.length, hasMore: Boolean(cursor), isLoadingMore: more.isLoading, trouble: more.trouble,
    change: (edit) => setKept((old) => ({ ...old, rows: edit(old.rows) })),
  };
}
