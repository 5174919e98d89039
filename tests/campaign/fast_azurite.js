// Loaded into Azurite before itself: its clock, and so how long a queue message stays hidden,
// runs as fast as that of the other processes. Its timers stay as they are, but for that by
// which it saves (every 5 s, LokiJS's autosave): what it has acknowledged must be on disk soon.
"use strict";
const speed = Number(process.env.CAMPAIGN_SPEED);
const epoch = Number(process.env.CAMPAIGN_EPOCH) * 1000;
const RealDate = Date;
const now = () => Math.floor(epoch + (RealDate.now() - epoch) * speed);
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
  realSetInterval(work, wait === 5000 ? 1000 : wait, ...more);
