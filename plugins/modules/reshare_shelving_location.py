#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: reshare_shelving_location
short_description: Manage a shelving location that ReShare lends from
version_added: 1.0.0
description:
  - Manages a row of ReShare's table of shelving locations (Settings > Resource sharing). The row determines whether, and with which
    preference, items of a shelving location are lent, for all locations.
  - In a WMS library, the code is the name of a shelving location as displayed in WMS, such as V(General Collection). WMS identifies a
    shelving location by its holding code and its name, ReShare by its name only. Use M(reshare.wms.reshare_shelving_location_site) for a
    different preference at one location.
  - 'ReShare applies two preferences to a copy, one after the other. The first is the supply preference of its location (see
    M(reshare.wms.reshare_location)). The second is that of the site (the pair of location and shelving location) if the site has one, or
    else that of the shelving location. If either preference is below 0, the copy is never lent.'
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.row
  - reshare.wms.tenant.lookup
options:
  code:
    description:
      - The code of the shelving location, in WMS its name.
      - If O(wms_configuration_url) is set, the name of a new row is looked up there, in the shelving locations of all holding codes. An
        existing row can be changed and removed even if its name no longer exists in WMS.
    type: str
    required: true
  name:
    description:
      - The name of the shelving location. If not set for a new row, the code is used.
    type: str
  supply_preference:
    description:
      - An integer. Below 0 means never lend from there, V(0) or V(null) means neutral, and above 0 means preferred (higher values first).
        ReShare's page uses V(-1) to stop lending.
      - It ranks copies only within locations of equal preference.
    type: int
notes:
  - V(absent) fails while rows of M(reshare.wms.reshare_shelving_location_site) refer to the shelving location. ReShare creates such rows
    automatically, so a shelving location that was in use has some. M(reshare.wms.reshare_configuration) can remove both in one task. To
    stop lending, a preference of V(-1) is sufficient.
  - A hidden row is not in any list. To show it again, the task searches for it in the sites that refer to it. If there is no such site, the
    task fails. ReShare itself does not show a hidden shelving location again (as of mod-rs's source).
  - The account requires C(rs.shelvingLocations.read) and C(rs.shelvingLocations.write), and C(rs.hostlmslocations.read) to remove a
    shelving location.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_location
  - module: reshare.wms.reshare_shelving_location_site
  - module: reshare.wms.shelving_location
  - name: Shelving locations
    description: ReShare's page on shelving locations.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/2576842753
"""

EXAMPLES = r"""
---
- name: Prefer copies from the general collection
  reshare.wms.reshare_shelving_location:
    code: General Collection
    supply_preference: 5

- name: Lend nothing from the reserves, at any location
  reshare.wms.reshare_shelving_location:
    code: Reserves
    supply_preference: -1

- name: Remove a shelving location that no longer exists in WMS
  reshare.wms.reshare_shelving_location:
    code: Old Annex
    state: absent
"""

RETURN = "extends_documentation_fragment: reshare.wms.row"

from ..module_utils._module_tasks.reshare import object_task
from ..module_utils._reshare.objects.lending_tables import SHELVING_LOCATION

TASK = object_task(SHELVING_LOCATION)

if __name__ == "__main__":
    TASK.main()
