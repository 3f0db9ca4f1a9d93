# SPDX-License-Identifier: GPL-3.0-or-later

"""The texts in a record that can name a person: replaced without a change to what the record proves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from .content import RecordData
from .read_captures import Named

#: The members of a record that have the name or address of a person, or what a person wrote. Objects, digests and times are not among them.
_TEXTS = ("by", "remark", "what", "reason", "to")


def renamed(content: RecordData, change: Callable[[str], str]) -> RecordData:
    """The record with *change* applied to the names and remarks of persons."""
    changed: RecordData = _changed(content, change)
    return changed


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _changed(member, change) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_changed(member, change) for member in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    if isinstance(value, Named):
        return replace(value, people=[change(person) for person in value.people])
    members = {member.name: getattr(value, member.name) for member in fields(value)}
    return replace(
        value,
        **{
            name: change(member) if name in _TEXTS and isinstance(member, str) else _changed(member, change)
            for name, member in members.items()
        },
    )
