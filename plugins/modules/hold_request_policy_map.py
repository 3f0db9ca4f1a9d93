#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: hold_request_policy_map
short_description: Manage rows of the Hold Request Policy Map
version_added: 1.0.0
description:
  - Manages the rows that select the Hold Request Policy of a hold, in OCLC Service Configuration at WMS Circulation > Holds and Schedules >
    Hold Request Policy Map.
  - OCLC's page on this map was not accessible. The columns are taken from OCLC's summary, "patron types and material formats", and from a
    troubleshooting page that lists the patron, the material format and the policy for this map, and no location. Their labels, and that
    the first matching row applies, are inferred from the other maps.
  - Borrowed items therefore cannot have a hold request policy of their own by their location (inferred).
  - OCLC recommends a last row in which every column is V(All). The behaviour for an item that no row matches is not documented by OCLC.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.table.hold_request_policy_map
seealso:
  - module: reshare.wms.hold_request_policy
  - module: reshare.wms.hold_fulfillment_policy_map
  - module: reshare.wms.patron_type_policy
  - name: Holds and Schedules
    description: OCLC's pages on these screens.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Holds_and_Schedules
"""

EXAMPLES = r"""
---
- name: Use one policy for all holds
  reshare.wms.hold_request_policy_map:
    rows:
      - hold_request_policy: ReShare
"""

RETURN = "extends_documentation_fragment: reshare.wms.table"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.holds import HOLD_REQUEST_POLICY_MAP

TASK = object_task(HOLD_REQUEST_POLICY_MAP)

if __name__ == "__main__":
    TASK.main()
