# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation shared by the modules for the lending tables and the directory of a ReShare tenant."""

from __future__ import annotations


class ModuleDocFragment:
    """Notes on the connection; as parts, notes on options, on rows of a table, and on lookups in WMS."""

    DOCUMENTATION = r"""
options: {}
notes:
  - Requires O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password).
  - ReShare has no locking. An object is read again directly before it is changed. If it was changed concurrently, it is compared again, up
    to five times. A change between this reading and the write cannot be detected.
"""

    FIELDS = r"""
options: {}
notes:
  - Only options that are set are compared and written. An option that is not set leaves its field unchanged. An option set to V(null)
    clears its field.
"""

    ROW = r"""
options:
  state:
    description:
      - V(present) creates the row, or changes the fields that are set.
      - V(absent) removes it. ReShare only hides a row that is in use. A hidden row counts as removed.
    type: str
    choices:
      - present
      - absent
    default: present
notes:
  - A row is identified by its code. It cannot be renamed. A task with another code creates another row.
  - The task fails if the code differs from an existing one only in case, or if the code exists twice. Leading and trailing blanks of a code
    are ignored, because ReShare removes them (inferred).
  - ReShare creates rows automatically for new codes, so rows that are not in the inventory are normal. Rows that are not declared are never
    changed.
  - ReShare shows a hidden location again when it receives the location's code. A task with O(state=absent) then hides it again. A hidden
    shelving location stays hidden (as of mod-rs's source).
"""

    LOOKUP = r"""
options: {}
notes:
  - If O(wms_configuration_url) is set, looking up objects in WMS also requires O(wms_registry_id), O(wms_key) and O(wms_secret). The key
    requires the scope C(configuration) at that service.
  - If a referenced object does not exist in WMS, the task fails and lists similar names. In check mode this is a warning, because an
    earlier task may create the object. Without O(wms_configuration_url), references are not looked up.
"""
