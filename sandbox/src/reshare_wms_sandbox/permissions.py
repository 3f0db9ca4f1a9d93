# SPDX-License-Identifier: GPL-3.0-or-later

"""The permissions in each permission set (reshare.md 3.2, 3.3; the released descriptors of mod-rs and mod-directory)."""

from __future__ import annotations

from collections.abc import Iterable

_SETS: dict[str, tuple[str, ...]] = {
    "rs.settings.read": ("rs.settings.get", "rs.settings.item.get", "rs.settings.getsection.all"),
    "rs.settings.write": ("rs.settings.read", "rs.settings.post", "rs.settings.put", "rs.settings.delete"),
    "rs.hostlmspatronprofiles.write": ("rs.hostlmspatronprofiles.read",),
    "rs.hostlmsitemloanpolicies.write": ("rs.hostlmsitemloanpolicies.read",),
    "rs.shelvingLocations.write": ("rs.shelvingLocations.read",),
    **{f"{name}.read": (f"{name}.get",) for name in ("rs.hostlmslocations", "rs.refdata", "rs.directoryentry")},
    **{
        f"{name}.write": (f"{name}.read", f"{name}.post", f"{name}.put", f"{name}.delete")
        for name in ("rs.hostlmslocations", "rs.refdata", "rs.directoryentry")
    },
    "rs.patronrequests.write": ("rs.patronrequests.item.post",),
    "rs.all": (
        "rs.patronrequests.write",
        "rs.settings.write",
        "rs.hostlmslocations.write",
        "rs.hostlmspatronprofiles.write",
        "rs.hostlmsitemloanpolicies.write",
        "rs.shelvingLocations.write",
        "rs.refdata.write",
        "rs.directoryentry.write",
        "rs.testHostLMS",
    ),
    **{
        f"directory.{name}.read": (f"directory.{name}.collection.get", f"directory.{name}.item.get")
        for name in ("entry", "symbol", "namingauthority", "service")
    },
    "directory.entry.write": (
        "directory.entry.read",
        "directory.entry.item.post",
        "directory.entry.item.put",
        "directory.entry.managed-item.put",
        "directory.entry.item-local.put",
        "directory.entry.item.delete",
    ),
    "directory.all.read": (
        "directory.entry.read",
        "directory.symbol.read",
        "directory.namingauthority.read",
        "directory.service.read",
        "directory.refdata",
        "directory.custprops",
        "directory.tags",
    ),
    "directory.all": ("directory.all.read", "directory.entry.write"),
}


class Everything(frozenset[str]):
    """The permissions of a user who has all of them."""

    def __contains__(self, permission: object) -> bool:
        return True


def held(given: Iterable[str] | None) -> frozenset[str]:
    """The given permissions, with the permissions in the permission sets among them."""
    if given is None:
        return Everything()
    found: set[str] = set()
    todo = list(given)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(_SETS.get(name, ()))
    return frozenset(found)
