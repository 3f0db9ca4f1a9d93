# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests with the token of a login."""

from __future__ import annotations

from collections.abc import Callable

from .session import Response

Headers = dict[str, str]


class Authorisation:
    """The headers with a token, in memory only. log_in: gets them with a new token."""

    def __init__(self, log_in: Callable[[], Headers]):
        self._log_in = log_in
        self._headers: Headers | None = None

    def headers(self) -> Headers:
        """The headers; logs in if there is no token yet."""
        if self._headers is None:
            self._headers = self._log_in()
        return self._headers

    def send(self, call: Callable[[Headers], Response]) -> Response:
        """Send a request with the headers; once more with a new token if the service rejects the token (HTTP 401)."""
        answer = call(self.headers())
        if answer.status == 401:
            self._headers = None
            answer = call(self.headers())
        return answer
