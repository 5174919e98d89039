"""A connection that the service has closed meanwhile is not used, however busy the worker is."""

import socket
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from yarl import URL

import shared.outgoing.http
from shared.outgoing.http import Connections

_ANSWER = b"HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n"


class HastyServer:
    """Answers one request on each connection, and closes it without a word."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.has_closed = Event()
        Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65_536)
                connection.sendall(_ANSWER)
            self.has_closed.set()


@pytest.fixture
def server() -> Iterator[HastyServer]:
    server = HastyServer()
    yield server
    server.listener.close()


async def test_connection_that_lay_idle_too_long_is_not_used_when_worker_was_busy(
    server: HastyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared.outgoing.http, "IDLE_SECONDS", 0.0)
    connections = Connections(server.url, connect_seconds=5, read_seconds=5)

    first = await connections.exchange("POST", URL(server.url), {}, body=b"1")
    # The loop stands still, as in a worker that has much to do: it does not see the closing.
    assert server.has_closed.wait(5)
    second = await connections.exchange("POST", URL(server.url), {}, body=b"2")
    await connections.close()

    assert (first.status, second.status) == (204, 204)
