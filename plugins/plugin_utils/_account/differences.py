# SPDX-License-Identifier: GPL-3.0-or-later

"""The differences between two states of an object, as lines similar to YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

#: The number of equal lines that are shown around a difference.
_AROUND = 3

#: Consecutive lines with the sign before each of them: "+" for new ones, "-" for removed ones, " " for equal ones, and "..." for lines
#: that are left out.
Block = tuple[str, list[str]]


def blocks(before: Any, after: Any) -> list[Block]:
    """The differences. A side is None if the object does not exist."""
    if before is None or after is None:
        return [(sign, list(lines(side))) for sign, side in (("-", before), ("+", after)) if side is not None]
    old, new = list(lines(before)), list(lines(after))
    blocks: list[Block] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        if blocks or group[0][1] > 0:
            blocks.append(("...", []))
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                blocks.append((" ", old[start:end]))
                continue
            blocks += [("-", old[start:end])] if end > start else []
            blocks += [("+", new[new_start:new_end])] if new_end > new_start else []
    return blocks


def lines(value: Any) -> Iterator[str]:
    """The lines of a value."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _entry(f"{key}:", inner)
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        for inner in value:
            first, *rest = lines(inner)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield from scalar(value).split("\n")


def _entry(key: str, value: Any) -> Iterator[str]:
    text = "" if isinstance(value, (Mapping, list, tuple)) and value else scalar(value)
    if text and "\n" not in text:
        yield f"{key} {text}"
        return
    yield f"{key} |" if text else key
    yield from (f"  {line}" for line in lines(value))


def scalar(value: Any) -> str:
    """A single value as a person writes it."""
    if value is None or value == "":
        return "(blank)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in ({}, [], ()) else "(none)"
