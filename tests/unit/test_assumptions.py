# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalogue of assumptions agrees with the reference, the documentation of the modules, the code and the sandbox. That its sources exist is tested
with the other citations."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._checks.check_texts import TITLES
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CODES
from ansible_collections.reshare.wms.plugins.module_utils._core.json_shape import Closed, Each, OneOf, ShapeError, fit
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.verification import STORY_TITLES
from ansible_collections.reshare.wms.plugins.plugin_utils._first_contact.assessment import catalogue
from support.assumptions import (
    ALTERNATIVES,
    FILE,
    answered,
    entries,
    marks,
    pairs,
    played,
    reference_marks,
    seen_worlds,
)
from support.environment import ROOT

CHECKS = {*TITLES, "ncip_probe", *(name for titles in STORY_TITLES.values() for name in titles)}
MARKS = ("inferred", "not seen", "not documented")
#: Evidence for which an entry has a reason of its own: two sources, or one that is no specification of the system.
OTHERS = ("sample", "code", "live", "run", "conflict")
JOURNEYS = ("preflight", "onboard", "verify", "drift", "withdraw")
NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
ANSWERS = {"failure": OneOf(CODES), "check": OneOf(sorted(CHECKS)), "pending": bool, "about": [str]}
#: How many worlds may stop, and how many may leave checks without a result. These numbers may not rise.
MOST = {"service": (73, 2), "record": (63, 2)}
ALTERNATIVE = {"id": OneOf([*ALTERNATIVES]), "statement": str, "outcome": OneOf(("works", "stops")), "answers": [dict]}
#: A word of a fact, or several: the first proves the assumption, the others agree with it.
SHOWN = Each((str, [str]))
OPTIONAL = {"marks": dict, "open": Closed({"what": str, "does": str}), "shown": SHOWN, "partly": bool}
ENTRY = {
    **{
        "id": NAME,
        "statement": str,
        "evidence": OneOf((*MARKS, *OTHERS)),
        "source": str,
        "relies": [str],
        "choice": str,
    },
    **{"journeys": [OneOf(JOURNEYS)], "modes": [OneOf(("service", "record"))], "alternatives": [dict]},
    "observed": Closed({"by": OneOf(("response", "screen", "report", "person")), "where": str}),
}

#: How many marks of a section no assumption answers, and why nothing in the collection rests on them.
NOTHING_RESTS_ON = {
    "oclc-apis.md 1.5": (1, "introspection: not used"),
    "oclc-apis.md 2": (1, "about the source of the section"),
    "oclc-apis.md 2.1": (2, "endpoints that are not used"),
    "oclc-apis.md 2.2": (1, "escapes in a filter: such barcodes are rejected before the request"),
    "oclc-apis.md 2.5": (2, "the text of a 404, and bodies that are no JSON: only the status counts"),
    "oclc-apis.md 3": (1, "which other systems use the profile"),
    "oclc-apis.md 4.2": (1, "the Circulation API: not used"),
    "oclc-apis.md 4.4": (1, "the Registry: not used"),
    "oclc-apis.md 6": (1, "the Registry of 2014: not used"),
    "oclc-apis.md 7.2": (1, "about Python libraries"),
    "oclc-reports.md 4": (1, "names of zipped files: any name is accepted"),
    "wms-circulation.md 1.1": (2, "who can sign in to the screens: the library's own staff do"),
    "wms-circulation.md 2.1": (1, "Copy to another institution: not used"),
    "wms-circulation.md 2.3": (2, "when notices of loans that exist change: nothing is promised for them"),
    "wms-circulation.md 5": (1, "about the source of the section"),
    "wms-circulation.md 6.1": (3, "how OCLC makes a branch: branches are not managed"),
    "wms-circulation.md 6.3": (2, "Branch Locations: not managed"),
    "wms-circulation.md 6.9": (1, "currency: amounts have none"),
    "wms-circulation.md 6.13": (1, "Loans > Settings: not managed"),
    "wms-circulation.md 6.25": (1, "Holds To Review Policy: not managed"),
    "wms-circulation.md 10": (2, "causes of known problems, for people"),
    "wms-circulation.md 12": (2, "the Registry and one scope: not used"),
    "wms-circulation.md 14": (2, "open questions, marked in their sections"),
    "sandbox-choices.md Tokens (OCLC)": (1, "a request that the collection never sends"),
    "sandbox-choices.md Identity Management (OCLC)": (
        8,
        "requests and members that the collection never sends, and texts",
    ),
    "sandbox-choices.md WorldCat Metadata API (OCLC)": (10, "requests that the collection never sends, and texts"),
    "sandbox-choices.md NCIP for resource sharing (OCLC)": (20, "problems whose texts are shown as they come"),
    "sandbox-choices.md Policies in circulation (WMS)": (2, "what the sandbox does not simulate"),
    "sandbox-choices.md Configuration service": (3, "the project's own service"),
    "sandbox-choices.md Screens of Service Configuration": (25, "how people work on the sandbox's screens"),
    "sandbox-choices.md Gateway and mod-rs (ReShare)": (10, "requests that the collection never sends, and texts"),
    "sandbox-choices.md Lending tables (mod-rs)": (7, "limits of the sandbox"),
    "sandbox-choices.md Patron check and circulation tests (mod-rs)": (
        10,
        "limits of the sandbox, and tests that the collection does not call",
    ),
    "sandbox-choices.md Directory (mod-directory, and mod-rs's copy)": (16, "requests that the collection never sends"),
}

#: The documentation of options, in which a mark is a phrase.
DOCUMENTED = [
    *(ROOT / "plugins/modules").glob("*.py"),
    *(ROOT / "plugins/doc_fragments").glob("*.py"),
    *ROOT.glob("roles/*/meta/argument_specs.yml"),
]
PHRASE = re.compile(r"inferred|not\s+documented|not\s+seen", re.IGNORECASE)


def place(name: str) -> Path:
    """What an entry names in `relies`: in plugins, or in the collection."""
    return ROOT / name if name.startswith(("roles/", "playbooks/")) else ROOT / "plugins" / name


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: str(entry.get("id")))
def test_an_entry_is_complete(entry):
    try:
        fit(entry, Closed(ENTRY | {name: one for name, one in OPTIONAL.items() if name in entry}))
        for other in entry["alternatives"]:
            unplayed = {} if (entry["id"], other["id"]) in played() else {"not_played": str}
            stops = {"why": str} if other.get("outcome") == "stops" else {}
            fit(other, Closed(ALTERNATIVE | unplayed | stops, {"shown": SHOWN, "setting": str}))
            for answer in other["answers"]:
                (kind,) = answer
                fit(answer, Closed({kind: ANSWERS[kind]}))
    except ShapeError as wrong:
        pytest.fail(f"{FILE.name}: {entry.get('id')}: {wrong}")
    assert entry["alternatives"]
    assert entry["relies"]
    assert [name for name in entry["relies"] if not place(name).exists()] == []
    # Without marks, it would answer one of its source, and its own evidence is none.
    assert entry["evidence"] in MARKS or "marks" in entry
    stops = [one for one in entry["alternatives"] if one["outcome"] == "stops"]
    assert [one["id"] for one in stops if not one["answers"]] == []


def test_ids_are_unique():
    assert [name for name, count in Counter(entry["id"] for entry in entries()).items() if count > 1] == []
    assert [pair for pair, count in Counter(pairs()).items() if count > 1] == []


def test_every_mark_of_the_reference_is_answered():
    """A new mark, or a new row of sandbox-choices.md: add an entry with it as `source` to assumptions.yml, or name it in `marks` of an entry. If nothing in
    the collection rests on it, change NOTHING_RESTS_ON."""
    known = answered() + Counter({section: count for section, (count, _reason) in NOTHING_RESTS_ON.items()})
    wrong = {
        section: (marks()[section], known[section])
        for section in {*+marks(), *known}
        if marks()[section] != known[section]
    }
    assert wrong == {}, f"marks, and marks that are answered; {test_every_mark_of_the_reference_is_answered.__doc__}"


def test_the_evidence_of_an_entry_is_a_mark_of_its_section():
    """Whether the uncertainty is inferred, not seen or not documented: the section in ``source`` of the entry has this mark."""
    found = {*reference_marks()}
    stated = {one["id"]: (one["source"], one["evidence"]) for one in entries() if one["evidence"] in MARKS}
    assert {name: mark for name, mark in stated.items() if mark not in found} == {}


def test_every_mark_in_the_documentation_of_options_has_an_assumption():
    """A file with such a phrase is in `relies` of an assumption."""
    named = {place(name) for entry in entries() for name in entry["relies"]}
    marked = {path for path in DOCUMENTED if PHRASE.search(path.read_text(encoding="utf-8"))}
    assert marked
    assert sorted(str(path.relative_to(ROOT)) for path in marked - named) == []


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: str(entry["id"]))
def test_what_alternatives_show_is_different(entry):
    """From what is assumed, and from each other."""
    known = [entry["shown"], *({**entry["shown"], **one["shown"]} for one in entry["alternatives"].values())]
    words = [{name: {found} if isinstance(found, str) else {*found} for name, found in one.items()} for one in known]
    names = {name for one in words for name in one}

    def can_be_the_same(one, other):
        return all(one.get(name, {"nothing"}) & other.get(name, {"nothing"}) for name in names)

    assert [
        number for number, one in enumerate(words) if any(can_be_the_same(one, other) for other in words[:number])
    ] == []


def test_the_sandbox_plays_only_pairs_of_the_catalogue():
    assert sorted(played() - set(pairs())) == []


@pytest.mark.parametrize("mode", sorted(MOST))
def test_no_more_worlds_stop_or_are_inconclusive(mode):
    """Of those that the catalogue says may stop."""
    worlds = seen_worlds()[mode]
    may_stop = {
        f"{entry['id']}={other['id']}"
        for entry in entries()
        for other in entry["alternatives"]
        if other["outcome"] == "stops" and (entry["id"], other["id"]) in played()
    }
    assert {pair for pair, one in worlds.items() if "stops" in one} <= may_stop
    counts = [sum(word in one for one in worlds.values()) for word in ("stops", "inconclusive")]
    assert all(count <= most for count, most in zip(counts, MOST[mode], strict=True)), counts
