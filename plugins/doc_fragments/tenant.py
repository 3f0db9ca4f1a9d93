# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation that modules for the lending tables and the directory of a ReShare tenant have in common."""

from __future__ import annotations


class ModuleDocFragment:
    """How the tenant is reached; as parts, what an option means, rows of a table, and what is looked up in WMS."""

    DOCUMENTATION = r"""
options: {}
notes:
  - Needs O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password).
  - ReShare has no lock. What a task changes is read again just before. If somebody else changed it meanwhile, it is
    compared anew, up to five times. A change that falls between that reading and the write cannot be noticed.
"""

    FIELDS = r"""
options: {}
notes:
  - Only options that are mentioned are compared and written. An option that is not mentioned leaves its field as it is;
    an option that is set to V(null) clears its field.
"""

    ROW = r"""
options:
  state:
    description:
      - V(present) makes the row, or changes the fields that are given.
      - V(absent) removes it. ReShare only hides a row that is in use. That counts as gone here.
    type: str
    choices:
      - present
      - absent
    default: present
notes:
  - A row is known by its code. There is no renaming. A task with another code makes another row.
  - A code that differs from an existing one only in upper and lower case is refused, and so is a code that exists
    twice. Blanks around a code do not count, as ReShare itself takes them off (inferred).
  - ReShare makes rows itself when it meets new codes, so rows that nobody declared are normal. Rows that are not
    declared are never touched.
  - ReShare shows a hidden location again by itself when it meets its code. A task with O(state=absent) then hides it
    again. A hidden shelving location stays hidden (as of mod-rs's source).
"""

    LOOKUP = r"""
options: {}
notes:
  - With O(wms_configuration_url) set, O(wms_registry_id), O(wms_key) and O(wms_secret) are needed too, where something
    is looked up there. The key must be allowed the scope C(configuration) at that service.
  - What is looked up and does not exist in WMS is an error that lists similar names. In check mode it is a warning,
    since an earlier task may be what makes it. Without O(wms_configuration_url) nothing is looked up.
"""
