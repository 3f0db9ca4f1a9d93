# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The file and line in which a variable is set.

From ansible-core 2.19 on, Ansible notes the origin of every value that it reads from a file. It is not a public interface, and
may be missing or different in any release: then no place is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

#: A file and a line, each None if it is not known.
Place = tuple[str | None, int | None]

NOWHERE: Place = (None, None)

try:
    from ansible._internal._datatag._tags import Origin
except ImportError:
    Origin = None


def place(variables: Mapping[str, Any], name: str, load: Callable[[str], Any]) -> Place:
    """Where a variable of a library is set. load: reads a file of variables."""
    value = variables.get(name)
    path, line = _origin(value)
    key_path, key_line = _origin(next((key for key in variables if key == name), None))
    if path is not None:
        # A list or dictionary begins below its name.
        nested = isinstance(value, (Mapping, list)) and key_path == path
        return path, min(filter(None, (line, key_line)), default=None) if nested else line
    # Yes, no and null have no origin. That of the name can be another file that sets the variable, too.
    if key_path is not None and _sets(load, key_path, name, value):
        return key_path, key_line
    return NOWHERE


def _origin(value: Any) -> Place:
    try:
        found = Origin.get_tag(value)
        return (None, None) if found is None or found.path is None else (str(found.path), found.line_num)
    except Exception:  # pylint: disable=broad-exception-caught
        # Whatever a later release changes, a finding without a place is better than none.
        return NOWHERE


def _sets(load: Callable[[str], Any], path: str, name: str, value: Any) -> bool:
    try:
        found = load(path)
    except Exception:  # pylint: disable=broad-exception-caught
        # It can be any kind of inventory source.
        return False
    return isinstance(found, Mapping) and name in found and found[name] is value
