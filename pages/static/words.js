// Phone numbers and times as people write them, and elements made of text.
// What comes from a message goes into a page as text, never as markup.

export function make(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== "") made.textContent = text;
  return made;
}

export function pretty(number) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `+1 ${parts[1]} ${parts[2]} ${parts[3]}` : number;
}

// A number as the API writes it: without separators, and with its plus sign, which a pasted address
// shows as a space. Short codes have none.
export function plain(number) {
  const digits = number.replace(/(?<=\d)[\s().-]+(?=\d)/g, "").trim();
  return /^\d{8,15}$/.test(digits) ? `+${digits}` : digits;
}

export function when(at, now = new Date()) {
  const moment = new Date(at);
  const isToday = moment.toDateString() === now.toDateString();
  const options = isToday
    ? { hour: "2-digit", minute: "2-digit" }
    : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return moment.toLocaleString([], options);
}

export const clock = (moment) =>
  moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

const REASONS = {
  scheduled: "waits for its time", quiet_hours: "waits for the end of quiet hours",
  sender_paced: "waits for the sender's limits", sender_paused: "waits until the sender is resumed",
  carrier_refuses: "waits until the carrier accepts the sender",
};

// What a message waits for and until when; empty if it does not wait for anything.
export function waitInWords({ waitingFor, nextAttemptAt }) {
  const reason = REASONS[waitingFor] ?? "";
  return reason && nextAttemptAt ? `${reason}, until ${when(nextAttemptAt)}` : reason;
}
