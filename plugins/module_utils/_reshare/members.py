# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""The members of the consortia that a directory knows: what an inventory is made of (reshare.md 4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .._core.errors import Missing, candidates, similar
from .directory import Directory, refdata, symbol_name
from .gateway import Gateway


@dataclass(frozen=True)
class Member:
    """A member of one or more consortia, as a directory has it. symbols: with their authorities."""

    slug: str
    name: str
    symbols: list[str]
    consortia: list[str]

    @property
    def described(self) -> str:
        """The directory entry, for a sentence."""
        return f"{ascii(self.name[:100])} ({', '.join(map(ascii, self.symbols)) or 'no symbol'})"

    @property
    def names(self) -> set[str]:
        """What the member may be called: its slug, and its symbols with and without authority."""
        return {self.slug, *self.symbols, *(symbol.rpartition(":")[2] for symbol in self.symbols)}


def members(gateway: Gateway, wanted: Sequence[str] = ()) -> list[Member]:
    """The members of the wanted consortia (slugs), or of all, sorted by slug.

    Raises CallFailed where the directory shows nothing, Missing where it has no such consortium.
    """
    entries = {str(entry["id"]): entry for entry in Directory(gateway).entries(full=False)}
    consortia = [entry for entry in entries.values() if refdata(entry.get("type")) == "consortium"]
    if not consortia:
        raise Missing("the directory has no consortium, so whose libraries are meant can't be told")
    known = [str(entry.get("slug") or "") for entry in consortia]
    for slug in wanted:
        if slug not in known:
            text = f"the directory has no consortium '{slug}'. {similar(slug, known)}"
            raise Missing(text, slug, candidates(slug, known))
    belongs: dict[str, list[str]] = {}
    for consortium in consortia:
        if not wanted or consortium.get("slug") in wanted:
            for member in consortium.get("members") or ():
                organisation = member.get("memberOrg") or member
                belongs.setdefault(str(organisation.get("id")), []).append(str(consortium.get("slug") or ""))
    found = [
        Member(
            str(entries[key].get("slug") or ""),
            str(entries[key].get("name") or ""),
            [symbol_name(symbol) for symbol in entries[key].get("symbols") or ()],
            sorted(slugs),
        )
        for key, slugs in belongs.items()
        if key in entries
    ]
    return sorted(found, key=lambda member: member.slug)
