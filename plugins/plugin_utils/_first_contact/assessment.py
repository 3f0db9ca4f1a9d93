# SPDX-License-Identifier: GPL-3.0-or-later

"""The findings of a first contact, compared with the catalogue of assumptions.

The catalogue is a file that only the controller has: a module on another host gets Python files only, whose lines have at most 160 characters.
``make docs`` writes one line for each assumption that a first contact observes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ...module_utils._core.json_shape import COUNT, Closed, Each, OneOf
from ...module_utils._core.texts import counted
from ...module_utils._first_contact.contact import NOTHING
from ...module_utils._first_contact.observed import AS_ASSUMED, OTHERWISE, REST
from ...module_utils._first_contact.oclc_observations import LOCATIONS_TOKEN, NCIP_TOKEN, TOKEN
from ...module_utils._first_contact.reshare_observations import LOGIN
from .._file_format import FileFormat

#: The states of an assumption. *Agrees*: the responses agree with it, but do not show all of it.
CONFIRMED, AGREES, CONTRADICTED = STATES = ("confirmed", "agrees", "contradicted")
#: The verdicts.
GO_ON, WITH_SETTINGS, STOP = VERDICTS = ("go_on", "go_on_with_settings", "stop")

_WORKS = "The collection works with it. Nothing has to be set."
_UNKNOWN = "otherwise than assumed: unknown. The collection was not tested with it; send this file to the project."
#: The titles of the requests that are logins, by step.
_TITLES = {
    TOKEN: "Login at OCLC",
    LOCATIONS_TOKEN: "Login at OCLC with the scope for locations",
    NCIP_TOKEN: "Login at OCLC with the scope for NCIP",
    LOGIN: "Login at ReShare",
}
_CATALOGUE = Path(__file__).with_name("assumptions.json")

_ASSUMPTION = Closed(
    {
        **{"id": str, "statement": str, "state": OneOf(STATES), "alternatives": [str], "stops": bool},
        **{"meaning": str, "setting": str, "seen": Each(str)},
    },
    about={
        "id": "docs/developers/assumptions.md",
        "state": "agrees: the responses agree with it, but do not show all of it",
        "alternatives": "the known alternatives that the whole response equals; none for a contradiction that is not known",
        "stops": "whether the collection must not be used before this is settled",
        "meaning": "the consequence of a contradiction",
        "setting": "what has to be set because of a contradiction",
        "seen": "the responses in the words of the collection",
    },
)
_UNANSWERED = Closed({"step": str, "reason": str}, about={"step": "of the run", "reason": "why it shows nothing"})
#: The file of a first contact.
FILE = FileFormat(
    "reshare.wms first contact",
    1,
    "the file of a first contact",
    Closed(
        {
            **{"sandbox": bool, "verdict": OneOf(VERDICTS), "stops": [str], "settings": [str], "not_observed": COUNT},
            **{"unanswered": [_UNANSWERED], "assumptions": [_ASSUMPTION]},
        },
        about={
            "sandbox": "whether a response came from the sandbox: a rehearsal",
            "stops": "why the collection must not be used yet",
            "settings": "what has to be set in the inventory first",
            "unanswered": "the requests without a usable response",
            "not_observed": "the number of assumptions that the first contact could have shown",
            "assumptions": "those that were observed",
        },
    ),
)


@cache
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """The assumptions that a first contact observes, by their ids."""
    return {assumption["id"]: assumption for assumption in json.loads(_CATALOGUE.read_text(encoding="utf-8"))}


def assessment_document(
    observed: Sequence[Mapping[str, Any]], unanswered: Mapping[str, str], sandbox: bool
) -> dict[str, Any]:
    """The findings, as the content of a file. observed, unanswered: of the module first_contact. It has only words of this collection."""
    assessed = [_assessed(catalogue()[observation["id"]], observation["seen"]) for observation in observed]
    wrong = [assumption for assumption in assessed if assumption["state"] == CONTRADICTED]
    # A contradiction with a consequence explains the steps whose responses show it.
    shown = [
        observation["steps"] for observation, by in zip(observed, assessed, strict=True) if by["stops"] or by["setting"]
    ]
    lacking = {step: reason for step, reason in unanswered.items() if not any(step in steps for steps in shown)}
    stops = [f"{_TITLES.get(step, f'Request {step}')}: {reason}" for step, reason in lacking.items()]
    stops += [
        f"Assumed: {assumption['statement']} Seen: {assumption['meaning']}"
        for assumption in wrong
        if assumption["stops"]
    ]
    settings = [*dict.fromkeys(assumption["setting"] for assumption in wrong if assumption["setting"])]
    return {
        "format": FILE.name,
        "version": FILE.version,
        "sandbox": sandbox,
        "verdict": STOP if stops else WITH_SETTINGS if settings else GO_ON,
        "stops": stops,
        "settings": settings,
        "unanswered": [{"step": step, "reason": reason} for step, reason in lacking.items()],
        "not_observed": len(catalogue()) - len(assessed),
        "assumptions": assessed,
    }


def headline(content: Mapping[str, Any]) -> str:
    """The verdict in one sentence. content: of the file."""
    if content["verdict"] == STOP:
        reasons = counted(len(content["stops"]), "reason")
        return f"Stop: do not use the collection for this library yet, for {reasons}"
    return "Go on with these settings" if content["verdict"] == WITH_SETTINGS else "Go on"


def _assessed(entry: Mapping[str, Any], seen: Mapping[str, str]) -> dict[str, Any]:
    named = _alternatives(entry, seen)
    known = [entry["alternatives"][name] for name in named or ()]
    settings = [alternative["setting"] for alternative in known if "setting" in alternative]
    reasons = [alternative["why"] for alternative in known if "why" in alternative and "setting" not in alternative]
    stops = bool(reasons) or named == []
    consequence = [*reasons, *settings] or [_UNKNOWN if stops else _WORKS]
    return {
        "id": entry["id"],
        "statement": entry["statement"],
        "state": CONTRADICTED if named is not None else AGREES if _is_partly(entry, seen) else CONFIRMED,
        "alternatives": named or [],
        "stops": stops,
        "meaning": ""
        if named is None
        else " ".join([*(alternative["statement"] for alternative in known), *consequence]),
        "setting": " ".join(settings),
        "seen": {name: word for name, word in seen.items() if (name, word) != (REST, AS_ASSUMED)},
    }


def _alternatives(entry: Mapping[str, Any], seen: Mapping[str, str]) -> list[str] | None:
    """The alternatives that explain all differences between the responses and the assumption: empty if none do; None without a difference."""
    facts = {name: word for name, word in seen.items() if name != REST}
    different = {name for name in {*facts, *entry["shown"]} if not _is(entry["shown"], name, facts)}
    rest = seen.get(REST, AS_ASSUMED)
    if not different and rest != OTHERWISE:
        return None
    others = {id: alternative["shown"] for id, alternative in entry["alternatives"].items()}
    fitting = {id: shown for id, shown in others.items() if all(_is(shown, name, facts) for name in shown)}
    # The most specific ones: {a, b} instead of {a}.
    best = {id: shown for id, shown in fitting.items() if not any({*shown} < {*other} for other in fitting.values())}
    explained = {name for shown in best.values() for name in shown}
    return [*best] if rest == AS_ASSUMED and different <= explained else []


def _is(shown: Mapping[str, Any], name: str, facts: Mapping[str, str]) -> bool:
    """Whether a fact is an expected word. A fact without a word counts as ``nothing``."""
    return facts.get(name, NOTHING) in _words(shown.get(name, NOTHING))


def _words(expected: str | Sequence[str]) -> Sequence[str]:
    return [expected] if isinstance(expected, str) else expected


def _is_partly(entry: Mapping[str, Any], seen: Mapping[str, str]) -> bool:
    """Whether the responses do not show all of an assumption: the first word proves it, the others agree."""
    return entry.get("partly", False) or any(
        seen.get(name, NOTHING) != _words(words)[0] for name, words in entry["shown"].items()
    )
