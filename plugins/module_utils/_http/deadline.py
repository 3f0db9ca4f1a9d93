# SPDX-License-Identifier: GPL-3.0-or-later

"""Deadlines for the whole of an exchange with a server, however slowly its bytes arrive.

The timeout of a socket covers a single read: a server that sends a byte now and then is never timed out. A resolver has no timeout. Here the
resolution of a name, every read of an HTTP response (status line, ``100 Continue``, headers and body), and every operation of a conversation with a mail
server (_mail) get only the time that is left.
"""

from __future__ import annotations

import io
import socket
import threading
import time
from functools import cache
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .._core.errors import ValidationError

try:
    from requests import Session
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection
    from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
except ImportError:
    if TYPE_CHECKING:
        raise
    else:
        HTTPAdapter = Session = object  # reported by session.require_libraries

#: The longest timeout that can be set, in seconds.
LONGEST_TIMEOUT = 3600.0


def valid_timeout(seconds: float) -> float:
    """The value of the option timeout. Raises ValidationError if it is out of range."""
    if not 0 < seconds <= LONGEST_TIMEOUT:
        text = f"option timeout is {seconds:g}; set it to more than 0 and at most {LONGEST_TIMEOUT:g} seconds"
        raise ValidationError(text, fields=["timeout"])
    return seconds


class Deadline:
    """The time by which an exchange has to end. seconds: from now."""

    def __init__(self, seconds: float):
        self.renew(seconds)

    def renew(self, seconds: float) -> None:
        """Start the next exchange of the same connection."""
        self._until = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """The seconds left. Raises TimeoutError if none are left."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the response took too long")
        return left


class TooLong(OSError):
    """A server sent more than the maximum."""


class BoundedReader(io.RawIOBase):
    """Reads a socket until its deadline. raw: the file of the socket. most: the maximum number of bytes; more raise TooLong."""

    def __init__(self, raw: Any, sock: Any, deadline: Deadline, most: float = float("inf")):
        self._raw, self._sock, self._deadline, self._most = raw, sock, deadline, most

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what has arrived, at least one byte unless the connection has ended."""
        self._sock.settimeout(self._deadline.left)
        count: int | None = self._raw.readinto(buffer)
        self._most -= count or 0
        if self._most < 0:
            raise TooLong
        return count

    def close(self) -> None:
        """Close the file of the socket."""
        self._raw.close()
        super().close()


def connected(host: str, port: int, deadline: Deadline) -> socket.socket:
    """A TCP connection to the first address of the host that accepts one. The addresses share the time. Raises OSError."""
    addresses = _resolved(host, port, deadline)
    failed: OSError | None = None
    for number, (family, kind, protocol, _name, address) in enumerate(addresses):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(deadline.left / (len(addresses) - number))
            sock.connect(address)
            return sock
        except OSError as fault:
            sock.close()
            failed = fault
    raise failed or OSError("the host has no address")


def _resolved(host: str, port: int, deadline: Deadline) -> list[Any]:
    """The addresses of a host. The resolver has no timeout; if it is too slow, its thread is left running."""
    results: list[Any] = []

    def resolve() -> None:
        try:
            results.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as fault:
            results.append(fault)
        except ValueError:  # not a host name
            results.append(socket.gaierror())

    resolving = threading.Thread(target=resolve, daemon=True)
    resolving.start()
    resolving.join(deadline.left)
    if not results:
        raise TimeoutError("the name was not resolved")
    (result,) = results
    if isinstance(result, Exception):
        raise result
    return list(result)


class BoundedSession(Session):
    """Reads no response beyond the timeout of its call, and follows no redirect."""

    def __init__(self) -> None:
        super().__init__()
        for scheme in ("https://", "http://"):
            self.mount(scheme, _BoundedAdapter())
        #: Settings by the origin of a URL and the given settings.
        self._merged: dict[tuple[Any, ...], Any] = {}

    def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
        """The settings of a request, cached: requests would read the proxies from the environment each time."""
        key = (*urlsplit(url)[:2], *sorted((proxies or {}).items()), stream, verify, cert)
        if key not in self._merged:
            self._merged[key] = super().merge_environment_settings(url, proxies, stream, verify, cert)
        return dict(self._merged[key])

    def get_redirect_target(self, resp: Any) -> str | None:
        """None. Otherwise requests would read the body of a redirect to its end, whatever its size."""
        return None


class _BoundedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        _bound(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        _bound(manager)
        return manager


def _bound(manager: Any) -> None:
    manager.pool_classes_by_scheme = {
        scheme: _bounded_pool(pool) for scheme, pool in manager.pool_classes_by_scheme.items()
    }


@cache
def _bounded_pool(pool: Any) -> Any:
    """The class of connection pools with connections that keep to their timeout when they resolve a name and read a response."""
    connection = pool.ConnectionCls
    if connection.response_class is _BoundedResponse:
        return pool
    bounds: dict[str, Any] = {"response_class": _BoundedResponse}
    # A SOCKS connection has its own method.
    if connection._new_conn is HTTPConnection._new_conn:
        bounds["_new_conn"] = _new_connection
    return type(pool.__name__, (pool,), {"ConnectionCls": type(connection.__name__, (connection,), bounds)})


def _new_connection(self: Any) -> socket.socket:
    """Replaces the method of urllib3's connections, whose timeout does not cover the resolver. Raises the same errors."""
    try:
        sock = connected(self._dns_host, self.port, Deadline(self.timeout))
        for option in self.socket_options or ():
            sock.setsockopt(*option)
        sock.settimeout(self.timeout)
        return sock
    except socket.gaierror as fault:
        raise NameResolutionError(self.host, self, fault) from fault
    except TimeoutError as fault:
        raise ConnectTimeoutError(self, str(fault)) from fault
    except OSError as fault:
        raise NewConnectionError(self, str(fault)) from fault


class _BoundedResponse(HTTPResponse):
    """A response that has to arrive within the timeout that its socket has at the start."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any):
        super().__init__(sock, *args, **kwargs)
        timeout = sock.gettimeout()
        if timeout is not None:
            self.fp = io.BufferedReader(BoundedReader(self.fp.detach(), sock, Deadline(timeout)))
