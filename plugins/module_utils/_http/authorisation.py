# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests with the token of a login."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from .session import Response

Headers = Mapping[str, str]


class Authorisation(ABC):
    """Sends requests with the headers of a login, which are in memory only. Logs in when first needed, and again when the token has expired."""

    _headers: Headers | None = None

    @abstractmethod
    def _log_in(self) -> Headers:
        """The headers with a new token. Raises CallFailed if the login is rejected."""

    def log_in(self) -> None:
        """Log in now, if not done yet. Raises CallFailed if the login is rejected."""
        if self._headers is None:
            self._headers = self._log_in()

    def authorised(
        self, send: Callable[..., Response], method: str, url: str, headers: Headers | None = None, **options: Any
    ) -> Response:
        """Send a request; once more with a new token if the service rejects the token (HTTP 401). send: of the session."""

        def attempt() -> Response:
            self.log_in()
            return send(method, url, headers={**(self._headers or {}), **(headers or {})}, **options)

        answer = attempt()
        if answer.status == 401:
            self._headers = None
            answer = attempt()
        return answer
