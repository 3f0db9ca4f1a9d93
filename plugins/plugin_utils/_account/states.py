# SPDX-License-Identifier: GPL-3.0-or-later

"""The states of a library and of its link after a run, with the codes of their reasons, their words, and what makes a playbook fail.

Everything that names a state takes it from here: the documents, the pages, the lines, the metrics and docs/watch.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...module_utils._core.errors import CODES


@dataclass(frozen=True)
class Word:
    """How a state is shown. sign: distinguishes it without colours. word: in tables and lines. meaning: a sentence. todo: what to do about it. one, many: the
    end of a sentence about one library, and about several."""

    sign: str
    word: str
    meaning: str
    todo: str = ""
    one: str = ""
    many: str = ""


IN_PLACE, STATED, PENDING, NOT_CHECKABLE, FAILED, DRIFT = (
    "in_place",
    "stated",
    "pending",
    "not_checkable",
    "failed",
    "drift",
)
#: The states of a library, from the best to the worst. Drift is the worst because it is certain; with the two before it, something is unknown.
STATES = {
    IN_PLACE: Word(
        "\u2713", "in place", "As declared; with a record, as confirmed.", "nothing", "is in place", "are in place"
    ),
    STATED: Word(
        "\u25cb",
        "stated",
        "As declared, but at least one value is only stated by a person: it was never read from OCLC, seen on the screen, or shown by a report file.",
        "look at it again some time, with `ask`",
        "is as declared, stated by a person",
        "are as declared, stated by a person",
    ),
    PENDING: Word(
        "\u2026",
        "pending",
        "A person has to make a step or to answer a question, or everything is as declared and the link was never live.",
        "hand over the pages and import what comes back; `onboard` to go live",
        "waits for a person",
        "wait for a person",
    ),
    NOT_CHECKABLE: Word(
        "?",
        "not checked",
        "What is in place is not known in full.",
        "read the message, and repeat the run",
        "could not be checked in full",
        "could not be checked in full",
    ),
    FAILED: Word(
        "\u2715",
        "failed",
        "The run could not do what it was started for.",
        "read the message, correct the cause, and run the playbook again",
        "failed",
        "failed",
    ),
    DRIFT: Word(
        "\u2260",
        "drift",
        "Not as declared: a run would change an object, or a live link does not pass a go-live check.",
        "`onboard` to restore what is declared, or change the inventory; ask who changed it, and why",
        "is not as declared",
        "are not as declared",
    ),
}
#: The state of a run without libraries.
NO_LIBRARIES = "no_libraries"
#: The display of a library of which a run judged nothing: what earlier runs found still holds.
NOT_JUDGED = Word("\u2013", "not compared", "Not compared with the inventory, or only in part.")

STEPS, QUESTIONS, APPROVAL, WAITS, WAVE, GO_LIVE = "steps", "questions", "approval", "waits", "wave", "go_live"
UNREACHABLE, REFUSED, BAD_INPUT, INCONCLUSIVE, NOT_SEEN, STOPPED = (
    "unreachable",
    "refused",
    "bad_input",
    "inconclusive",
    "not_seen",
    "stopped",
)
CHECK, OBJECTS = "check", "objects"
EXCEPTED, EXCEPTION_ENDED = "excepted", "exception_ended"
#: The reasons of a state that library_state.py finds, each with its meaning. The only reason of in_place is excepted. A failure has one of
#: these, or the code of its error.
REASONS = {
    STEPS: "steps of the worksheet are open",
    QUESTIONS: "questions of a questionnaire are open",
    APPROVAL: "confirmed steps wait for a second person",
    WAITS: "a value waits until a partner has confirmed its own",
    WAVE: "an earlier wave has open steps",
    EXCEPTION_ENDED: "an exception has ended: the library is asked again, or the consortium agrees on another day",
    GO_LIVE: "only going live is left",
    UNREACHABLE: "a system did not respond, or returned a server error",
    REFUSED: "a system rejected the login, or a permission is missing",
    BAD_INPUT: "a variable is missing or wrong",
    INCONCLUSIVE: "a check could not be made",
    NOT_SEEN: "a change was written, and is not seen yet",
    STOPPED: "the run ended before this library was finished",
    CHECK: "a check failed",
    OBJECTS: "an object is not as declared",
    EXCEPTED: "as declared but for what is excepted until a day",
}
#: The codes of errors that have another name here.
_OF_ERRORS = {"invalid": BAD_INPUT}
#: Every code of a reason.
CODES_OF_REASONS = (*REASONS, STATED, *(code for code in CODES if code not in (*REASONS, *_OF_ERRORS)))

LIVE, NOT_LIVE, WITHDRAWN, REMOVED, REMOVED_NOT_READ, NOT_READ = (
    *("live", "not_live", "withdrawn", "removed"),
    *("removed_not_read", "not_read"),
)
#: The links of which nothing is expected any more.
ENDED = (WITHDRAWN, REMOVED, REMOVED_NOT_READ)
#: The states of a link.
LINKS = {
    LIVE: Word("\u25cf", "live", "ILL Settings have Enable: Yes, with a record as people confirmed it."),
    NOT_LIVE: Word("\u25cb", "not live", "ILL Settings do not enable ReShare."),
    WITHDRAWN: Word("\u25d1", "withdrawn", "A person withdrew the library."),
    REMOVED: Word("\u25cc", "removed", "The library was removed, and its link is disabled."),
    REMOVED_NOT_READ: Word(
        "\u25cc",
        "removed, link not read",
        "The inventory states that the library was removed. Its link could not be read.",
    ),
    NOT_READ: Word("\u2013", "not read", "ILL Settings were not read, or the record does not contain them."),
}

STOPPED_NOW, WOULD_STOP, ASKED, NOT_STOPPED, BY_HAND = ("stopped", "would", "asked", "not_stopped", "by_hand")
#: The states of what the playbook ``withdraw`` stops, each with its word.
STOP_STATES = {
    STOPPED_NOW: "Stopped",
    WOULD_STOP: "Would be stopped",
    ASKED: "Not stopped before a person has done it",
    NOT_STOPPED: "Not stopped",
    BY_HAND: "Not stopped",
}

#: What makes the run of ``drift`` fail: states, or codes of reasons. Other playbooks fail by a failed task.
FAILS_DRIFT = (NOT_CHECKABLE, FAILED, DRIFT)

#: The exit codes of ansible-playbook, for all playbooks.
EXIT_CODES = {
    "0": "success. Pending steps are a success, too",
    "2": "a library failed: a task, a check, or the verdict of the playbook. Or an option is wrong, or a file could not be written",
    "4": "nothing was run: no library, no such tag, or a file of variables that cannot be read",
    "99": "a person interrupted the run",
    "1, 250": "an error in Ansible itself, such as a `--limit` that no host matches, or an inventory that cannot be read",
}


def worst(states: Iterable[str]) -> str:
    """The worst of several states; ``in_place`` without any."""
    order = [*STATES]
    return max(states, key=order.index, default=IN_PLACE)


def reason_of(code: str | None) -> str:
    """The code of the reason for a failure with this error code."""
    return _OF_ERRORS.get(str(code), str(code)) if code in CODES else "error"


def link_of(live: bool | None, withdrawn: object, removed: object) -> str:
    """The state of a link. live: None if it was not read. A withdrawn link can still be live: in check mode, or because a step is pending."""
    if live:
        return LIVE
    if removed:
        return REMOVED_NOT_READ if live is None else REMOVED
    if withdrawn:
        return WITHDRAWN
    return NOT_READ if live is None else NOT_LIVE
