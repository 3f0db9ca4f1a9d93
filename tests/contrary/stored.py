# SPDX-License-Identifier: GPL-3.0-or-later

"""The worlds that stop or leave checks open, as they were seen: docs/reference/contrary-worlds.yml. Their numbers may not rise.

python -m contrary.stored FILE...    store what runs found (.build/contrary/verdicts.json)
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from support.assumptions import SEEN_WORLDS, seen_worlds

if TYPE_CHECKING:
    from .run import Verdict

_HEAD = """# SPDX-License-Identifier: GPL-3.0-or-later
# What the journeys through each contrary world showed, by mode: the commit of the run, the answers with which the first one stopped, and the checks
# without a result in those that passed. Written by `python -m contrary.stored` from the file of a run; see tests/README.md.
"""
_WIDTH = 150


def risen(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """The worlds that stop, or leave checks open, and did not when they were stored."""
    known = seen_worlds()
    for one in verdicts:
        if one.live:
            continue
        before = known.get(one.mode, {}).get(str(one.pair))
        for word, now in (("stops", one.stops), ("inconclusive", one.inconclusive)):
            if before is not None and now and not before.get(word):
                yield f"{one.mode} {one.pair}: {word}, which is not stored"


def merged(known: Mapping[str, Any], files: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """What is stored after these runs. A world that was wrong is not stored."""
    found = {mode: dict(worlds) for mode, worlds in known.items()}
    for path in files:
        for one in json.loads(path.read_text(encoding="utf-8")):
            if one["live"]:
                continue
            if one["wrong"] or not one["acted"]:
                print(f"not stored: {one['mode']} {one['pair']}, which was wrong, or changed nothing")
            else:
                found.setdefault(one["mode"], {})[one["pair"]] = {"commit": one["commit"][:8], **_world(one["seen"])}
    return found


def until_waiting[T](seen: Iterable[T], answers: Callable[[T], Sequence[str]]) -> Iterator[T]:
    """The journeys up to the first one whose changes wait for a person."""
    for one in seen:
        yield one
        if "pending:True" in answers(one):
            return


def _world(seen: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    seen = [*until_waiting(seen, lambda one: one["answers"])]
    # Later journeys stop as a consequence.
    stops = next((one["answers"] for one in seen if not one["green"]), [])
    stops = [answer for answer in stops if not answer.startswith("about:")]
    left = sorted({check for one in seen if one["green"] for check in one["inconclusive"]})
    return {word: answers for word, answers in (("stops", stops), ("inconclusive", left)) if answers}


def main(arguments: Sequence[str]) -> None:
    """Store what is in files."""
    found = merged(seen_worlds(), map(Path, arguments))
    text = yaml.safe_dump(found, width=_WIDTH, default_flow_style=None)
    SEEN_WORLDS.write_text(_HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
