// The API reference: Scalar shows the OpenAPI document. A key that is typed in goes the way of a key in
// the address, and is filled in where requests are tried out.
import { ask, keyInUse } from "./ask.js";

const UNAUTHORIZED = 401;

function byId(id) {
  return document.getElementById(id);
}

byId("opener").addEventListener("submit", (event) => {
  event.preventDefault();
  location.hash = `code=${encodeURIComponent(byId("key").value.trim())}`;
});

function show(content) {
  window.Scalar.createApiReference("#reference", {
    content,
    servers: [{ url: new URL(".", location.href).href.replace(/\/$/, "") }],
    authentication: {
      preferredSecurityScheme: "functionKey",
      securitySchemes: { functionKey: { value: keyInUse() } },
    },
    // Nothing is asked of other servers; the page's policy would not allow it.
    withDefaultFonts: false, telemetry: false, agent: { disabled: true }, mcp: { disabled: true },
    hideClientButton: true, showDeveloperTools: "never",
  });
}

try {
  show(await ask("openapi.json"));
} catch (error) {
  byId("opener").hidden = error.status !== UNAUTHORIZED;
  byId("trouble").hidden = error.status === UNAUTHORIZED && !keyInUse();
  byId("trouble").textContent = error.message;
}
