# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of objects that are made, changed and removed one by one."""

from __future__ import annotations


class ModuleDocFragment:
    """Their state, and what the name means."""

    DOCUMENTATION = r"""
options:
  state:
    description:
      - V(present) makes the object, or changes the fields that are given.
      - V(absent) removes it. It is refused while other objects name it, with a list of them.
    type: str
    choices:
      - present
      - absent
    default: present
notes:
  - The object is known by its name. There is no renaming. A task with another name makes another object.
  - A name that differs from an existing one only in upper and lower case is refused, and so is a name that exists twice.
"""
