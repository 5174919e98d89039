// The places of the pages: their names, keys and modules. A view's module exports its component as
// default; it is imported when it is first shown.

export const PLACES = [
  { view: "home", name: "Home", key: "h", icon: "home" },
  { view: "inbox", name: "Inbox", key: "i", icon: "inbox" },
  { view: "sends", name: "Sends", key: "s", icon: "plane" },
  { view: "opt-outs", name: "Opt-outs", key: "o", icon: "shield" },
  { view: "dashboard", name: "Dashboard", key: "d", icon: "chart" },
  { view: "operations", name: "Operations", key: "p", icon: "pulse" },
  { view: "settings", name: "Settings", key: "", icon: "gear" },
];

const MODULES = {
  "home": () => import("../views/home.js"),
  "inbox": () => import("../views/inbox.js"),
  "sends": () => import("../views/sends.js"),
  "send": () => import("../views/send.js"),
  "new-send": () => import("../views/new-send.js"),
  "message": () => import("../views/message.js"),
  "person": () => import("../views/person.js"),
  "opt-outs": () => import("../views/opt-outs.js"),
  "dashboard": () => import("../views/dashboard.js"),
  "operations": () => import("../views/operations.js"),
  "settings": () => import("../views/settings.js"),
  "find": () => import("../views/find.js"),
};

export const importView = (name) => MODULES[name]().then((module) => module.default);

// The module of an address, by its first parts; null if there is none.
export function viewOf([first, second]) {
  if (first === "sends") return second === undefined ? "sends" : second === "new" ? "new-send" : "send";
  if (first === "messages") return second ? "message" : null;
  if (first === "people") return second ? "person" : null;
  return PLACES.some(({ view }) => view === first) ? first : null;
}
