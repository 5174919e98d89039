// preact with htm: components are functions that return html`…`. Texts go in as text nodes.

const { h, render, Fragment } = window.preact;

export const {
  useCallback, useEffect, useErrorBoundary, useLayoutEffect, useMemo, useReducer, useRef, useState,
} = window.preactHooks;
export const html = window.htm.bind(h);
export { Fragment, render };

// Joins class names; what is false is left out: classes("row", isOpen && "open").
export const classes = (...names) => names.filter(Boolean).join(" ");

let lastId = 0;

// An id of its own for each component that asks for one.
export const useId = () => useState(() => `p${(lastId += 1)}`)[0];
