# SPDX-License-Identifier: GPL-3.0-or-later

"""Judges what happened in a world, from data only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .journeys import Seen
from .oracle import Facts, Path, Truth, differing, live
from .pairs import Pair

#: Journeys that say, if they pass, that the library is as declared.
_CLAIMING = {"onboard", "onboard again", "drift"}
#: Those at a link that is live.
LIVE = {"change", "change again", "remove", "remove again"}
#: The state of an account that says so. With stated, people have said it.
_IN_PLACE = "in_place"
_PENDING = "pending:True"
_SWITCH: Path = ("configuration", "ill_settings", "reshare", "enable")


@dataclass(frozen=True)
class Wrong:
    """What may not happen. kind: false green, harm, blame, false red."""

    kind: str
    journey: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind} in {self.journey}: {self.detail}"


def judge(
    pair: Pair, before: Facts, seen: Sequence[Seen | None], assumed_before: Facts, assumed: Sequence[Seen | None]
) -> list[Wrong]:
    """What was wrong in a world. before: all journeys. assumed: the same journeys in a world as assumed, which takes part in all."""
    found: list[Wrong] = []
    stops, right = False, False
    touched: frozenset[Path] = frozenset()
    for one, other in zip(seen, assumed, strict=True):
        if one is None or other is None:
            continue
        truth = Truth(before, one.facts, assumed_before, other.facts, touched)
        if one.journey in LIVE:
            touched |= {*differing(assumed_before, other.facts)}
        # What stops after another journey stopped or waited for a person, and is not as declared, says so.
        found += _wrong(pair, one, other, truth, follows=stops and bool(truth.missing))
        if right and one.green and one.changed and not (other.changed or truth.missing):
            found.append(Wrong("false red", one.journey, "it changes again what is as declared"))
        stops, right = stops or not one.green or _PENDING in one.answers, not truth.missing
    return found


def _wrong(pair: Pair, seen: Seen, assumed: Seen, truth: Truth, follows: bool) -> Iterator[Wrong]:
    missing, enabled = truth.missing, live(seen.facts)
    if seen.green and _claims(seen) and missing:
        yield Wrong("false green", seen.journey, _shown(missing, truth))
    if seen.green and seen.journey == "withdraw" and enabled:
        yield Wrong("false green", seen.journey, "the link is still live")
    if truth.harmed:
        yield Wrong("harm", seen.journey, _shown(truth.harmed, truth))
    # A link that was live before stays live.
    kept = seen.journey == "withdraw" or (seen.journey in LIVE and not seen.green)
    if enabled and not kept and [path for path in missing if path != _SWITCH]:
        yield Wrong("harm", seen.journey, f"live without {_shown(missing, truth)}")
    if not seen.green:
        # What a world as assumed answers, too, is no answer to the alternative: steps that wait for a person.
        answers = seen.answers - (assumed.answers - pair.answers)
        yield from _red(pair, seen.journey, answers, missing, follows)


def _claims(seen: Seen) -> bool:
    # Changes that wait for a person are no claim.
    return seen.journey in _CLAIMING | LIVE and seen.state in (None, _IN_PLACE) and _PENDING not in seen.answers


def _red(pair: Pair, journey: str, answers: frozenset[str], missing: list[Path], follows: bool) -> Iterator[Wrong]:
    if pair.works:
        agrees = "is not as declared" if missing else "is as declared"
        yield Wrong("false red", journey, f"the library {agrees}; {', '.join(sorted(answers)) or 'no code'}")
        return
    if journey in LIVE:
        # What fails is about an object that the first run of another journey does not change.
        answers = frozenset(answer for answer in answers if not answer.startswith("about:"))
    if not follows and (others := answers - pair.answers or ({"no code"} if not answers else set())):
        yield Wrong("blame", journey, ", ".join(sorted(others)))


def _shown(paths: Sequence[Path], truth: Truth) -> str:
    first = paths[0]
    value, declared = truth.found.get(first), truth.declared.get(first)
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"{'/'.join(first)} is {value!r}, not {declared!r}{more}"[:400]
