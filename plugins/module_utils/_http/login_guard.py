# SPDX-License-Identifier: GPL-3.0-or-later

"""Prevents every task and worker from repeating a login that was rejected or may have been."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import IO, cast

from .._core.errors import CallFailed
from .._core.texts import counted
from .no_answer import NoAnswer
from .response import Response
from .state_dir import StateDirectory, lock, uptime

#: How long a login is remembered, in seconds: OCLC counts failures over five minutes (oclc-apis.md 1.3).
REMEMBERED = 300.0

#: How many logins may be in progress at the same time, or have an unknown outcome, in all state directories together. Logins of two of our
#: periods can fall into one period of OCLC; together they must be fewer than five. With more state directories, each has one.
SLOTS = 2

_NEVER = -1e9


class LoginWithheld(CallFailed):
    """A login was not sent, because of earlier ones with the same credentials.

    status: of the last rejected login; None if the outcome of the earlier logins is unknown.
    """

    def __init__(self, message: str, status: int | None = None):
        super().__init__(message, status, refused=status is not None)
        self.no_answer = status is None


class Verdict(Enum):
    """What the response to a login shows about the credentials."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NEITHER = "neither"


@dataclass(frozen=True)
class _Mark:
    """The last login of a slot. Times are of the monotonic clock.

    outcome: ``sent`` (without a known result), ``refused`` with an HTTP status, or ``none``. at: when.
    proven: when a login of this slot was last accepted.
    """

    outcome: str = "none"
    status: int = 0
    at: float = _NEVER
    proven: float = _NEVER

    @property
    def refused(self) -> bool:
        return self.outcome == "refused" and _recent(self.at)


class LoginGuard:
    """Limits failed logins: five disable an OCLC key (oclc-apis.md 1.3) or lock a ReShare account (reshare.md 3.1).

    A login is recorded before it is sent. After a rejected login no login is sent for some minutes. The same applies after two
    logins with an unknown outcome: interrupted, without a complete response, or with a server error (whether these count is not
    documented by OCLC). At most two logins are in progress at the same time; only one until the credentials have been accepted.
    Changed credentials have their own record: they are tried at once.

    judge: returns the verdict on a response. address: the URL of the login.
    """

    def __init__(self, state: StateDirectory, judge: Callable[[Response], Verdict], address: str, *credentials: str):
        self._state = state
        self._judge = judge
        self._address = address
        self._slots = [
            _Slot(state, state.file("login", str(number), address, *credentials))
            for number in range(state.share(SLOTS))
        ]

    def login(self, send: Callable[[], Response]) -> Response:
        """Send a login once. Raises LoginWithheld if no login may be sent now, and NoAnswer like *send*."""
        with self._slot() as slot:
            before = slot.read()
            slot.write(_Mark("sent", at=uptime(), proven=before.proven))
            try:
                answer = send()
            except CallFailed as fault:
                if isinstance(fault, NoAnswer) and fault.arrived:
                    raise NoAnswer(
                        f"{fault}. The login is not retried automatically, because it may count as a failed login",
                        may_pass=False,
                        request=fault.request,
                    ) from None
                slot.write(before)
                raise
            verdict = self._judge(answer)
            if verdict is Verdict.REFUSED:
                slot.write(_Mark("refused", answer.status, uptime()))
            elif verdict is Verdict.ACCEPTED:
                slot.write(_Mark(proven=uptime()))
            elif answer.status < 500:
                slot.write(before)
            return answer

    @contextmanager
    def _slot(self) -> Iterator[_Slot]:
        """A slot for one login. All slots are held until the credentials have been accepted once."""
        for _try in self._state.tries():
            taken = [slot for slot in self._slots if slot.take()]
            try:
                marks = [slot.read() for slot in self._slots]
                proven = max(mark.proven for mark in marks)
                self._stop_after_refusal(marks)
                unknown = [mark.outcome == "sent" and _recent(mark.at) and mark.at > proven for mark in marks]
                free = [slot for slot, lost in zip(self._slots, unknown) if slot in taken and not lost]
                if len(taken) == len(self._slots) and not free:
                    raise self._too_many_unknown(marks)
                if free and (len(taken) == len(self._slots) or _recent(proven)):
                    for other in taken if _recent(proven) else ():
                        if other is not free[0]:
                            other.release()
                    yield free[0]
                    return
            finally:
                for slot in taken:
                    slot.release()

    def _stop_after_refusal(self, marks: Sequence[_Mark]) -> None:
        last = max((mark for mark in marks if mark.refused), key=lambda mark: mark.at, default=None)
        if last is not None:
            age = uptime() - last.at
            raise LoginWithheld(
                f"login not sent: {self._address} rejected these credentials {age:.0f} s ago (status {last.status}). They are not "
                f"sent again for {_minutes(last.at)}, because several rejected logins can disable them, also "
                "those of runs with another state_dir; correct the credentials. Corrected credentials are tried at once; if they are "
                "rejected, too, check whether the key or account is disabled by now",
                last.status,
            )

    def _too_many_unknown(self, marks: Sequence[_Mark]) -> LoginWithheld:
        last = "login" if len(marks) == 1 else counted(len(marks), "login")
        return LoginWithheld(
            f"login not sent: the outcome of the last {last} at {self._address} is unknown (interrupted, without a "
            "complete response, or with an unreadable entry in state_dir), and each may count as failed. No login is sent for "
            f"{_minutes(min(mark.at for mark in marks))}, because several failed logins can disable the account; check "
            "the credentials and the service. Corrected credentials are tried at once"
        )


class _Slot:
    """The file of one login at a time: locked during the login, with a record of it that is written in one operation."""

    def __init__(self, state: StateDirectory, path: Path):
        self._state = state
        self._path = path
        self._held: IO[bytes] | None = None

    def take(self) -> bool:
        """Lock the slot. Returns False if another task has locked it."""
        with self._state.usable():
            handle = self._state.opened(self._path)
            if lock(handle):
                self._held = handle
                return True
            handle.close()
            return False

    def release(self) -> None:
        """Unlock the slot."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def read(self) -> _Mark:
        """The record of the last login. An unreadable one counts as a login that was sent just now."""
        with self._state.usable():
            raw = self._path.read_bytes()[: 2 * _LENGTH].decode("ascii", "replace")
        if not raw:
            return _Mark()
        match = _NOTE.fullmatch(raw)
        if match is None:
            unreadable = _Mark("sent", at=uptime())
            if self._held is not None:
                self.write(unreadable)
            return unreadable
        at, proven = (_since_start(float(match[name])) for name in ("at", "proven"))
        return _Mark(match["outcome"], int(match["status"]), at, proven)

    def write(self, mark: _Mark) -> None:
        """Write the record of a slot that this process has locked."""
        held = cast("IO[bytes]", self._held).fileno()
        note = f"{mark.outcome} {mark.status} at {mark.at:.3f}, proven {mark.proven:.3f}"
        with self._state.usable():
            os.pwrite(held, f"{note:<{_LENGTH - 1}}\n".encode(), 0)
            os.ftruncate(held, _LENGTH)


#: The length of a record, the same for all, so that a record is replaced in one operation.
_LENGTH = 80
_NOTE = re.compile(
    r"(?P<outcome>none|sent|refused) (?P<status>\d{1,3}) at (?P<at>-?\d{1,15}\.\d{3}), proven (?P<proven>-?\d{1,15}\.\d{3}) *\n",
    re.ASCII,
)


def _recent(at: float) -> bool:
    """Whether a time is within the last REMEMBERED seconds."""
    return uptime() - at < REMEMBERED


def _since_start(at: float) -> float:
    """A time, or _NEVER if it is from before the machine started."""
    return at if at <= uptime() + 0.001 else _NEVER


def _minutes(at: float) -> str:
    return counted(max(1, round((REMEMBERED - (uptime() - at)) / 60)), "more minute")
