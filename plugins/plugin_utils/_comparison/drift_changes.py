# SPDX-License-Identifier: GPL-3.0-or-later

"""The differences between two drift files, for an alert."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...module_utils._core.checks import FAIL, UNKNOWN
from ...module_utils._core.errors import first_of
from ...module_utils._core.json_shape import load
from ...module_utils._core.texts import counted, one_line
from .._inventory.findings import ERROR
from .outcomes import FILE, IN_PLACE, NO_LIBRARIES, STATES
from .results import format_of

Data = Mapping[str, Any]

#: The maximum number of libraries, and of objects of a library, in the text of an alert.
_LIBRARIES, _OBJECTS = 20, 5


def changes(now: Data, before: Data | None) -> dict[str, Any]:
    """The differences between two drift files. before: that of the last alert; None for the first one.

    A run that compared nothing does not change the libraries: the document for the next comparison keeps them.
    """
    last: Data = before or {**now, "libraries": {}, "consortium": []}
    compared = now["state"] != NO_LIBRARIES
    same_run = compared == (last["state"] != NO_LIBRARIES)
    document = now if compared else {**last, **{key: now[key] for key in ("finished", "state", "message")}}
    libraries = list(_libraries(document["libraries"], last["libraries"]))
    if before is None:
        libraries = [found for found in libraries if found["state"] != IN_PLACE or found["withdrawn"]]
    same_findings = _findings(document) == _findings(last)
    return {
        "changed": before is None or bool(libraries) or not (same_run and same_findings),
        "state": now["state"],
        "libraries": libraries,
        "text": (text := _text(now, libraries)),
        "chat_text": _without_markup(text),
        "document": document,
    }


def read(given: Any, name: str) -> Data:
    """The document of a drift file, or of its text. Raises ValueError that names the file if it is not a drift file of this version."""
    try:
        document: Data = load(given) if isinstance(given, str) else given
        format_of(document, FILE)
    except ValueError as fault:
        raise ValueError(f"{one_line(name)} cannot be read: it {fault}. Remove the file") from None
    return document


#: What chat systems read as a mention, as the address of a link, or as its text.
_MARKUP = re.compile(r"(?<!\w)(@)(?=\w)|(:)(?=//)|(\])(?=\()|(www)(?=\.)", re.IGNORECASE)


def _without_markup(text: str) -> str:
    """A text in which chat systems find no mention and no link: with the entities of Slack, which others know, too."""
    spaced = _MARKUP.sub(lambda found: f"{found[0]} ", text)
    return spaced.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _libraries(now: Mapping[str, Data], before: Mapping[str, Data]) -> Iterator[dict[str, Any]]:
    """The libraries that differ."""
    for name in sorted({*now, *before}):
        current, earlier = now.get(name), before.get(name)
        objects, earlier_objects = _objects(current), _objects(earlier)
        found = {
            "library": name,
            "state": current["state"] if current else None,
            "before": earlier["state"] if earlier else None,
            "withdrawn": bool(current and current["withdrawn"]),
            "appeared": [title for key, title in objects.items() if key not in earlier_objects],
            "gone": [title for key, title in earlier_objects.items() if key not in objects],
        }
        switched = found["withdrawn"] != bool(earlier and earlier["withdrawn"])
        if found["state"] != found["before"] or switched or found["appeared"] or found["gone"]:
            yield found


def _objects(library: Data | None) -> dict[tuple[str, str], str]:
    """The titles of the objects that differ and of the checks that did not pass."""
    if library is None:
        return {}
    objects = {(str(one["kind"]), str(one["name"])): str(one["title"]) for one in library["drift"]}
    failed = (check for check in library["checks"] if check["status"] in (FAIL, UNKNOWN))
    return objects | {("check", str(check["name"])): str(check["title"]) for check in failed}


def _findings(document: Data) -> set[tuple[str, str]]:
    """The errors of the comparison between the libraries."""
    found = (one for one in document["consortium"] if one["severity"] == ERROR)
    return {(str(one["library"]), str(one["code"])) for one in found}


def _text(now: Data, libraries: Sequence[Data]) -> str:
    if now["state"] == NO_LIBRARIES:
        return f"Nothing was compared. {one_line(str(now['message']))}"
    count = Counter(library["state"] for library in now["libraries"].values())
    total = ", ".join(f"{count[state]} {_words(state)}" for state in reversed(STATES) if count[state])
    sentences = [_sentence(library) for library in libraries[:_LIBRARIES]]
    if libraries[_LIBRARIES:]:
        sentences.append(f"and {counted(len(libraries) - _LIBRARIES, 'more library', 'more libraries')}")
    apart = sum(finding["severity"] == ERROR for finding in now["consortium"])
    between = f" {counted(apart, 'value does', 'values do')} not fit between libraries." if apart else ""
    rehearsal = (
        ["Rehearsal: compared with the sandbox, not with the systems of the libraries."] if now["sandbox"] else []
    )
    return "\n".join(
        [*rehearsal, f"{counted(len(now['libraries']), 'library', 'libraries')}: {total}.{between}", *sentences]
    )


def _sentence(found: Data) -> str:
    state = "no longer compared" if found["state"] is None else _words(found["state"])
    before = f", before: {_words(found['before'])}" if found["before"] not in (None, found["state"]) else ""
    withdrawn = ", withdrawn" if found["withdrawn"] else ""
    lists = "".join(
        f". {label}: {first_of(found[key], _OBJECTS)}"
        for key, label in (("appeared", "New"), ("gone", "Gone"))
        if found[key]
    )
    return one_line(f"{found['library']}: {state}{withdrawn}{before}{lists}")


def _words(state: str) -> str:
    return state.replace("_", " ")
