// Keys of a list: arrows and J, K move the focus from row to row, Enter opens what has it. Arrows
// scroll the page as ever while no row has the focus.

import { useKeys } from "../data/keys.js";

const links = () => [...document.querySelectorAll("main .row-link")];

function move(step, isArrow) {
  const rows = links();
  const at = rows.indexOf(document.activeElement);
  if (rows.length === 0 || (isArrow && at < 0)) return false;
  const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[next].focus();
  rows[next].closest("tr").scrollIntoView({ block: "nearest" });
  return true;
}

export function useRowKeys(name) {
  useKeys(name, {
    "j": ["Next row", () => move(1)],
    "k": ["Previous row", () => move(-1)],
    "ArrowDown": ["Next row, from a row", () => move(1, true)],
    "ArrowUp": ["Previous row, from a row", () => move(-1, true)],
  });
}
