# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""One HTTP session for everything: time-outs, retries of reads, and texts that say what went wrong."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from .._core.errors import CallFailed, Fault, StateMoved

try:
    import requests
except ImportError:  # the task reports it: see _task.task
    requests = None  # type: ignore[assignment]

#: What sandbox answers carry, so that a rehearsal never looks like the real thing.
SANDBOX_HEADER = "X-Reshare-WMS-Sandbox"

#: Statuses after which a read is tried again.
TRANSIENT = frozenset({429, 500, 502, 503, 504})

#: The longest wait before a read is tried again, in seconds, whatever Retry-After says.
LONGEST_WAIT = 60.0


#: Finds the server's own words in an answer.
Explain = Callable[["Answer"], "str | None"]

#: Entered for each time that a call is sent, repeated ones too.
Turn = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Answer:
    """What a service answered. call: method and address, for messages."""

    call: str
    status: int
    headers: Mapping[str, str]
    text: str
    cookies: Mapping[str, str]

    def json(self) -> Any:
        """The body as JSON. Raises CallFailed where it is something else, such as a proxy's HTML page."""
        try:
            return json.loads(self.text)
        except ValueError:
            raise CallFailed(
                f"{self.call} answered HTTP {self.status} with {kind_of_text(self.text)} instead of JSON; check the "
                "address, and that nothing on the way (a proxy, a sign-in page) answers in its place",
                self.status,
            ) from None

    def mapping(self) -> Mapping[str, Any]:
        """The body as a JSON object. Raises CallFailed where it is something else."""
        found = self.json()
        if not isinstance(found, dict):
            raise CallFailed(f"{self.call} answered HTTP {self.status} with JSON that is not an object", self.status)
        return found

    def failure(self, explain: Explain, advice: Mapping[int, str]) -> CallFailed:
        """The fault for an answer that is not the one hoped for: the server's own words where it has some, and what to
        do about that status."""
        words = (explain(self) or kind_of_text(self.text)).rstrip(".")
        return CallFailed(
            f"{self.call} answered HTTP {self.status}: {words}. {advice.get(self.status, '')}".rstrip(), self.status
        )

    def write_failure(self, explain: Explain, advice: Mapping[int, str], may_repeat: bool = True) -> Fault:
        """The same for a write: where somebody else wrote first (404, 409, 412), or the write may have happened all the
        same (5xx), it is a StateMoved."""
        fault = self.failure(explain, advice)
        if self.status >= 500:
            return StateMoved(str(fault), uncertain=True, may_repeat=may_repeat)
        if self.status in (404, 409, 412):
            return StateMoved(str(fault), may_repeat=may_repeat)
        return fault


class Session:
    """Sends calls over kept-alive connections.

    timeout: seconds to connect and to wait for an answer. retries: how often a read is tried again.
    verify: False, True, or the path of a CA bundle.
    """

    def __init__(self, timeout: float = 30.0, retries: int = 4, verify: bool | str = True):
        self._requests = requests.Session()
        self._requests.verify = verify
        self._timeout = timeout
        self._retries = retries
        #: The address of the rehearsal sandbox, once one has answered.
        self.sandbox: str | None = None

    def read(self, method: str, url: str, *, turn: Turn = nullcontext, **options: Any) -> Answer:
        """A call that changes nothing, tried again after transient faults. Raises CallFailed without an answer."""
        for attempt in range(self._retries + 1):
            try:
                answer = self._send(method, url, options, turn)
            except requests.RequestException as fault:
                if attempt == self._retries or not _may_pass(fault):
                    raise CallFailed(f"{method} {url}: {_reason(fault, self._timeout)}") from None
                self._wait(attempt, None)
                continue
            if answer.status not in TRANSIENT or attempt == self._retries:
                return answer
            self._wait(attempt, answer.headers.get("Retry-After"))
        raise AssertionError("unreachable")

    def write(
        self, method: str, url: str, *, may_repeat: bool = True, turn: Turn = nullcontext, **options: Any
    ) -> Answer:
        """A call that changes something, sent once; again only after 429, which says that nothing was done.

        Raises StateMoved (uncertain) where the call may have been carried out without an answer arriving.
        """
        for attempt in range(self._retries + 1):
            try:
                answer = self._send(method, url, options, turn)
            except requests.ConnectTimeout as fault:
                raise CallFailed(f"{method} {url}: {_reason(fault, self._timeout)}") from None
            except requests.RequestException as fault:
                text = f"{method} {url}: {_reason(fault, self._timeout)}; whether it was carried out is not known"
                raise StateMoved(text, uncertain=True, may_repeat=may_repeat) from None
            if answer.status != 429 or attempt == self._retries:
                break
            self._wait(attempt, answer.headers.get("Retry-After"))
        return answer

    def _send(self, method: str, url: str, options: Mapping[str, Any], turn: Turn) -> Answer:
        with turn():
            # A redirect would carry credentials to another host; no service here has a reason to send one.
            response = self._requests.request(method, url, timeout=self._timeout, allow_redirects=False, **options)
        if SANDBOX_HEADER in response.headers:
            self.sandbox = re.sub(r"^(https?://[^/]+).*", r"\1", url)
        if response.is_redirect:
            raise CallFailed(
                f"{method} {url} answered with a redirect to {response.headers.get('Location')}, which is not followed; "
                "set the address to the right one",
                response.status_code,
            )
        return Answer(f"{method} {url}", response.status_code, response.headers, response.text, response.cookies)

    def _wait(self, attempt: int, retry_after: str | None) -> None:
        wait = 0.25 * 2**attempt * random.uniform(0.8, 1.2)
        if retry_after is not None and retry_after.strip().isdigit():
            wait = max(wait, float(retry_after))
        time.sleep(min(wait, LONGEST_WAIT))


def kind_of_text(text: str) -> str:
    """A short, one-line picture of a body for a message."""
    if not text.strip():
        return "an empty body"
    title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
    if title is not None:
        return f"an HTML page ('{_line(title[1])}')"
    if re.match(r"\s*<(!doctype|html)", text, re.IGNORECASE):
        return "an HTML page"
    return f"'{_line(text)}'"


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 300 else line[:297] + "..."


def _may_pass(fault: Exception) -> bool:
    """Whether trying again can help: not against a wrong certificate or a malformed address."""
    return isinstance(
        fault, (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
    ) and not isinstance(fault, requests.exceptions.SSLError)


def _reason(fault: Exception, timeout: float) -> str:
    if isinstance(fault, requests.exceptions.SSLError):
        return "its certificate is not trusted (own certificate authority: set ca_path)"
    if isinstance(fault, requests.ConnectTimeout):
        return f"no connection within {timeout:g} s; check the address and the network"
    if isinstance(fault, requests.Timeout):
        return f"no answer within {timeout:g} s; try later or set a longer timeout"
    if isinstance(fault, requests.ConnectionError):
        cause = str(fault)
        if "refused" in cause:
            return "connection refused; nothing listens at that address"
        if "resolve" in cause or "Name or service" in cause:
            return "the host name can't be resolved; check the address"
        return "the connection was cut before the answer was complete"
    if isinstance(fault, requests.exceptions.ChunkedEncodingError):
        return "the connection was cut in the middle of the answer"
    return f"the call could not be made ({type(fault).__name__})"
