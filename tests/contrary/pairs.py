# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pairs of an assumption and an alternative, from the catalogue in docs/reference/assumptions.yml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from reshare_wms_sandbox.contrary import choices

from support.environment import ROOT

CATALOGUE = ROOT / "docs/reference/assumptions.yml"
MODES = ("service", "record")


@dataclass(frozen=True)
class Pair:
    """An alternative of an assumption. works: whether every journey has to pass; otherwise the collection may stop. answers: what may
    answer, as KIND:CODE. shared: what is shared by libraries is concerned, so the world is a sandbox of its own."""

    assumption: str
    alternative: str
    works: bool
    answers: frozenset[str]
    modes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.assumption}={self.alternative}"


def pairs() -> list[Pair]:
    """Every pair of the catalogue that the sandbox can make real."""
    return [pair for assumption in yaml.safe_load(CATALOGUE.read_text(encoding="utf-8")) for pair in _of(assumption)]


def _of(assumption: dict[str, Any]) -> Iterator[Pair]:
    for one in assumption["alternatives"]:
        if one["id"] in choices().get(assumption["id"], {}):
            answers = frozenset(f"{kind}:{code}" for answer in one.get("answers", ()) for kind, code in answer.items())
            yield Pair(
                assumption["id"],
                one["id"],
                one["outcome"] == "works",
                answers,
                tuple(assumption["modes"]),
            )
