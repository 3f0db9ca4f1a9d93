#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: shelving_location
short_description: Manage a shelving location of a holding code
version_added: 1.0.0
description:
  - Manages one name in the list of shelving locations of a holding code, in OCLC Service Configuration at WorldCat Discovery (and WorldCat
    Local) > Holding Codes & Shelving Location Messages > Holding Codes Translation Table.
  - All shelving locations of a holding code are in one cell, separated by a semicolon and a space. Only the name in the task is added or
    removed. The other names and their order are preserved.
  - A semicolon at the start or end of the cell hides availability in Discovery. The task never writes such a semicolon. It issues a warning
    if one exists, and removes it with the next change to the cell.
  - According to OCLC, a new shelving location can be selected in Circulation after several minutes. It then requires a row of the Loan
    Policy Map that covers it, with overdue notices in the loan policy.
  - An existing shelving location may have items of the library. M(reshare.wms.circulation_configuration) issues a warning if its rows refer
    to an existing shelving location for the first time.
  - OCLC issues holding codes (profiling@oclc.org). This module never creates or removes them.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
options:
  holding_code:
    description:
      - Column "Holding Location". The holding code, four characters of A to Z and 2 to 9, for example V(LFMM).
    type: str
    required: true
  name:
    description:
      - The name of the shelving location. C(;) separates the list, so a name cannot contain it.
      - A new name has at most 150 characters, and must not contain C(&) or C(--). These are OCLC's rules for migration. Whether the screen
        enforces them is not documented by OCLC. An existing name is accepted with any characters.
      - Locations are case-sensitive. The task fails if the name differs from an existing one only in case.
    type: str
    required: true
  state:
    description:
      - V(present) adds the name to the end of the list, if it does not exist.
      - V(absent) removes it. The task fails if maps, Collection Type Policy rules or ILL Settings refer to it, and lists them.
    type: str
    choices:
      - present
      - absent
    default: present
seealso:
  - module: reshare.wms.loan_policy_map
  - module: reshare.wms.collection_type_policy
  - module: reshare.wms.ill_settings
  - name: Holding Codes & Shelving Location Messages
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Librarian_Toolbox/OCLC_Service_Configuration/MyWorldCat.org/060Holding_Codes_Translation_Table
"""

EXAMPLES = r"""
---
- name: Create the shelving location for borrowed items
  reshare.wms.shelving_location:
    holding_code: LFMM
    name: ReShare

- name: Remove an unused shelving location
  reshare.wms.shelving_location:
    holding_code: LFMM
    name: ILL old
    state: absent
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.record
object:
  description:
    - The shelving location after the task. V(null) if it was removed.
    - The keys are the options C(holding_code) and C(name).
  returned: success
  type: dict
  sample:
    holding_code: LFMM
    name: ReShare
"""

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.locations import SHELVING_LOCATION

TASK = object_task(SHELVING_LOCATION)

if __name__ == "__main__":
    TASK.main()
