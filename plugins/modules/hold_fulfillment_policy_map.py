#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: hold_fulfillment_policy_map
short_description: Manage rows of the Hold Fulfillment Policy Map
version_added: 1.0.0
description:
  - Manages the rows that select the Hold Fulfillment Policy of an item that is ready for pickup, in OCLC Service Configuration at WMS
    Circulation > Holds and Schedules > Hold Fulfillment Policy Map.
  - The first matching row from the top applies.
  - If an item has a temporary location, this location is matched, not the permanent location. ReShare's borrowed items are therefore
    matched by the two locations in ILL Settings (see M(reshare.wms.ill_settings)).
  - OCLC recommends a last row in which every column is V(All). The behaviour for an item that no row matches is not documented by OCLC.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.table.hold_fulfillment_policy_map
seealso:
  - module: reshare.wms.hold_fulfillment_policy
  - module: reshare.wms.hold_pickup_locations_map
  - module: reshare.wms.ill_settings
  - name: Holds and Schedules
    description: OCLC's pages on these screens, including Hold Fulfillment Policy Map.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Holds_and_Schedules
"""

EXAMPLES = r"""
---
- name: Set the policy of borrowed items
  reshare.wms.hold_fulfillment_policy_map:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        hold_fulfillment_policy: ReShare pickup
"""

RETURN = "extends_documentation_fragment: reshare.wms.table"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.holds import HOLD_FULFILLMENT_POLICY_MAP

TASK = object_task(HOLD_FULFILLMENT_POLICY_MAP)

if __name__ == "__main__":
    TASK.main()
