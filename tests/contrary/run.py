# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the journeys of all pairs, and prints a line for each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import batched
from pathlib import Path

from reshare_wms_sandbox.testing import running

from .journeys import Journeys, Seen
from .judge import Wrong, judge
from .pairs import MODES, SERVICE, TIMED, Pair, commit, draw, pairs
from .stored import risen, until_waiting
from .worlds import World, make

#: The argument that leaves out what a busy machine can be too slow for.
STEADY = "steady"
#: The argument that leaves out two thirds of the others, which ``SEED`` draws.
THIRD = "third"
#: How many worlds share a run of a playbook.
_WAVE = 32


@dataclass(frozen=True)
class Shown:
    """What a journey answered, other than in a world as assumed."""

    journey: str
    green: bool
    answers: list[str]
    inconclusive: list[str]


@dataclass(frozen=True)
class Verdict:
    """What happened in a world. library: its name, as in the results of the runs. acted: how often its alternative changed something.
    seen: the journeys that it took part in, each with the answers that a world as assumed does not have. live: whether it became contrary when its link
    was live."""

    mode: str
    live: bool
    library: str
    pair: Pair
    acted: int
    seen: list[Shown]
    wrong: list[Wrong]

    @property
    def _own(self) -> list[Shown]:
        """The journeys up to the first one whose changes wait for a person, other than in a world as assumed. What the others show follows from it,
        and depends on the journeys that are drawn."""
        return [*until_waiting(self.seen, lambda one: one.answers)]

    @property
    def stops(self) -> list[Shown]:
        """The journeys that did not pass."""
        return [one for one in self._own if not one.green]

    @property
    def inconclusive(self) -> list[Shown]:
        """The journeys that passed and left checks without a result."""
        return [one for one in self._own if one.green and one.inconclusive]

    def __str__(self) -> str:
        outcome = "WRONG" if self.wrong else "not met" if not self.acted else "stops" if self.stops else "works"
        when = "live" if self.live else ""
        outcome = f"{self.mode:8}{when:5}{self.library:14}{self.pair!s:50}{outcome}"
        if self.live:
            outcome += "".join(f"  {one.journey}: {_word(one)}" for one in self.seen[1:])
        return "\n".join([outcome, *(f"{'':10}{one}" for one in self.wrong)])


def everything(folder: Path, named: Sequence[str]) -> int:
    """Run all pairs, those that do not depend on the clock (``steady``), a third of them, or the named ones, in both modes, or in a named one; at live links in
    that with the service only. Returns the number of worlds and pairs with something wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    modes = [mode for mode in MODES if mode in named] or MODES
    names = set(named) - {*MODES, STEADY, THIRD}
    left_out = TIMED if STEADY in named else ()
    chosen = [
        pair for pair in pairs() if str(pair) not in left_out and (not names or names & {pair.assumption, str(pair)})
    ]
    if THIRD in named:
        chosen = draw("pairs", chosen, -(-len(chosen) // 3))
    verdicts = []
    for mode, live in [(mode, False) for mode in modes] + [(mode, True) for mode in modes if mode == SERVICE]:
        for number, wave in enumerate(batched([pair for pair in chosen if mode in pair.modes], _WAVE)):
            with running() as base:
                of_wave = travel(base, folder / f"{mode}-{number}{'-live' if live else ''}", wave, mode, live)
            print(*of_wave, sep="\n", flush=True)
            verdicts += of_wave
            _write(folder / "verdicts.json", verdicts)
    met = {verdict.pair for verdict in verdicts if verdict.acted}
    invalid = [pair for pair in chosen if pair not in met and set(pair.modes) & set(modes)]
    more = [*(f"invalid: {pair} changed nothing in any journey" for pair in invalid), *risen(verdicts)]
    print(*more, sep="\n")
    return sum(bool(verdict.wrong) for verdict in verdicts) + len(more)


def travel(base: str, folder: Path, chosen: Sequence[Pair], mode: str, live: bool = False) -> list[Verdict]:
    """All journeys in the worlds of these pairs; with live, a change and a removal at links that went live as assumed."""
    folder.mkdir(parents=True)
    assumed, *worlds = make(base, folder, chosen, mode, live)
    travelled = Journeys([assumed, *worlds], folder, live)
    travelled.travel()
    normal = travelled.seen[assumed.name]
    if red := [one for one in normal if one is not None and not one.green]:
        raise RuntimeError(f"a journey fails as assumed: {red[0].journey}, {sorted(red[0].answers)}")
    return [_verdict(mode, live, world, travelled.seen[world.name], assumed, normal) for world in worlds]


def _verdict(
    mode: str, live: bool, world: World, seen: list[Seen | None], assumed: World, normal: list[Seen | None]
) -> Verdict:
    assert world.pair is not None
    wrong = judge(world.pair, world.before, seen, assumed.before, normal)
    shown = [_shown(one, other) for one, other in zip(seen, normal, strict=True) if one is not None]
    return Verdict(mode, live, world.name, world.pair, world.acted(), shown, wrong)


def _word(one: Shown) -> str:
    """What a journey came to."""
    if one.green:
        return "waits" if "pending:True" in one.answers else "right"
    refused = {"failure:unexpected_response", "failure:refused", "failure:not_seen"} & set(one.answers)
    return ", ".join(sorted(refused)).replace("failure:", "") or "stopped"


def _shown(seen: Seen, assumed: Seen | None) -> Shown:
    answers, open_ones = (assumed.answers, assumed.inconclusive) if assumed else (frozenset(), frozenset())
    return Shown(seen.journey, seen.green, sorted(seen.answers - answers), sorted(seen.inconclusive - open_ones))


def _write(path: Path, verdicts: Sequence[Verdict]) -> None:
    """A file of what happened in each world."""
    found = [{**asdict(one), "pair": str(one.pair), "commit": commit()} for one in verdicts]
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")
