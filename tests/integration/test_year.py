# SPDX-License-Identifier: GPL-3.0-or-later

"""A year of a consortium: the libraries join and go live, one leaves as docs/libraries.md describes, and every night is green."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from support.controller import Controller, Run, run
from support.library import Library, circulation
from support.library_record import Record, titles
from support.run_account import account, states

SYMBOLS = {"one": "RESHARE:ONE", "two": "RESHARE:TWO", "three": "RESHARE:THREE"}
COMMON = {
    "lending_account_pattern": "FOR-{symbol}",
    # A record has no patron types before answers about the maps.
    "preflight_waivers": {"patron_types": "Not asked."},
}
CIRCULATION = "Apply the circulation configuration for borrowed and lent items"


@dataclass
class Year:
    """Three libraries with an account per partner. records: with worksheets, of each library. writes: by phase."""

    controller: Controller
    libraries: dict[str, Library]
    records: dict[str, Record]
    common: dict[str, Any] = field(default_factory=lambda: dict(COMMON))
    left: bool = False
    writes: dict[str, int] = field(default_factory=dict)

    @property
    def present(self) -> list[str]:
        """The libraries in the inventory."""
        return [name for name in self.libraries if not (self.left and name == "three")]

    def play(self, playbook: str, *more: str, status: int = 0, **variables: Any) -> Run:
        """Run a playbook for all libraries in the inventory."""
        given = {
            self.libraries[name].name: {
                "reshare_symbol": SYMBOLS[name],
                **self.common,
                **variables,
                **(self.records[name].variables if self.records else {}),
            }
            for name in self.present
        }
        libraries = [self.libraries[name] for name in self.present]
        done = self.controller.playbook(f"reshare.wms.{playbook}", libraries, *more, variables=given)
        assert done.status == status, done.output
        return done

    def settle(self, playbook: str, *more: str, **variables: Any) -> Run:
        """Run a playbook until no step of a worksheet is pending."""
        before = self._written()
        done = self.play(playbook, *more, **variables)
        while pending := [one for one in self.records.values() if one.worksheet().exists()]:
            for record in pending:
                record.confirm()
            done = self.play(playbook, *more, **variables)
        self.writes[f"{len(self.writes) + 1} {playbook}"] = self._written() - before
        return done

    def _written(self) -> int:
        return sum(library.writes().total() for library in self.libraries.values())

    def night(self) -> set[str]:
        """The states of the libraries in the nightly comparison, which has to end with exit code 0 without a write."""
        before, file = self._written(), self.controller.directory / "drift.json"
        self.play("drift", "-e", f"run_file={file}")
        assert self._written() == before
        found = account(file)
        assert found["consortium"]["findings"] == []
        listed = [(one["changes"], one["pending"]) for one in found["libraries"].values()]
        assert listed == [([], [])] * len(self.present)
        assert {check["status"] for one in found["libraries"].values() for check in one["checks"]} <= {"waived", "pass"}
        return {*states(found).values()}

    def accounts(self, name: str) -> dict[str, bool]:
        """The accounts of the library's partners, each with its block."""
        there = [circulation(record) for record in self.libraries[name].state()["patrons"]]
        return {
            one["barcode"]: bool(one.get("isCircBlocked")) for one in there if one.get("barcode", "").startswith("FOR-")
        }

    def live(self) -> dict[str, bool]:
        return {name: library.live for name, library in self.libraries.items()}


@pytest.fixture(params=["service", "record"])
def year(make: Callable[..., Library], controller: Controller, request, tmp_path: Path) -> Year:
    entries = [{"slug": name, "name": name, "symbols": [symbol]} for name, symbol in SYMBOLS.items()]
    libraries = {
        own: make(
            reshare={"directory": [one | ({"status": "Managed"} if one["slug"] == own else {}) for one in entries]}
        )
        for own in SYMBOLS
    }
    used = libraries if request.param == "record" else {}
    return Year(controller, libraries, {name: Record(one, tmp_path / "record") for name, one in used.items()})


@pytest.mark.long
def test_after_a_farewell_every_night_of_the_others_is_green(year: Year):
    green = {"stated"} if year.records else {"in_place"}
    one, three = year.libraries["one"], year.libraries["three"]
    alone = ("--limit", three.name)

    # They join, and go live.
    year.settle("onboard")
    assert year.live() == {"one": True, "two": True, "three": True}
    assert year.accounts("one") == {"FOR-TWO": False, "FOR-THREE": False}
    assert year.night() == green

    # One leaves: its link is disabled, and its configuration removed when all items are returned.
    year.settle("withdraw", *alone, "-e", f"withdraw_libraries={three.name}")
    # Without a record, the inventory states the removal.
    removal = {"lending_former_account_state": "absent"} | ({} if year.records else {"enable_reshare_state": "removed"})
    year.settle("remove_library", *alone, "-e", f"remove_library_libraries={three.name}", **removal)
    assert (year.live(), year.accounts("three")) == ({"one": True, "two": True, "three": False}, {})

    # The others block its account, which expires. One of them was not live, and goes live again.
    year.left = True
    year.common["lending_former_partner_symbols"] = ["RESHARE:THREE"]
    if not year.records:
        run("ill_settings", one, reshare={"enable": False})
    blocked = year.settle("onboard")
    assert year.live() == {"one": True, "two": True, "three": False}
    assert titles(blocked.result(CIRCULATION, one)["left_over"]) == ["Patron Account 'FOR-THREE'"]
    one.edit_patron("FOR-THREE", expires="2020-12-31")
    assert year.accounts("one") == {"FOR-TWO": False, "FOR-THREE": True}
    assert year.night() == green
    year.play("preflight")

    # Somebody unblocks it.
    one.edit_patron("FOR-THREE", blocked=False)
    found = year.play("drift", status=2)
    assert [name for name in year.present if found.stats(year.libraries[name])["failures"]] == ["one"]
    assert found.failure(one).startswith("drift: objects")
    year.settle("onboard")

    # All items are returned.
    year.common["lending_former_account_state"] = "absent"
    year.settle("onboard")
    assert [year.accounts(name) for name in year.present] == [{"FOR-TWO": False}, {"FOR-ONE": False}]
    assert year.night() == green
    del year.common["lending_former_partner_symbols"]
    assert year.night() == green
    assert year.live() == {"one": True, "two": True, "three": False}
    print(f"{year.controller.runs} playbook runs, {Counter(year.writes).total()} writes: {year.writes}")
