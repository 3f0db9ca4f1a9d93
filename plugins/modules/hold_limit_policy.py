#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: hold_limit_policy
short_description: Manage a Hold Limit Policy
version_added: 1.0.0
description:
  - Manages the maximum number of holds of a patron, in OCLC Service Configuration at WMS Circulation > Holds and Schedules > Hold Limit
    Policy.
  - The policy has no effect until a row of the Hold Limit Matrix refers to it (see M(reshare.wms.hold_limit_matrix)).
  - A limit of 1 blocks the second hold. Patrons cannot place the hold. Staff get an alert that they can override.
  - ReShare places a hold for every item that it borrows. The behaviour for such a hold over the limit is not documented by OCLC. For
    WorldShare ILL, no temporary item is created in this case. That ReShare fails as well is inferred.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
  verified_hold_count_limit:
    description:
      - Field "Verified Hold Count Limit". The maximum number of holds of a patron whose identity staff have verified, or V(No Limit).
    type: str
  unverified_hold_count_limit:
    description:
      - Field "Unverified Hold Count Limit". The maximum number of holds of any other patron, or V(No Limit).
    type: str
seealso:
  - module: reshare.wms.hold_limit_matrix
  - module: reshare.wms.hold_request_policy
  - name: Holds and Schedules
    description: OCLC's pages on these screens, including Hold Limit Policy.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Holds_and_Schedules
"""

EXAMPLES = r"""
---
- name: Limit the holds of patrons
  reshare.wms.hold_limit_policy:
    name: Standard
    verified_hold_count_limit: 50
    unverified_hold_count_limit: 5
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.holds import HOLD_LIMIT_POLICY

TASK = object_task(HOLD_LIMIT_POLICY)

if __name__ == "__main__":
    TASK.main()
