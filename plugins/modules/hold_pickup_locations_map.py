#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: hold_pickup_locations_map
short_description: Manage rows of the Hold Pickup Locations Map
version_added: 1.0.0
description:
  - Manages the permitted pickup locations of items at a location, in OCLC Service Configuration at WMS Circulation > Holds and Schedules >
    Hold Pickup Locations Map.
  - The columns are those in OCLC's pages on Relais D2D and ZFL-Server. The screen may have more columns.
  - An empty map allows every branch. If the map has rows, only the pickup locations of the rows are allowed. The first matching row
    applies. A hold that no row matches cannot be placed. Therefore the task fails if it leaves no row for all other items (without
    O(rows[].holding_location) and O(rows[].shelving_location)) in a map that was empty, had such a row, or has no rows except those of the
    task.
  - OCLC's page on ReShare does not mention this map. Its page on Relais D2D requires a row for the temporary location that lists the home
    branches of all patrons and all other pickup locations. That such a row is useful for ReShare is inferred. Whether WMS rejects a pickup
    location that the map does not allow is not documented by OCLC.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.table.hold_pickup_locations_map
notes:
  - A new branch location is not valid automatically, although its branch was selected before. Add it to the map.
  - If a pickup location is "not available due to policy", OCLC's order of checks is the Collection Type Policy, this map, and the Branch
    Locations. This map is compared with the patron's home branch. The way in which the home branch counts is not documented by OCLC.
  - The names of pickup locations are compared with the library's branches. A name that already exists in the row is accepted. A Branch
    Location (WMS Circulation > Admin/General) is not listed by any API. Add it to the map on the screen first.
seealso:
  - module: reshare.wms.hold_fulfillment_policy_map
  - module: reshare.wms.ill_settings
  - name: Holds and Schedules
    description: OCLC's pages on these screens, including this map.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Holds_and_Schedules
"""

EXAMPLES = r"""
---
- name: Allow pickup of borrowed items at both branches
  reshare.wms.hold_pickup_locations_map:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        default_pickup_locations:
          - Main Library
          - Music Library
      # All other items. Without this row, no hold on them can be placed.
      - default_pickup_locations:
          - Main Library
          - Music Library
"""

RETURN = "extends_documentation_fragment: reshare.wms.table"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.holds import HOLD_PICKUP_LOCATIONS_MAP

TASK = object_task(HOLD_PICKUP_LOCATIONS_MAP)

if __name__ == "__main__":
    TASK.main()
