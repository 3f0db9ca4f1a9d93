# SPDX-License-Identifier: GPL-3.0-or-later

"""A response, the pages of a list, and the texts about them in messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from .._core.errors import REFUSING, CallFailed, TaskError, WriteConflict, with_causes
from .._core.json_shape import SCALAR, Shape, ShapeError, load
from .._core.redaction import Redactor

#: The most pages that a list may have, and the most characters that they may have together.
MOST_PAGES, LONGEST_LIST = 1_000, 128 << 20

#: How many characters of a response are examined for a message.
LOOKED_AT = 5_000

#: The possible causes of a status: sentences, each with the cause, how to tell it from the others, and what to do.
Causes = Mapping[int, tuple[str, ...]]

#: Returns the server's error message from a response.
Explain = Callable[["Response"], "str | None"]


@dataclass(frozen=True)
class Response:
    """A response. call: method and URL, for messages. redactor: masks the secrets that were sent."""

    call: str
    status: int
    headers: Mapping[str, str]
    text: str
    cookies: Mapping[str, str]
    redactor: Redactor = Redactor(())

    def json(self, shape: Shape) -> Any:
        """The body as JSON of that shape. Raises CallFailed for any other body, such as a proxy's HTML page."""
        try:
            return load(self.text, shape)
        except ShapeError as wrong:
            received = f"an unexpected JSON structure ({wrong})"
        except ValueError:
            received = f"{self._picture} instead of JSON"
        raise self._unexpected(received)

    def lacks(self, what: str) -> CallFailed:
        """The error for a successful response that does not contain *what*."""
        return self._unexpected(f"{self._picture} instead of {what}")

    def _unexpected(self, received: str) -> CallFailed:
        return CallFailed(
            f"{self.call} returned HTTP {self.status} with {received}; check the URL, and whether a proxy or a sign-in page "
            "responds instead of the service",
            self.status,
            request=self.call,
        )

    def json_object(self, members: Mapping[str, Shape] | None = None) -> Mapping[str, Any]:
        """The body as a JSON object with members of those shapes. Raises CallFailed for any other body."""
        data: Mapping[str, Any] = self.json(dict(members or {}))
        return data

    def error_text(self, *names: str) -> str | None:
        """The first of those members of a JSON object that is not empty; None if there is none."""
        try:
            data = self.json_object(dict.fromkeys(names, SCALAR))
        except CallFailed:
            return None
        return next((str(data[name]) for name in names if data.get(name)), None)

    @property
    def _picture(self) -> str:
        """A description of the body. The body of a success is not quoted: it can contain a token or a password."""
        picture = kind_of_text(self.beginning)
        return "another content" if self.status < 400 and picture.startswith("'") else picture

    @property
    def beginning(self) -> str:
        """The beginning of the body, secrets masked."""
        return self.redactor.beginning(self.text, LOOKED_AT)

    def shown(self, words: str, longest: int = 300) -> str:
        """The service's text for a message: one line, secrets masked before it is cut."""
        return shortened(self.redactor.beginning(words, LOOKED_AT), longest)

    def failure(self, explain: Explain, causes: Causes, refusing: Collection[int] = ()) -> CallFailed:
        """The error for an unexpected response: the server's text, if any, and the causes of that status. refusing: the
        statuses that mean rejected credentials, in addition to the usual ones. An HTML page is not a rejection by the service."""
        words = self.shown(explain(self) or self._picture)
        possible = causes.get(self.status) or causes_of(self.status)
        is_page = self._picture.startswith("an HTML page")
        if is_page and self.status < 500:
            possible = (_PAGE, *possible)
        refused = not is_page and self.status in (*REFUSING, *refusing)
        text = with_causes(f"{self.call} returned HTTP {self.status}: {words}", possible)
        return CallFailed(text, self.status, refused=refused, request=self.call)

    def write_failure(self, explain: Explain, causes: Causes, may_repeat: bool = True) -> TaskError:
        """The same for a write: a WriteConflict if another write came first (404, 409, 412), or if the write may have been
        carried out (5xx)."""
        fault = self.failure(explain, causes)
        if self.status >= 500:
            return WriteConflict(str(fault), uncertain=True, may_repeat=may_repeat, status=self.status)
        if self.status in (404, 409, 412):
            return WriteConflict(str(fault), may_repeat=may_repeat, status=self.status)
        return fault


class Pages:
    """The pages of one list. No page may come twice: if a service ignores the requested page number, the list would never
    end."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._length = 0

    def add(self, answer: Response) -> None:
        """Raises CallFailed for a repeated page, and for an endless list."""
        page = hash(answer.text)
        self._length += len(answer.text)
        if page in self._seen or len(self._seen) == MOST_PAGES or self._length > LONGEST_LIST:
            raise CallFailed(
                f"{answer.call} returned the same page twice, or an endless list; check the URL", answer.status
            )
        self._seen.add(page)


#: For all services.
_CAUSES: Causes = {
    412: ("Someone else keeps changing the object: run the task again.",),
    429: ("Rate limit exceeded; retry later or reduce forks.",),
}
_SERVER_ERROR = "Retry later; if the error persists, contact the operator of the service."
_PAGE = "A proxy, firewall or sign-in page responds instead of the service, which never sends a page: check the URL and the network."


def causes_of(status: int | None) -> tuple[str, ...]:
    """The possible causes of a status, whichever service sent it."""
    return (_SERVER_ERROR,) if status is not None and status >= 500 else _CAUSES.get(status or 0, ())


def kind_of_text(text: str) -> str:
    """A short description of a body in one line, for a message. The beginning of the body is enough."""
    if not text.strip():
        return "an empty body"
    title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
    if title is not None:
        return f"an HTML page ('{shortened(title[1])}')"
    if re.match(r"\s*<(!doctype|html)", text, re.IGNORECASE):
        return "an HTML page"
    return f"'{shortened(text)}'"


def shortened(text: str, longest: int = 300) -> str:
    """The text in one line of at most that length."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 3] + "..."
