"""How many segments a text takes on the air."""

# 3GPP TS 23.038 section 6.2.1: the default alphabet, without its escape, and the extension table.
_GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")

_LAST_OF_ONE_UNIT = "\uffff"  # characters above take two UTF-16 units

# 3GPP TS 23.040 section 9.2.3.24.1: a part of a longer message loses 6 octets to its header.
_GSM7_SIZES = (160, 153)
_UCS2_SIZES = (70, 67)


def count_segments(body: str) -> int:
    """
    Count the segments of a text, without splitting an escape or surrogate pair over two.

    Parameters
    ----------
    body : str
        Text of any length.

    Returns
    -------
    int
        At least 1, also for an empty text.
    """
    if _GSM7_BASIC.issuperset(body):
        return _parts(len(body), _GSM7_SIZES)
    if all(character in _GSM7_BASIC or character in _GSM7_EXTENSION for character in body):
        return _walk([2 if c in _GSM7_EXTENSION else 1 for c in body], _GSM7_SIZES)
    return _walk([2 if c > _LAST_OF_ONE_UNIT else 1 for c in body], _UCS2_SIZES)


def _parts(units: int, sizes: tuple[int, int]) -> int:
    single, part = sizes
    return 1 if units <= single else -(-units // part)


def _walk(widths: list[int], sizes: tuple[int, int]) -> int:
    single, part = sizes
    if sum(widths) <= single:
        return 1
    segment_count, used = 1, 0
    for width in widths:
        if used + width > part:
            segment_count, used = segment_count + 1, 0
        used += width
    return segment_count
