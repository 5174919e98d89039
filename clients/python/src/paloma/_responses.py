"""How responses are read: as models, and as pages that know the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import parse_qsl, urlsplit

from paloma import models
from paloma._calls import Call, json_of
from paloma._parsing import ModelType, parse
from paloma._requests import present
from paloma.errors import InvalidResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list, and the call for those that follow."""

    items: tuple[T, ...]
    following: Call[Page[T]] | None


def reader(model: type[ModelType]) -> Callable[[httpx.Response], ModelType]:
    """Make the function that reads a response as a model."""
    return lambda response: parse(model, json_of(response))


def read_send(response: httpx.Response) -> models.Send:
    """Read an accepted send, and whether it had been accepted earlier."""
    is_replayed = response.headers.get("Idempotent-Replayed", "").lower() == "true"
    return parse(models.Send, json_of(response), replayed=is_replayed)


def list_call(
    path: str,
    member: str,
    model: type[ModelType],
    given: Mapping[str, str | None],
    headers: Mapping[str, str] | None = None,
) -> Call[Page[ModelType]]:
    """Make the call of a list of models; parameters that are None are left out."""

    def read(response: httpx.Response) -> tuple[tuple[ModelType, ...], dict[str, str] | None]:
        document = json_of(response)
        found = document.get(member) if isinstance(document, dict) else None
        if not isinstance(found, list):
            raise InvalidResponse(f"The response has no list {member}.")
        return tuple(parse(model, one) for one in found), _next_params(document)

    return paged(path, read, present(given), headers or {})


def read_csv(response: httpx.Response) -> tuple[tuple[str, ...], dict[str, str] | None]:
    """Read a page of CSV, which names the next one in its `Link` header."""
    link = response.links.get("next", {}).get("url")
    return (read_text(response),), _next_params({"nextUrl": link})


def read_text(response: httpx.Response) -> str:
    """Read a file, without the mark of its encoding."""
    return response.text.removeprefix("\ufeff")


def paged(
    path: str,
    read: Callable[[httpx.Response], tuple[tuple[T, ...], dict[str, str] | None]],
    params: Mapping[str, str],
    headers: Mapping[str, str],
) -> Call[Page[T]]:
    """Make the call of a page; the page knows the call of the next one."""

    def page(response: httpx.Response) -> Page[T]:
        items, following = read(response)
        if following is None:
            return Page(items, None)
        more = {**params, **following}
        if more == params:
            raise InvalidResponse("The list goes on where it is already.")
        return Page(items, paged(path, read, more, headers))

    return Call("GET", path, page, params=params, headers=headers)


def _next_params(document: Mapping[str, object]) -> dict[str, str] | None:
    """Read where the list goes on: only the query of `nextUrl`, so that the key stays here."""
    url, cursor = document.get("nextUrl"), document.get("nextCursor")
    if isinstance(url, str) and url:
        return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    return {"after": cursor} if isinstance(cursor, str) and cursor else None
