# SPDX-License-Identifier: GPL-3.0-or-later

"""The members of the consortia in a directory, for the inventory (reshare.md 4.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._core.errors import UnknownReference, candidates, similar
from .directory import Directory, refdata, symbol_name
from .gateway import Gateway


@dataclass(frozen=True)
class Member:
    """A member of one or more consortia in a directory. symbols: with their authorities. consortia: their slugs."""

    slug: str
    name: str
    symbols: list[str]
    consortia: list[str]

    @property
    def described(self) -> str:
        """The directory entry, for a message."""
        return f"{ascii(self.name[:100])} ({', '.join(map(ascii, self.symbols)) or 'no symbol'})"

    @property
    def names(self) -> set[str]:
        """The accepted names of the member: its slug, and its symbols with and without authority."""
        return {self.slug, *self.symbols, *(symbol.rpartition(":")[2] for symbol in self.symbols)}


@dataclass(frozen=True)
class Membership:
    """The consortia and members in a directory.

    members: with an entry, sorted by slug. unlisted: the names of members without an entry, by the slug of their
    consortium. empty: the slugs of consortia without members.
    """

    members: list[Member]
    unlisted: dict[str, list[str]]
    empty: list[str]

    def warnings(self) -> list[str]:
        """Warnings about libraries that are missing in the inventory."""
        unlisted = [
            f"Consortium '{slug}' has members without an entry in the directory, so they are not in the inventory: "
            f"{', '.join(ascii(name[:100]) for name in names)}. Ask the hosting provider to add them to the directory"
            for slug, names in sorted(self.unlisted.items())
        ]
        return unlisted + [
            f"Consortium '{slug}' has no members in the directory, so none is in the inventory. Check its entry in the directory"
            for slug in self.empty
        ]


def membership(gateway: Gateway, wanted: Sequence[str] = ()) -> Membership:
    """The members of the wanted consortia (slugs), by default of all.

    Raises CallFailed if the directory is empty, and UnknownReference for a missing consortium.
    """
    entries = {str(entry["id"]): entry for entry in Directory(gateway).entries(full=False)}
    belongs: dict[str, list[str]] = {}
    unlisted: dict[str, list[str]] = {}
    empty: list[str] = []
    for consortium in _consortia(list(entries.values()), wanted):
        slug = str(consortium.get("slug") or "")
        # The organisation can have only its ID; the member then has the name (reshare.md 4.1).
        organisations = [{**member, **(member.get("memberOrg") or {})} for member in consortium.get("members") or ()]
        for organisation in organisations:
            key = str(organisation.get("id"))
            if key in entries:
                belongs.setdefault(key, []).append(slug)
            else:
                unlisted.setdefault(slug, []).append(_name(organisation))
        if not organisations:
            empty.append(slug)
    members = [_member(entries[key], slugs) for key, slugs in belongs.items()]
    return Membership(sorted(members, key=lambda member: member.slug), unlisted, sorted(empty))


def _consortia(entries: Sequence[Mapping[str, Any]], wanted: Sequence[str]) -> list[Mapping[str, Any]]:
    consortia = [entry for entry in entries if refdata(entry.get("type")) == "consortium"]
    if not consortia:
        raise UnknownReference("the directory contains no consortium, so there are no libraries to select")
    known = [str(entry.get("slug") or "") for entry in consortia]
    for slug in wanted:
        if slug not in known:
            text = f"the directory has no consortium '{slug}'. {similar(slug, known)}"
            raise UnknownReference(text, slug, meant=candidates(slug, known))
    return [entry for entry in consortia if not wanted or entry.get("slug") in wanted]


def _member(entry: Mapping[str, Any], consortia: Sequence[str]) -> Member:
    symbols = [symbol_name(symbol) for symbol in entry.get("symbols") or ()]
    return Member(str(entry.get("slug") or ""), str(entry.get("name") or ""), symbols, sorted(consortia))


def _name(organisation: Mapping[str, Any]) -> str:
    """The name of a member without an entry."""
    return str(organisation.get("name") or organisation.get("slug") or organisation.get("id"))
