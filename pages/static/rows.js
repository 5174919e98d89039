// Keeps elements in step with data by difference. An element lives as long as its item and is
// changed in place, so that focus, selected text and a press that is held survive an update.

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Replaces what is in a place only if the data behind it has changed.
const drawn = new WeakMap();
export function fill(place, data, draw) {
  const figures = JSON.stringify(data);
  if (drawn.get(place) === figures) return;
  drawn.set(place, figures);
  place.replaceChildren(...draw());
}

// The children of `list`, one for each item. `keyOf` names an item, `create` makes its element,
// `update` writes an item into its element; it is called only for an item that has changed.
export class Rows {
  constructor(list, { keyOf, create, update }) {
    Object.assign(this, { list, keyOf, create, update });
    this.nodes = new Map();
    this.figures = new Map();
  }

  get(key) {
    return this.nodes.get(key);
  }

  // Returns whether anything was added, removed or changed.
  show(items) {
    const keys = new Set(items.map(this.keyOf));
    let hasChanged = false;
    for (const [key, node] of this.nodes) {
      if (keys.has(key)) continue;
      hasChanged = true;
      node.remove();
      this.nodes.delete(key);
      this.figures.delete(key);
    }
    for (const item of items) hasChanged = this.write(item) || hasChanged;
    this.arrange([...keys].map((key) => this.nodes.get(key)));
    return hasChanged;
  }

  write(item) {
    const key = this.keyOf(item);
    const figures = JSON.stringify(item);
    if (this.figures.get(key) === figures) return false;
    this.figures.set(key, figures);
    if (!this.nodes.has(key)) this.nodes.set(key, this.create(item));
    this.update(this.nodes.get(key), item);
    return true;
  }

  // The element with the focus is not moved, because it would lose it: the others move around it.
  arrange(nodes) {
    if (nodes.length === 0) return;
    const focused = nodes.findIndex((node) => node.contains(document.activeElement));
    const fixed = Math.max(focused, 0);
    if (focused < 0 && this.list.firstElementChild !== nodes[0]) this.list.prepend(nodes[0]);
    for (let at = fixed - 1; at >= 0; at -= 1) {
      if (nodes[at + 1].previousElementSibling !== nodes[at]) nodes[at + 1].before(nodes[at]);
    }
    for (let at = fixed + 1; at < nodes.length; at += 1) {
      if (nodes[at - 1].nextElementSibling !== nodes[at]) nodes[at - 1].after(nodes[at]);
    }
  }
}
