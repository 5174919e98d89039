// One story for each part of the pages: put into a page of the app by `test_parts.py`. Gives the
// names of the parts that have a story, by module.
(async () => {
  const assets = document.querySelector("script[type=module]").src.replace(/[^/]*$/, "");
  const part = (name) => import(`${assets}parts/${name}.js`);
  const { html, render, useState } = await part("html");
  const { Share, StackBar } = await part("bar");
  const { Chip, Phone, StatusChip, Time, WithNumbers } = await part("chip");
  const { ConsentDialog } = await part("consent-dialog");
  const { Button, Key, Menu, Segments, Tabs } = await part("controls");
  const { Announcements, Dialog, Drawer, Toast, toast } = await part("dialog");
  const { Check, Choice, DropZone, Field, Labelled } = await part("field");
  const { Filter, FilterBar, SearchField } = await part("filters");
  const { Icon } = await part("icon");
  const { Card, Dove, Facts, Page, Tile } = await part("page");
  const { PauseDialog } = await part("pause-dialog");
  const { Empty, Loading, Notice, RequestId, Shown, TroubleNotice } = await part("states");
  const { More, NewRows, Table } = await part("table");
  const { Timeline } = await part("timeline");
  const { STATUSES } = await import(`${assets}data/words.js`);

  const NOW = "2026-11-28T15:42:00Z";
  const PERSON = "+12065550136";
  const COUNTS = { delivered: 5_984, sent: 312, failed: 187, unknown: 20, suppressed: 242, queued: 3_784 };
  const nothing = () => {};
  const options = ["All", "Last 7", "Last 30"].map((label, at) => ({ value: at ? String(at) : "", label }));
  const trouble = { message: "555 0123 has no country code. Write +1 425 555 0123.", requestId: "a1b2c3" };
  const read = { data: { words: "What was read" }, asOf: new Date(NOW), error: null, isSlow: false };

  function Chosen({ of: Part, first, ...more }) {
    const [value, set] = useState(first);
    return html`<${Part} value=${value} onChange=${set} onInput=${set} ...${more} />`;
  }

  // By module: the story of each of its components.
  const STORIES = {
    bar: {
      StackBar: () => html`<${StackBar} counts=${COUNTS} />`,
      Share: () => html`<${Share} share=${0.62} kind="progress" />`,
    },
    chip: {
      Chip: () => html`<${Chip} tone="outline">marketing<//>`,
      StatusChip: () => html`<div class="actions">${Object.keys(STATUSES).map((one) => html`<${StatusChip} status=${one} key=${one} />`)}</div>`,
      Phone: () => html`<${Phone} number=${PERSON} isLink />`,
      Time: () => html`<${Time} at=${NOW} />`,
      WithNumbers: () => html`<p><${WithNumbers} words="Opted out of +1 833 555 0100" /></p>`,
    },
    controls: {
      Button: () => html`<div class="actions">${["primary", "plain", "quiet", "danger"].map((kind) => html`<${Button} kind=${kind} icon="plus" key=${kind}>Send to 2,361 people<//>`)}
        <${Button} isDisabled>Resend 20…<//><${Button} busy="Reading…">Export<//></div>`,
      Key: () => html`<${Key}>Esc<//>`,
      Menu: () => html`<${Menu} items=${[{ label: "Duplicate", icon: "copy", onPress: nothing }]} />`,
      Segments: () => html`<${Chosen} of=${Segments} first="1" label="Reviews" options=${options} />`,
      Tabs: () => html`<${Tabs} label="Opt-outs" tabs=${[{ href: "#one", name: "Reviews", count: 4, isCurrent: true }, { href: "#two", name: "Ledger" }]} />`,
    },
    dialog: {
      Toast: () => html`<${Toast} />`,
      Announcements: () => html`<${Announcements} />`,
    },
    field: {
      Labelled: () => html`<${Labelled} label="Colour">${(joined) => html`<input ...${joined} />`}<//>`,
      Field: () => html`<${Chosen} of=${Field} first="555 0123" label="Number" hint="With its country code." error=${trouble.message} />`,
      Choice: () => html`<${Chosen} of=${Choice} first="1" label="Days" options=${options} />`,
      Check: () => html`<${Check} isOn=${true} onChange=${nothing}>Keep on this device<//>`,
      DropZone: () => html`<${DropZone} hint="Up to 10,000 rows, 8 MB" onFile=${nothing} />`,
    },
    filters: {
      FilterBar: () => html`<${FilterBar} label="Plain filters" aside="Updated 10:42"><${Chosen} of=${Filter} first="" name="Days" options=${options} /><//>`,
      Filter: () => html`<${Chosen} of=${Filter} first="1" name="Campaign" options=${options} />`,
      SearchField: () => html`<${Chosen} of=${SearchField} first="206 555" label="Search by number" />`,
    },
    icon: { Icon: () => html`<div class="actions">${["home", "inbox", "plane", "shield", "chart", "pulse", "gear"].map((name) => html`<${Icon} name=${name} key=${name} />`)}</div>` },
    page: {
      Card: () => html`<${Card} title="Consent" count="2" aside="as of 10:42">Lines divide what is in a card.<//>`,
      Tile: () => html`<div class="tiles"><${Tile} name="Delivery rate" figure="93.7%" more="last 7 days 94.0%" href="#rate" /><${Tile} name="Cost (estimate)" figure="No price" /></div>`,
      Dove: () => html`<${Dove} />`,
      Facts: () => html`<${Facts} rows=${[["From", "+1 833 555 0100"], ["Absent", ""], ["Segments", "2"]]} />`,
    },
    states: {
      Notice: () => html`<div class="stack">${["info", "warn", "bad", "good"].map((tone) => html`<${Notice} tone=${tone} key=${tone} title="20 messages are unknown."
        actions=${html`<${Button} isSmall>Show messages<//>`}>They may have been delivered.<//>`)}</div>`,
      TroubleNotice: () => html`<${TroubleNotice} trouble=${trouble} title="Nothing was sent." />`,
      RequestId: () => html`<p>Next try in 12 s. <${RequestId} trouble=${trouble} /></p>`,
      Loading: () => html`<${Loading} rows=${2} hasMark isSlow />`,
      Empty: () => html`<${Empty} icon="plane" title="No sends yet" hint="Send a first message here, or with POST /api/sms."><${Button} kind="primary">New send<//><//>
        <${Empty} isNoMatch title="No failed sends of flash-sale in the last 7 days"><${Button}>Last 30 days<//><//>`,
      Shown: () => html`<${Shown} of=${read}>${({ words }) => html`<p>${words}</p>`}<//>`,
    },
    table: {
      Table: () => html`<${Table} label="Sends" keyOf=${({ id }) => id} hrefOf=${({ id }) => `#${id}`} groups=${[{ name: "today", title: "Today", aside: "412 single messages", rows: [{ id: "cyber-weekend", count: "10,529" }] }]}
        columns=${[{ name: "send", head: "Send", isWide: true, cell: ({ id }) => id }, { name: "count", head: "Recipients", isNumber: true, cell: ({ count }) => count }]} />`,
      More: () => html`<${More} hasMore trouble=${trouble} onMore=${nothing} />`,
      NewRows: () => html`<${NewRows} number=${3} noun="conversation" onShow=${nothing} />`,
    },
    timeline: {
      Timeline: () => html`<${Timeline} entries=${[{ key: 1, at: NOW, words: "Accepted: 10,529 recipients" }, { key: 2, words: "Handing over, 188 a minute", state: "now" },
        { key: 3, at: NOW, words: "Quiet hours end: 3,011", state: "planned" }]} />`,
    },
  };

  // Above a page: each is shown alone.
  const ABOVE = {
    dialog: {
      Dialog: (close) => html`<${Dialog} title="Cancel 3,784 waiting messages?" cancel="Keep sending" onClose=${close} onSubmit=${close}
        actions=${html`<${Button} kind="danger" type="submit">Cancel 3,784 waiting<//>`}><p><b>3,784 will not be sent.</b></p><//>`,
      Drawer: (close) => html`<${Drawer} title="Message to +1 206 555 0136" onClose=${close}><${Facts} rows=${[["Status", html`<${StatusChip} status="failed" />`]]} /><//>`,
    },
    "consent-dialog": { ConsentDialog: (close) => html`<${ConsentDialog} state="opted_out" number=${PERSON} owns=${["+18335550100"]} onClose=${close} onDone=${close} />` },
    "pause-dialog": { PauseDialog: (close) => html`<${PauseDialog} sender="+18335550101" waiting=${850} onClose=${close} onDone=${close} />` },
  };

  function Stories() {
    const [above, show] = useState("");
    const all = Object.entries(STORIES).flatMap(([module, parts]) => Object.entries(parts).map(([name, story]) => ({ name: `${name}, of ${module}`, story })));
    const named = Object.entries(ABOVE).flatMap(([, parts]) => Object.entries(parts));
    return html`<nav class="side" aria-label="Places"></nav>
      <svg class="unseen" aria-hidden="true"><defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch-ground" width="7" height="7" /><rect class="hatch-line" width="3.5" height="7" /></pattern></defs></svg>
      <main id="main"><${Page} title="Parts" up=${{ href: "#up", name: "Home" }} actions=${html`<${Button} kind="primary" icon="plus">New send<//>`}>
      <section class="card actions" aria-label="Above the page">${named.map(([name]) => html`<${Button} key=${name} data-above=${name} onPress=${() => show(name)}>${name}<//>`)}</section>
      ${all.map(({ name, story }) => html`<section class="card story" key=${name} aria-label=${name}><p class="soft">${name}</p>${story()}</section>`)}
      ${named.filter(([name]) => name === above).map(([name, story]) => html`<div key=${name}>${story(() => show(""))}</div>`)}<//></main>`;
  }

  const app = document.getElementById("app");
  render(null, app);
  render(html`<${Stories} />`, app);
  toast("Conversation is done", { undo: nothing });
  const named = { page: ["Page"] };
  for (const group of [STORIES, ABOVE]) {
    for (const [module, parts] of Object.entries(group)) named[module] = [...(named[module] ?? []), ...Object.keys(parts)];
  }
  return named;
})()
