# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Lists of declared objects, and configurations: dictionaries of such lists by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

from ansible.utils.vars import merge_hash

Objects = list[dict[str, Any]]
Configuration = Mapping[str, Any]


def absent(identities: Iterable[Any], field: str = "name") -> Objects:
    """Objects that are removed. field: that identifies them."""
    return [{field: identity, "state": "absent"} for identity in dict.fromkeys(identities)]


def former(names: Iterable[Any], name: Any) -> list[Any]:
    """The former names without the present one."""
    return [one for one in dict.fromkeys(names) if one != name]


def merged(*configurations: Configuration) -> Configuration:
    """One configuration of several, as Ansible's filter combine with recursive and list_merge=append."""
    return reduce(lambda left, right: merge_hash(left, right, recursive=True, list_merge="append"), configurations)
