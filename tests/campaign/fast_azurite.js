// Loaded into Azurite before itself: its clock, and so how long a queue message stays hidden,
// runs as fast as that of the other processes. Its timers stay as they are, but for that by
// which it saves (every 5 s, LokiJS's autosave): what is to outlive it must be on disk soon, and
// where it is not to be killed, saving is but a cost that grows with all that is stored.
"use strict";
const speed = Number(process.env.CAMPAIGN_SPEED);
const epoch = Number(process.env.CAMPAIGN_EPOCH) * 1000;
const origin = Number(process.env.CAMPAIGN_ORIGIN) * 1000;
const saveMilliseconds = Number(process.env.CAMPAIGN_SAVE_SECONDS) * 1000;
const RealDate = Date;
const now = () => Math.floor(origin + (RealDate.now() - epoch) * speed);
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length ? parts : [now()]));
  }
  static now() {
    return now();
  }
};
const realSetInterval = setInterval;
globalThis.setInterval = (work, wait, ...more) =>
  realSetInterval(work, wait === 5000 ? saveMilliseconds : wait, ...more);
