# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests with the token of a login."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from .._core.errors import TaskError
from .response import Response

Headers = Mapping[str, str]


class Authorisation(ABC):
    """Sends requests with the headers of a login, which are in memory only. Logs in when first needed, and again when the token has expired:
    once for all requests that are in flight. After a failed login, no other is sent: several failures can disable the credentials."""

    def __init__(self) -> None:
        self._headers: Headers | None = None
        self._failure: TaskError | None = None
        self._login = Lock()
        # The headers with which a request succeeded, and whether a new token can end a rejection with 403.
        self._accepted: Headers | None = None
        self._renews_forbidden = True

    @abstractmethod
    def _log_in(self) -> Headers:
        """The headers with a new token. Raises CallFailed if the login is rejected."""

    def log_in(self) -> None:
        """Log in now, if not done yet. Raises CallFailed if the login is rejected."""
        self._current()

    def authorised(
        self, send: Callable[..., Response], method: str, url: str, headers: Headers | None = None, **options: Any
    ) -> Response:
        """Send a request; once more with a new token if the service rejects the token (HTTP 401). A server can answer an expired token with 403, too: if
        the request may be repeated, it is sent with one new token, to tell this from a missing permission. send: of the session."""
        sent = self._current()
        answer = send(method, url, headers={**sent, **(headers or {})}, **options)
        can_be_old = self._renews_forbidden and sent is self._accepted and options.get("may_repeat", True)
        forbidden = answer.status == 403 and can_be_old
        if answer.status == 401 or forbidden:
            sent = self._current(rejected=sent)
            answer = send(method, url, headers={**sent, **(headers or {})}, **options)
            self._renews_forbidden &= not (forbidden and answer.status == 403)
        if answer.status < 400:
            self._accepted = sent
        return answer

    def _current(self, rejected: Headers | None = None) -> Headers:
        """The headers with a token that was not rejected. Raises the error of the failed login: a copy for each request, since it gets the object."""
        with self._login:
            if self._failure is not None:
                raise copy.copy(self._failure)
            if self._headers is None or self._headers is rejected:
                try:
                    self._headers = self._log_in()
                except TaskError as fault:
                    self._failure = copy.copy(fault)
                    raise
            return self._headers
