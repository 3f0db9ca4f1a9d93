# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of objects, and configurations: dictionaries of such lists by kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from ansible.utils.vars import merge_hash

from ...module_utils._core.errors import ValidationError

Objects = list[dict[str, Any]]
Configuration = Mapping[str, Any]


def merged(*configurations: Configuration | None) -> Configuration:
    """One configuration of several (null: none), as Ansible's filter combine with recursive and list_merge=append. Raises ValidationError for one
    that is not a dictionary, and for a kind with different shapes: combine would drop one of them without a message."""
    given = [configuration for configuration in configurations if configuration is not None]
    if wrong := [item for item in given if not isinstance(item, Mapping)]:
        raise ValidationError(
            f"a configuration is {str(wrong[0])!r}; write a dictionary of objects by kind, as in the roles"
        )
    return reduce(_merged, given, {})


def _merged(left: Configuration, right: Configuration) -> Configuration:
    for kind in left.keys() & right.keys():
        shapes = [_shape(side[kind]) for side in (left, right)]
        if len(set(shapes)) > 1:
            problem = (
                f"{kind} is {shapes[0]} in one place and {shapes[1]} in another; write it as in the roles, "
                "for example the rows of a map as a list (borrowing_more, lending_more, reshare_settings_more)"
            )
            raise ValidationError(problem, fields=[kind])
    merged: Mapping[str, Any] = merge_hash(left, right, recursive=True, list_merge="append")
    return merged


def _shape(objects: Any) -> str:
    return "a list" if isinstance(objects, list) else "a dictionary" if isinstance(objects, Mapping) else "no list"
