#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: reshare_location
short_description: Manage a location that ReShare lends from
version_added: 1.0.0
description:
  - Manages a row of ReShare's table of locations (Settings > Resource sharing). The row determines whether, and with which preference,
    items of a building are lent.
  - In a WMS library, the code is a holding code of WMS, such as V(LFMM), and the row represents that branch.
  - 'ReShare applies two preferences to a copy, one after the other. The first is the supply preference of its location, the second that of
    its shelving location (see M(reshare.wms.reshare_shelving_location)). If either preference is below 0, the copy is never lent. All other
    copies are ranked by the first preference, then by the second.'
  - A location below 0 therefore lends nothing, regardless of its shelving locations and sites. A comment in ReShare's source code suggests
    otherwise, but the code itself works like this (inferred).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.row
  - reshare.wms.tenant.lookup
options:
  code:
    description:
      - The code of the location, in WMS a holding code.
      - If O(wms_configuration_url) is set, the code of a new row is looked up there. An existing row can be changed and removed even if its
        code no longer exists in WMS.
    type: str
    required: true
  name:
    description:
      - The name of the location. If not set for a new row, the code is used.
    type: str
  supply_preference:
    description:
      - An integer. Below 0 means never lend from there, V(0) or V(null) means neutral, and above 0 means preferred (higher values first).
        ReShare's page uses V(-1) to stop lending.
    type: int
  pull_slip_rule:
    description:
      - When pull slips are generated for this location, as an iCalendar recurrence rule.
      - Locations that ReShare creates have V(RRULE:FREQ=MINUTELY;INTERVAL=10;WKST=MO). A row created without this option has no rule.
        ReShare's behaviour in this case is not documented.
    type: str
notes:
  - V(absent) fails while rows of M(reshare.wms.reshare_shelving_location_site) refer to the location. ReShare creates such rows
    automatically, so a location that was in use has some. M(reshare.wms.reshare_configuration) can remove both in one task. To stop
    lending, a preference of V(-1) is sufficient.
  - A hidden row is not in any list. To show it again, the task searches for it in the sites that refer to it. If there is no such site, the
    task fails. ReShare shows the row again when it receives the code.
  - The account requires C(rs.hostlmslocations.read) and C(rs.hostlmslocations.write), and C(rs.shelvingLocations.read) to remove a location
    or to show a hidden location again.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_shelving_location
  - module: reshare.wms.reshare_shelving_location_site
  - module: reshare.wms.shelving_location
  - name: Locations
    description: ReShare's page on locations.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/2482241537
"""

EXAMPLES = r"""
---
- name: Prefer the main library for lending
  reshare.wms.reshare_location:
    code: LFMM
    name: Main Library
    supply_preference: 10

- name: Lend nothing from the law library
  reshare.wms.reshare_location:
    code: LFML
    supply_preference: -1

- name: Reset the preference of the science library
  reshare.wms.reshare_location:
    code: LFMS
    supply_preference: null

- name: Generate pull slips for the main library every hour
  reshare.wms.reshare_location:
    code: LFMM
    pull_slip_rule: RRULE:FREQ=HOURLY;INTERVAL=1;WKST=MO
"""

RETURN = "extends_documentation_fragment: reshare.wms.row"

from ..module_utils._module_tasks.reshare import object_task
from ..module_utils._reshare.objects.lending_tables import LOCATION

TASK = object_task(LOCATION)

if __name__ == "__main__":
    TASK.main()
