# SPDX-License-Identifier: GPL-3.0-or-later

"""The journeys: each is one playbook, run over all worlds."""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reshare_wms_sandbox import librarian

from support.controller import Controller, Run
from support.run_account import account

from . import oracle
from .worlds import LIVE_JOURNEYS, World

_FORKS = ("--forks", "4")


@dataclass(frozen=True)
class Seen:
    """What a journey showed of a world, as data. green: the library did not fail. state: of the drift file. answers: failures and checks
    that did not pass, as KIND:CODE, with the objects and fields that failures are about; pending:True if changes wait for a person. changed:
    whether a task changed something. facts: of the sandbox afterwards. inconclusive: those of the answers that are checks without a result."""

    journey: str
    green: bool
    state: str | None
    answers: frozenset[str]
    changed: bool
    facts: oracle.Facts
    inconclusive: frozenset[str] = frozenset()


@dataclass
class Journeys:
    """The journeys of worlds of one mode."""

    worlds: list[World]
    folder: Path
    #: Whether the worlds become contrary only when the links are live.
    live: bool = False
    #: What was seen of each world; None of a journey that it does not take part in.
    seen: dict[str, list[Seen | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._controller = Controller(self.folder)

    def travel(self) -> None:
        """All journeys, in the order of a library's life."""
        recorded = self.worlds[0].record is not None
        for journey in self._of_live() if self.live else self._with_record() if recorded else self._with_service():
            journey()

    def _of_live(self) -> Iterator[Callable[[], None]]:
        yield lambda: self._play("onboard")
        for world in self.worlds:
            world.become_contrary()
        for journey, variables in LIVE_JOURNEYS.items():
            for world in self.worlds:
                world.more = variables
            yield lambda journey=journey: self._play("onboard", journey=journey)
            yield lambda journey=journey: self._play("onboard", journey=f"{journey} again")

    def _with_service(self) -> Iterator[Callable[[], None]]:
        yield lambda: self._play("preflight")
        yield lambda: self._play("onboard", "--check", journey="onboard in check mode")
        yield lambda: self._play("onboard")
        yield lambda: self._play("onboard", journey="onboard again")
        yield from self._afterwards()

    def _with_record(self) -> Iterator[Callable[[], None]]:
        yield lambda: self._play("ask")
        yield self._answer
        yield lambda: self._play("onboard")
        for _round in range(2):
            yield self._follow
            yield lambda: self._play("onboard", journey="onboard again")
        yield from self._afterwards()

    def _afterwards(self) -> Iterator[Callable[[], None]]:
        yield lambda: self._play("verify")
        yield lambda: self._play("drift", "-e", f"run_file={self.folder / 'drift.json'}")
        if self.worlds[0].record is not None:
            # People disable the link.
            yield lambda: self._withdraw("begin to withdraw")
            yield lambda: self._follow("withdraw")
        yield lambda: self._withdraw("withdraw")

    def _withdraw(self, journey: str) -> None:
        names = ",".join(world.name for world in self.worlds if world.travels("withdraw"))
        self._play("withdraw", "-e", f"withdraw_libraries={names}", journey=journey)

    def _answer(self) -> None:
        """A person answers the questionnaires from the screens."""
        for world in self.worlds:
            assert world.record is not None
            if world.record.worksheet(purpose=".questionnaire").exists():
                name = f"{world.name}.answers.json"
                world.record.send_file(world.record.questionnaire_answers(_known(world)), name)
        self._receive()

    def _follow(self, part_of: str = "") -> None:
        """The librarians follow the worksheets on the screens, and their confirmations are imported. part_of: a journey; other worlds do not take part."""
        assert self.worlds[0].record is not None
        sheets, inbox = self.worlds[0].record.directory / "worksheets", self.folder / "inbox"
        inbox.mkdir(exist_ok=True)
        with redirect_stdout(io.StringIO()):
            librarian.play(sheets, self.worlds[0].library.base, inbox, None)
        self._receive(part_of)

    def _receive(self, part_of: str = "") -> None:
        inbox = self.folder / "inbox"
        self._play("receive", "-e", f"receive_files={inbox}", part_of=part_of)
        shutil.rmtree(inbox)

    def _play(self, playbook: str, *arguments: str, journey: str = "", part_of: str = "") -> None:
        """Run a playbook in the worlds that take part in it, and in the journey. part_of: worlds that take no part in that journey are not compared: the
        world as assumed does, and is another one since."""
        name = journey or playbook
        worlds = [world for world in self.worlds if world.travels(playbook) and world.travels(name)]
        libraries = [world.library for world in worlds]
        variables = {world.name: world.variables for world in worlds}
        began = time.monotonic()
        run = self._controller.playbook(f"reshare.wms.{playbook}", libraries, *_FORKS, *arguments, variables=variables)
        print(f"  {name}: {len(libraries)} worlds, {time.monotonic() - began:.0f} s", flush=True)
        drift = self._drift() if playbook == "drift" else {}
        for world in self.worlds:
            is_part = world in worlds and world.travels(part_of)
            self.seen.setdefault(world.name, []).append(
                _seen(name, run, world, drift.get(world.name)) if is_part else None
            )

    def _drift(self) -> dict[str, Any]:
        found: dict[str, Any] = account(self.folder / "drift.json")["libraries"]
        return found


def _seen(journey: str, run: Run, world: World, drift: dict[str, Any] | None) -> Seen:
    lines = [line for line in run.lines if line["host"] == world.name and line["task"]]
    stats = run.stats_by_host.get(world.name, {"failures": 1, "unreachable": 0})
    green = not stats["failures"] and not stats["unreachable"]
    answers = {answer for line in lines for answer in _answers(line["status"], line["result"])}
    open_ones = {f"check:{check['name']}" for line in lines for check in _checks(line["result"], "unknown")}
    if drift and any(one["status"] == "would" for one in drift["changes"]):
        answers.add("failure:differs")
    changed = any(line["result"].get("changed") for line in lines)
    state = drift and drift["state"]
    return Seen(journey, green, state, frozenset(answers), changed, world.facts(), frozenset(open_ones))


def _answers(status: str, result: dict[str, Any]) -> Iterator[str]:
    if status in ("failed", "ignored") and "failure" in result:
        yield f"failure:{result['failure']['code']}"
        for one in (result["failure"], *result["failure"].get("parts", [])):
            # The name of an object is after its kind, in quotes.
            kind = (one.get("object") or "").partition(" '")[0]
            yield from (f"about:{name}" for name in (kind, *one.get("fields", ())) if name)
    for check in _checks(result, "fail", "unknown"):
        yield f"check:{check['name']}"
    for part in result.get("results", ()):
        # A task with a loop.
        yield from _answers(status, part)
    if result.get("pending") is True:
        yield "pending:True"


def _checks(result: dict[str, Any], *statuses: str) -> Iterator[dict[str, Any]]:
    """The checks of a result that have one of these statuses of their own."""
    for check in result.get("checks") or ():
        if isinstance(check, dict) and check.get("status") in statuses and not _depends(check):
            yield check


def _depends(check: dict[str, Any]) -> bool:
    """Whether a check only waits for another one, or for the configuration."""
    codes = {problem["code"] for problem in check.get("problems") or ()}
    return not check.get("failure") and bool(codes) and codes <= {"depends", "not_applied"}


def _known(world: World) -> dict[str, Any]:
    """The answers of a person who sees the screens."""
    assert world.record is not None
    screens, answers = world.library.configuration, {}
    questions = world.record.worksheet_data(".questionnaire")["groups"]
    for question in [one for group in questions for one in group["questions"]]:
        plural, _slash, name = question["name"].partition("/")
        found: Any = screens.get(plural) or ([] if name else {})
        if question["columns"] is not None:
            answers[question["name"]] = found.get("rows", [])
            continue
        found = next((one for one in found if one["name"] == name), None) if name else found
        fields = [one["name"] for one in question["fields"]]
        answers[question["name"]] = None if found is None else {one: _at(found, one) for one in fields}
    return answers


def _at(found: Any, name: str) -> Any:
    for part in name.split("."):
        found = (found or {}).get(part)
    return found
