"""
What a request of the worker says: a label of its kind, and all of it that can be read.

A request about a queue message names its id only, so the texts of messages are remembered.
"""

import base64
import re
from dataclasses import dataclass
from urllib.parse import unquote

from aiohttp import web

_MESSAGE_VERBS = {"POST": "put", "GET": "receive", "DELETE": "delete", "PUT": "update"}
_MESSAGE = re.compile(r"<MessageId>([^<]+)</MessageId>.*?<MessageText>([^<]*)<", re.DOTALL)
_MESSAGE_ID = re.compile(rb"<MessageId>([^<]+)<")
_TEXT = re.compile(r"<MessageText>([^<]*)<")
_ID = re.compile(r'"([0-9a-z]{30,80})"')
_SEND_ID = re.compile(r'"(?:batch|sendId)": "([0-9a-z]{30,80})"')


@dataclass(frozen=True)
class Crossing:
    """
    A request of the worker.

    Attributes
    ----------
    service : str
        `table`, `queue` or `acs`.
    label : str
        Such as `table transaction Journal`, `queue put sms-dispatch` or `acs send`.
    text : str
        Everything it says that can be read: path, body, and the text of the queue message.
    """

    service: str
    label: str
    text: str

    @property
    def is_poll(self) -> bool:
        """Whether it asks a queue for messages."""
        return "receive" in self.label

    @property
    def is_write(self) -> bool:
        """Whether it changes anything."""
        return is_write(self.label)

    def concerns(self, own_number: str) -> bool:
        """Whether it speaks of an own number, plainly or in a send's id."""
        packed = base64.b32encode(own_number.encode()).decode().rstrip("=").lower()
        return own_number.lstrip("+") in self.text or packed in self.text


class CrossingReader:
    """
    Reads requests.

    Attributes
    ----------
    announced : dict
        Ids of sends that were ever named in a queue.
    """

    def __init__(self) -> None:
        self.announced: dict[str, None] = {}
        self._texts: dict[str, str] = {}

    def read(self, request: web.BaseRequest, body: bytes, service: str) -> Crossing:
        text = f"{unquote(request.raw_path)} {body.decode(errors='replace')}"
        if service == "acs":
            return Crossing(service, "acs send", text)
        place = request.path.split("/", 2)[-1]
        if service == "table":
            return Crossing(service, f"table {_table_verb(request.method, place, text)}", text)
        queue, _, rest = place.partition("/")
        verb = _MESSAGE_VERBS[request.method] if rest else f"{request.method.lower()} queue"
        for encoded in _TEXT.findall(text):
            text += f" {_decoded(encoded)}"
        self.announced |= dict.fromkeys(_SEND_ID.findall(text))
        message_id = rest.removeprefix("messages/")
        known = self._texts.get(message_id, "")
        if verb != "update":
            text += known
        else:
            if known and set(_ID.findall(text)).isdisjoint(_ID.findall(known)):
                verb = "put"  # other work takes the place of a message that is done
            self._texts[message_id] = text
        return Crossing(service, f"queue {verb} {queue}", text)

    def remember(self, crossing: Crossing, answer: bytes) -> None:
        """Remember the texts of messages that were put or received, by their ids."""
        if crossing.is_poll:
            for message_id, encoded in _MESSAGE.findall(answer.decode(errors="replace")):
                self._texts[message_id] = _decoded(encoded)
        elif crossing.label.startswith("queue put") and (found := _MESSAGE_ID.search(answer)):
            self._texts[found[1].decode()] = crossing.text


def is_write(label: str) -> bool:
    """Whether requests of a kind change anything."""
    return not label.startswith("table get")


def _table_verb(method: str, place: str, text: str) -> str:
    if place == "$batch":
        named = re.search(r"/devstoreaccount1/(\w+)[( ]", text)
        return f"transaction {named[1] if named else '?'}"
    return f"{method.lower()} {re.split(r'[(/]', place)[0]}"


def _decoded(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode(errors="replace")
    except ValueError:
        return ""
