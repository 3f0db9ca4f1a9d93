# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds what changed since the last alert. Its memory has the state, link and problems of each library, and the findings between libraries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...module_utils._core.checks import FAIL, UNKNOWN
from ...module_utils._core.errors import first_of
from ...module_utils._core.json_shape import Closed, Each, OneOf
from ...module_utils._core.texts import counted, one_line
from .._file_format import FileFormat
from .._inventory.findings import ERROR
from .confirmed import confirmed_at, state_word
from .lines import states_line
from .results import members
from .run_document import WOULD, YES, Data
from .states import ENDED, IN_PLACE, LINKS, NO_LIBRARIES, STATES

_LIBRARY = Closed(
    {"state": (OneOf(tuple(STATES)), None), "reasons": [str], "link": OneOf(tuple(LINKS)), "wrong": Each(str)}
)
#: The memory. wrong: the titles of the objects and checks, by what identifies them.
_MEMBERS = Closed(
    {"compared": bool, "sent": str, "libraries": Each(_LIBRARY), "findings": [str]},
    about={
        "sent": "the end of the run of the last alert, UTC",
        "findings": "the errors of the comparison between libraries",
    },
)
#: The file with the memory.
FILE = FileFormat("reshare.wms alert", 1, "the memory of the last alert", _MEMBERS)
#: The maximum number of libraries, and of objects of a library, in the text of an alert.
_LIBRARIES, _OBJECTS = 20, 5


def alert(document: Data, memory: Mapping[str, Any] | None) -> dict[str, Any]:
    """The alert about the account of a run. memory: of the last alert; None for the first one.

    A run that compared nothing does not change the memory of the libraries.
    """
    now = _memory(document)
    last: Mapping[str, Any] = memory or {**now, "libraries": {}, "findings": []}
    if not now["compared"]:
        now = {**now, "libraries": last["libraries"], "findings": last["findings"]}
    libraries = list(_libraries(now["libraries"], last["libraries"]))
    if memory is None:
        libraries = [library for library in libraries if library["state"] != IN_PLACE or library["link"] in ENDED]
    same = now["compared"] == last["compared"] and now["findings"] == last["findings"]
    shown = _text(document, libraries, len(now["findings"]))
    return {
        "changed": memory is None or bool(libraries) or not same,
        "state": document["state"],
        "libraries": libraries,
        "text": shown,
        "chat_text": _without_markup(shown),
        "memory": now,
    }


#: The characters by which chat systems find a mention, the address of a link or its text, also in a bare domain or e-mail address.
_MARKUP = re.compile(r"@(?=\w)|:(?=//)|\](?=\()|(?<=\w)\.(?=[^\W\d_])")


def _without_markup(text: str) -> str:
    """A text in which chat systems find no mention, no link and no address: with the entities of Slack, which other systems decode, too."""
    spaced = _MARKUP.sub(lambda match: f"{match[0]} ", text)
    return spaced.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _memory(document: Data) -> Data:
    findings = (document["consortium"] or {}).get("findings") or ()
    errors = [finding for finding in findings if finding["severity"] == ERROR]
    return {
        **FILE.head,
        "sent": document["finished"],
        "compared": document["state"] != NO_LIBRARIES,
        "libraries": {
            name: {**members(library, "state", "link"), "reasons": sorted(library["reasons"]), "wrong": _wrong(library)}
            for name, library in document["libraries"].items()
        },
        "findings": sorted({f"{error['library']} {error['code']}" for error in errors}),
    }


def _wrong(library: Data) -> dict[str, str]:
    """The objects that differ, and the checks that did not pass."""
    changes = (change for change in library["changes"] if change["status"] == WOULD)
    keys = ((f"{change['kind']} {sorted((change['identity'] or {}).items())}", change["title"]) for change in changes)
    objects = {key: str(title) for key, title in keys}
    failed = (check for check in library["checks"] if check["status"] in (FAIL, UNKNOWN))
    return objects | {f"check {check['name']}": str(check["title"]) for check in failed}


def _libraries(now: Mapping[str, Data], before: Mapping[str, Data]) -> Iterator[Data]:
    """The libraries that changed since the last alert."""
    for name in sorted({*now, *before}):
        current, earlier = now.get(name), before.get(name)
        objects, others = (memory["wrong"] if memory else {} for memory in (current, earlier))
        if current == earlier:
            continue
        yield {
            "library": name,
            "state": current["state"] if current else None,
            "reasons": current["reasons"] if current else [],
            "link": current["link"] if current else None,
            "before": earlier["state"] if earlier else None,
            "appeared": [title for key, title in objects.items() if key not in others],
            "gone": [title for key, title in others.items() if key not in objects],
        }


def _text(document: Data, libraries: Sequence[Data], apart: int) -> str:
    if document["state"] == NO_LIBRARIES:
        return one_line(f"Nothing was compared. {' '.join(document['messages'])}")
    sentences = [_sentence(library, document["libraries"]) for library in libraries[:_LIBRARIES]]
    if libraries[_LIBRARIES:]:
        sentences.append(f"and {counted(len(libraries) - _LIBRARIES, 'more library', 'more libraries')}")
    between = f" {counted(apart, 'value does', 'values do')} not fit between libraries." if apart else ""
    count = Counter(library["state"] for library in document["libraries"].values())
    whole = one_line(f"{states_line(document)}{between}") if count else ""
    rehearsal = (
        ["Rehearsal: with the sandbox, not with the systems of the libraries."] if document["sandbox"] == YES else []
    )
    return "\n".join([*rehearsal, *filter(None, [whole]), *sentences])


def _sentence(change: Data, libraries: Mapping[str, Data]) -> str:
    at = confirmed_at(libraries[change["library"]]) if change["library"] in libraries else None
    state = "no longer compared" if change["link"] is None else state_word(change["state"], at)
    why = f" ({', '.join(change['reasons'])})".replace("_", " ") if change["reasons"] else ""
    before = f", before: {STATES[change['before']].word}" if change["before"] not in (None, change["state"]) else ""
    link = f", {LINKS[change['link']].word}" if change["link"] in ENDED else ""
    lists = "".join(
        f". {label}: {first_of(change[key], _OBJECTS)}"
        for key, label in (("appeared", "New"), ("gone", "Gone"))
        if change[key]
    )
    return one_line(f"{change['library']}: {state}{why}{link}{before}{lists}")
