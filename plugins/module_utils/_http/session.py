# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP session of all clients: timeouts, retries of reads, and error messages."""

from __future__ import annotations

import codecs
import ipaddress
import math
import random
import re
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from email.utils import parsedate_to_datetime
from threading import BoundedSemaphore, RLock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .._core.addresses import shown
from .._core.errors import CallFailed, TaskError, ValidationError, WriteConflict
from .._core.redaction import Redactor
from .deadline import BoundedSession, valid_timeout
from .no_answer import NoAnswer, no_answer_error
from .response import Response, shortened

try:
    import requests
    import urllib3
except ImportError:
    if TYPE_CHECKING:
        raise
    else:
        requests = urllib3 = None  # reported by require_libraries
try:
    import defusedxml
except ImportError:
    if TYPE_CHECKING:
        raise
    else:
        defusedxml = None  # reported by require_libraries

#: The oldest releases that limit the size of a response: urllib3 1.26 expands 285 bytes to 3 GB. All are required before the first request,
#: though only NCIP needs defusedxml, so that no playbook stops halfway.
OLDEST = {"requests": (2, 32), "urllib3": (2, 2), "defusedxml": (0, 7, 1)}

#: The header of every sandbox response, so that a rehearsal is always recognisable.
SANDBOX_HEADER = "X-Reshare-WMS-Sandbox"

#: Statuses after which a read is tried again.
TRANSIENT = frozenset({429, 500, 502, 503, 504})

#: The longest wait before a read is tried again, in seconds, whatever Retry-After says.
LONGEST_WAIT = 60.0

#: The longest time that all retries of a session (a task) may take, in seconds, with the failed calls before them.
LONGEST_RETRIES = 300.0

#: The maximum size of a response, in bytes after decompression. The largest known responses are a few MiB: a page of a directory.
LONGEST_BODY = 32 << 20

#: The most requests of a session that may be in flight.
MOST_AT_ONCE = 16

#: The accepted content encodings. A response may have one of them.
ENCODINGS = ("gzip", "deflate")

#: The encodings of texts that are decoded as declared, in Python's names. Others can take minutes for a megabyte (punycode).
CHARSETS = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16"})

#: A context that is entered each time a request is sent, retries included.
Turn = Callable[[], AbstractContextManager[None]]

#: Receives a function that sends a request once; calls it or raises, and returns the response.
Guard = Callable[[Callable[[], "Response"]], "Response"]


class Session:
    """Sends calls over kept-alive connections. Threads can share it.

    timeout: seconds for one call, from connecting to the end of the answer. retries: how often a read is tried again.
    verify: False, True, or the path of a CA bundle. Only with True, the environment can set it (REQUESTS_CA_BUNDLE).
    secrets: values sent with requests that no message may show. The authorisation headers of a request are always masked.
    at_once: how many requests may be in flight; others wait.
    """

    def __init__(
        self,
        timeout: float = 30.0,
        retries: int = 4,
        verify: bool | str = True,
        secrets: Collection[str] = (),
        at_once: int = 1,
    ):
        require_libraries()
        if retries < 0:
            raise ValidationError(f"option retries is {retries}; set it to 0 or more", fields=["retries"])
        if not 1 <= at_once <= MOST_AT_ONCE:
            raise ValidationError(
                f"option parallel_requests is {at_once}; set it to 1 to {MOST_AT_ONCE}", fields=["parallel_requests"]
            )
        self.at_once = at_once
        #: Idle sessions of the library requests. It is not documented that threads can share one.
        self._idle = [_requests_session()]
        self._lock = RLock()
        self._slots = BoundedSemaphore(at_once)
        self._verify = verify
        self._timeout = valid_timeout(timeout)
        self._retries = retries
        #: The seconds of all retries (simultaneous ones count once), and when the last one ended.
        self._retried = self._retried_until = 0.0
        self._secrets = secrets
        #: Whether a response came from the rehearsal sandbox; None before the first one that shows it.
        self.sandbox: bool | None = None
        #: Called after a response that shows whether the sandbox responded, with the URL. May raise a TaskError.
        self.on_answer: Callable[[str, bool], None] = lambda url, sandbox: None
        #: Called with each response, retried ones included: the method, the URL, what was sent, and the response.
        self.on_exchange: Callable[[str, str, Mapping[str, Any], Response], None] = lambda method, url, sent, answer: (
            None
        )
        #: Called before each request that changes something.
        self.on_write: Callable[[], None] = lambda: None

    def read(self, method: str, url: str, *, turn: Turn = nullcontext, **options: Any) -> Response:
        """Send a request that changes nothing, and retry it after transient errors. Raises CallFailed without a response."""
        answer = self._repeated(lambda: self._send(method, url, options, turn), TRANSIENT, lambda fault: fault.may_pass)
        return self._reported(url, answer)

    def write(
        self, method: str, url: str, *, may_repeat: bool = True, turn: Turn = nullcontext, **options: Any
    ) -> Response:
        """Send a request that changes something, once. It is sent again only if it certainly changed nothing: after 429, or
        if the connection failed.

        Raises WriteConflict (uncertain) if the request may have been carried out but no response arrived.
        """
        with self._lock:
            self.on_write()
        try:
            return self.once(method, url, turn=turn, **options)
        except NoAnswer as fault:
            if not fault.arrived:
                raise
            text = f"{fault}; it is unknown whether the request was carried out"
            raise WriteConflict(text, uncertain=True, may_repeat=may_repeat, reason=str(fault)) from None

    def once(
        self, method: str, url: str, *, guard: Guard = lambda send: send(), turn: Turn = nullcontext, **options: Any
    ) -> Response:
        """Send a request that may arrive only once, such as a login. It is sent again like a write. Raises NoAnswer without a response."""
        answer = self._repeated(
            lambda: guard(lambda: self._send(method, url, options, turn)),
            (429,),
            lambda fault: fault.may_pass and not fault.arrived,
        )
        return self._reported(url, answer)

    def identify(self, url: str) -> None:
        """Request a URL once, only for ``on_answer``. A missing response is not an error."""
        with suppress(CallFailed):
            self._reported(url, self._send("GET", url, {}, nullcontext))

    def _reported(self, url: str, answer: Response) -> Response:
        # Only after the guard of a login: it records the response even if an error is raised here.
        if (sandbox := _of_sandbox(answer.status, answer.headers)) is not None:
            with self._lock:
                self.on_answer(url, sandbox)
        return answer

    def _repeated(
        self, send: Callable[[], Response], statuses: Collection[int], again: Callable[[NoAnswer], bool]
    ) -> Response:
        """Send a request, and retry it after responses with those statuses, and after those errors."""
        for attempt in range(self._retries + 1):
            began, asked = time.monotonic(), 0.0
            last = attempt == self._retries or self._retried >= LONGEST_RETRIES
            try:
                answer = send()
                if last or answer.status not in statuses:
                    return answer
                asked = _asked_wait(answer.headers)
            except NoAnswer as fault:
                if last or not again(fault):
                    raise
            wait = 0.25 * 2 ** min(attempt, 10) * random.uniform(0.8, 1.2)
            pause = min(max(wait, asked), LONGEST_WAIT)
            time.sleep(pause)
            with self._lock:
                now = time.monotonic()
                self._retried += now - max(began, self._retried_until)
                self._retried_until = now
        raise AssertionError("unreachable")

    @contextmanager
    def _connection(self) -> Iterator[BoundedSession]:
        """A session of requests for one request, with the connections that it keeps alive."""
        with self._slots:
            with self._lock:
                session = self._idle.pop() if self._idle else _requests_session()
            try:
                yield session
            finally:
                self._idle.append(session)

    def _send(self, method: str, url: str, options: Mapping[str, Any], turn: Turn) -> Response:
        call = f"{method} {shown(url)}"
        try:
            # Set with each request, verify overrides the environment. A redirect would send credentials to another
            # host; no service here uses redirects.
            with (
                self._connection() as connection,
                turn(),
                connection.request(
                    method,
                    url,
                    timeout=urllib3.Timeout(total=self._timeout),  # type: ignore[arg-type]  # its stubs lack it
                    verify=self._verify,
                    allow_redirects=False,
                    stream=True,
                    **options,
                ) as response,
            ):
                if (sandbox := _of_sandbox(response.status_code, response.headers)) is not None:
                    self.sandbox = bool(self.sandbox) or sandbox
                redactor = Redactor((*self._secrets, *_authorisation(response.request.headers)))
                if response.is_redirect:
                    raise _redirected(call, response, redactor)
                text, cookies = _body(call, response), response.cookies.get_dict()
                answer = Response(call, response.status_code, response.headers, text, cookies, redactor)
            self.on_exchange(method, url, options, answer)
            return answer
        except OSError as fault:  # the base class of all errors of requests
            raise no_answer_error(call, fault, self._timeout) from None
        except urllib3.exceptions.LocationValueError:
            raise NoAnswer(f"{call}: the URL is not valid; check it", arrived=False, may_pass=False) from None
        except UnicodeError:
            raise NoAnswer(
                f"{call}: a user name, tenant or URL contains characters that HTTP cannot transmit; correct it",
                arrived=False,
                may_pass=False,
            ) from None


def _of_sandbox(status: int, headers: Mapping[str, str]) -> bool | None:
    """Whether the sandbox responded. None for a server error, which can come from a proxy in between."""
    return True if SANDBOX_HEADER in headers else None if status >= 500 else False


def _requests_session() -> BoundedSession:
    session = BoundedSession()
    # Without auth, requests would replace the token by the credentials of a .netrc file for the host.
    session.auth = lambda request: request
    session.headers["Accept-Encoding"] = ", ".join(ENCODINGS)
    return session


def _body(call: str, response: Any) -> str:
    encodings = [name.strip().lower() for name in response.headers.get("Content-Encoding", "identity").split(",")]
    if len(encodings) > 1 or encodings[0] not in ("", "identity", *ENCODINGS):
        raise NoAnswer(
            f"{call} returned HTTP {response.status_code} with a compression that was not requested; check the URL",
            may_pass=False,
        )
    body = bytearray()
    for part in response.iter_content(65536):
        body += part
        if len(body) > LONGEST_BODY:
            raise NoAnswer(
                f"{call} returned HTTP {response.status_code} with more than {LONGEST_BODY >> 20} MiB, the limit for a response; "
                "check the URL",
                may_pass=False,
            )
    return _decoded(bytes(body), response)


def _decoded(body: bytes, response: Any) -> str:
    # JSON and XML are UTF-8 unless declared otherwise; requests would guess.
    named = response.encoding if "charset" in response.headers.get("Content-Type", "").lower() else None
    return body.decode(_charset(named), "replace").removeprefix("\ufeff")


def _charset(named: str | None) -> str:
    """The encoding of a text: UTF-8 unless another accepted encoding is declared."""
    try:
        name = codecs.lookup(named or "utf-8").name
    except (LookupError, ValueError):  # ValueError: a null in the name
        return "utf-8"
    return name if name in CHARSETS else "utf-8"


def _authorisation(sent: Mapping[str, str | bytes]) -> Iterator[str]:
    """The authorisation of a request. Some error pages repeat it."""
    for header in ("Authorization", "X-Okapi-Token"):
        value = sent.get(header, "")
        yield (value if isinstance(value, str) else value.decode("latin-1")).rpartition(" ")[2]


def _redirected(call: str, response: Any, redactor: Redactor) -> CallFailed:
    # The part after the path can contain a secret of a sign-in page.
    where = shortened(redactor.text(shown(response.headers["Location"])))
    return CallFailed(
        f"{call} returned HTTP {response.status_code}, a redirect to {where}. Redirects are not followed; correct the URL",
        response.status_code,
        request=call,
    )


def _asked_wait(headers: Mapping[str, str]) -> float:
    """Retry-After, in seconds. A date is compared with the date of the response, not with the local clock."""
    asked = headers.get("Retry-After", "").strip()
    with suppress(ValueError):
        seconds = float(asked)
        return seconds if math.isfinite(seconds) else 0.0
    with suppress(KeyError, TypeError, ValueError):
        return (parsedate_to_datetime(asked) - parsedate_to_datetime(headers["Date"])).total_seconds()
    return 0.0


def require_libraries() -> None:
    """Raise a TaskError if a library is missing or too old."""
    libraries = {"requests": requests, "urllib3": urllib3, "defusedxml": defusedxml}
    for name, oldest in OLDEST.items():
        library, wanted = libraries[name], ".".join(map(str, oldest))
        if library is None:
            raise TaskError(
                f"the Python library {name} is missing for {sys.executable}; install {name} {wanted} or newer there"
            )
        version = tuple(map(int, re.findall(r"\d+", library.__version__)[: len(oldest)]))
        if version < oldest:
            raise TaskError(
                f"the Python library {name} {library.__version__} of {sys.executable} is too old; install {name} {wanted} or "
                "newer there"
            )


def sends_in_clear(url: str) -> bool:
    """Whether a URL sends data unencrypted: plain HTTP to another machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme != "http" or parts.hostname == "localhost":
        return False
    try:
        return not ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:  # a name
        return True
