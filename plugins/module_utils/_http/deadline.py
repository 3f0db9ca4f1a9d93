# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""A requests session whose timeout covers the whole of a response, however slowly it arrives.

The timeout of requests and urllib3 covers a single read of the socket: a server that sends a byte now and then is never
timed out. Here every read of a response (status line, ``100 Continue``, headers and body) gets only the time that is left.
"""

from __future__ import annotations

import io
import time
from functools import cache
from http.client import HTTPResponse
from typing import Any

try:
    from requests import Session
    from requests.adapters import HTTPAdapter
except ImportError:  # reported by session.require_libraries
    HTTPAdapter = Session = object  # type: ignore[assignment,misc]


class BoundedSession(Session):
    """Reads no response beyond the timeout of its call, and follows no redirect."""

    def __init__(self) -> None:
        super().__init__()
        for scheme in ("https://", "http://"):
            self.mount(scheme, _BoundedAdapter())

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
    """The class of connection pools with connections that read _BoundedResponse."""
    if pool.ConnectionCls.response_class is _BoundedResponse:
        return pool
    connection = type(pool.ConnectionCls.__name__, (pool.ConnectionCls,), {"response_class": _BoundedResponse})
    return type(pool.__name__, (pool,), {"ConnectionCls": connection})


class _BoundedResponse(HTTPResponse):
    """A response that has to arrive within the timeout that its socket has at the start."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any):
        super().__init__(sock, *args, **kwargs)
        timeout = sock.gettimeout()
        if timeout is not None:
            self.fp = io.BufferedReader(_BoundedReader(self.fp.detach(), sock, time.monotonic() + timeout))


class _BoundedReader(io.RawIOBase):
    """Reads a socket until a time of the monotonic clock."""

    def __init__(self, raw: Any, sock: Any, until: float):
        self._raw, self._sock, self._until = raw, sock, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the response took too long")
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
