# SPDX-License-Identifier: GPL-3.0-or-later

"""The pairs of an assumption and an alternative, from the catalogue in docs/reference/assumptions.yml."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from ansible.module_utils.common.yaml import yaml_load
from reshare_wms_sandbox.contrary import choices
from reshare_wms_sandbox.contrary.choices import Edit

from support.environment import ROOT

CATALOGUE = ROOT / "docs/reference/assumptions.yml"
SERVICE = "service"
MODES = (SERVICE, "record")
#: Worlds whose systems wait by the clock, or answer otherwise after a time: a busy machine can be too slow for them.
TIMED = {"oauth-token-lifetime=unit", "gateway-login=unit", "scim-search-delay=delayed", "directory-copy-delay=delayed"}
#: The playbooks that a world can be without. Every world is onboarded.
JOURNEYS = frozenset({"preflight", "verify", "drift", "withdraw"})


@dataclass(frozen=True)
class Pair:
    """An alternative of an assumption. works: whether every journey has to pass; otherwise the collection may stop. answers: what may
    answer, as KIND:CODE, and what a failure may be about. journeys: those that it touches."""

    assumption: str
    alternative: str
    works: bool
    answers: frozenset[str]
    modes: tuple[str, ...]
    journeys: frozenset[str] = JOURNEYS

    def __str__(self) -> str:
        return f"{self.assumption}={self.alternative}"


def pairs() -> list[Pair]:
    """Every pair of the catalogue that the sandbox can make real."""
    return [pair for assumption in yaml_load(CATALOGUE.read_text(encoding="utf-8")) for pair in _of(assumption)]


def _of(assumption: dict[str, Any]) -> Iterator[Pair]:
    for one in assumption["alternatives"]:
        if one["id"] in choices().get(assumption["id"], {}):
            answers = [item for answer in one.get("answers", ()) for item in answer.items()]
            yield Pair(
                assumption["id"],
                one["id"],
                one["outcome"] == "works",
                frozenset(
                    f"{kind}:{name}" for kind, codes in answers for name in (codes if kind == "about" else [codes])
                ),
                tuple(mode for mode in assumption["modes"] if _acts(mode, choices()[assumption["id"]][one["id"]])),
                _journeys(assumption["id"], assumption["journeys"]),
            )


def _acts(mode: str, edits: Sequence[Edit]) -> bool:
    """Whether edits can meet a call in a mode: with a service nobody uses the screens, and with a record nobody calls the service."""
    other = {"service": "screens", "record": "configuration"}[mode]
    return any(edit.calls.split()[0] != other for edit in edits)


def _journeys(assumption: str, touched: Sequence[str]) -> frozenset[str]:
    """The playbooks that an assumption touches, and one more, in case it touches that one, too."""
    more = sorted(JOURNEYS - set(touched))
    return JOURNEYS & {*touched, *draw(assumption, more, min(len(more), 1))}


def draw[T](purpose: str, population: Sequence[T], size: int) -> list[T]:
    """Some members of a sequence: always the same ones, so that a world fails because of a change; others for another SEED (the weekly workflow)."""
    return random.Random(f"{os.environ.get('SEED', '1')} {purpose}").sample(population, size)


@cache
def commit() -> str:
    """The commit of the checkout; empty without a repository."""
    with suppress(OSError):
        done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip()
    return ""
