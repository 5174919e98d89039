// How many segments a text takes: GSM-7 (3GPP TS 23.038) where each character has a place there,
// UCS-2 otherwise.

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const DOUBLE = new Set("^{}\\[~]|€");

const SIZES = { gsm: [160, 153], ucs: [70, 67] };

function gsmLength(characters) {
  let length = 0;
  for (const character of characters) {
    if (BASIC.has(character)) length += 1;
    else if (DOUBLE.has(character)) length += 2;
    else return null;
  }
  return length;
}

// { segments, length, room }: `room` is what fits into so many segments.
export function segmentsOf(text) {
  const composed = text.normalize("NFC");
  const gsm = gsmLength(composed);
  const [length, [single, part]] = gsm === null ? [composed.length, SIZES.ucs] : [gsm, SIZES.gsm];
  if (length <= single) return { segments: length ? 1 : 0, length, room: single };
  const segments = Math.ceil(length / part);
  return { segments, length, room: segments * part };
}
