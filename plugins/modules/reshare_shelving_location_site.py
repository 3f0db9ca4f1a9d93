#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: reshare_shelving_location_site
short_description: Manage the preference of a shelving location at one location
version_added: 1.0.0
description:
  - Manages a row of ReShare's table of shelving location sites (Settings > Resource sharing). The row overrides the supply preference of a
    shelving location at one location.
  - 'ReShare applies two preferences to a copy, one after the other. The first is the supply preference of its location. The second is that
    of the site if it has one (including V(0)), or else that of the shelving location. If either preference is below 0, the copy is never
    lent.'
  - A site overrides its shelving location only. It can enable lending from a shelving location with V(-1). It cannot enable lending from a
    location with V(-1). A comment in ReShare's source code suggests that it can, but the code itself works like this (inferred).
  - ReShare automatically creates a row without a preference for every new pair of location and shelving location. This module sets the
    preference of such rows, and does not create a second row.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.tenant.fields
options:
  location:
    description:
      - The code of a location of ReShare (see M(reshare.wms.reshare_location)), in WMS a holding code.
    type: str
    required: true
  shelving_location:
    description:
      - The code of a shelving location of ReShare (see M(reshare.wms.reshare_shelving_location)), in WMS its name.
    type: str
    required: true
  supply_preference:
    description:
      - An integer. Below 0 means never lend from there, V(0) means neutral, and above 0 means preferred (higher values first).
      - V(null) overrides nothing. The preference of the shelving location then applies.
    type: int
  state:
    description:
      - V(present) creates the row, or changes its preference.
      - V(absent) removes it. ReShare creates it again, without a preference, when it receives the pair again. To end an override, a
        preference of V(null) is sufficient.
    type: str
    choices:
      - present
      - absent
    default: present
notes:
  - A row is identified by its location and shelving location. Case matters. The task fails if the pair differs from an existing one only in
    case.
  - Both must exist in ReShare to create a row. If one does not exist, the task fails and lists similar ones. In check mode this is a
    warning, because an earlier task may create the object. A hidden location or shelving location counts as removed.
  - ReShare accepts two rows for one pair, and its availability lookup then fails. Therefore the task checks again directly before it
    creates a row. The task fails if a pair already exists twice, and returns the IDs of the rows. Remove one of them by hand.
  - The account requires C(rs.shelvingLocations.read), C(rs.shelvingLocations.write) and C(rs.hostlmslocations.read).
  - The table exists from mod-rs 2.8.0.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_location
  - module: reshare.wms.reshare_shelving_location
  - name: Shelving locations
    description: ReShare's page on shelving locations.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/2576842753
  - name: Locations
    description: ReShare's page on locations.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/2482241537
"""

EXAMPLES = r"""
---
- name: Allow lending from the reserves of the science library
  reshare.wms.reshare_shelving_location_site:
    location: LFMS
    shelving_location: Reserves
    supply_preference: 0

- name: Use the preference of the shelving location
  reshare.wms.reshare_shelving_location_site:
    location: LFMM
    shelving_location: General Collection
    supply_preference: null
"""

RETURN = "extends_documentation_fragment: reshare.wms.row"

from ..module_utils._module_tasks.reshare import object_task
from ..module_utils._reshare.objects.lending_tables import SITE

TASK = object_task(SITE)

if __name__ == "__main__":
    TASK.main()
