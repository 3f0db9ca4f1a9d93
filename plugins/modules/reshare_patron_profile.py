#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: reshare_patron_profile
short_description: Manage a patron profile of ReShare
version_added: 1.0.0
description:
  - Manages a row of ReShare's table of patron profiles (Settings > Resource sharing). The row determines whether patrons with that profile
    can make requests.
  - ReShare creates a row automatically when the library system returns an unknown profile.
  - WMS returns a status instead of a profile. ReShare then uses the name of the status field as the profile. A WMS library therefore has
    one profile, V(STATUS), for all patrons. If this profile cannot make requests, no patron can (inferred from ReShare's source code).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.row
options:
  code:
    description:
      - The code of the profile, as returned by the library system. For a WMS library, ReShare receives V(STATUS) only (inferred).
    type: str
    required: true
  name:
    description:
      - The name of the profile. If not set for a new row, the code is used.
    type: str
  can_create_requests:
    description:
      - Whether patrons with this profile can make requests. V(null) counts as V(true).
      - If it is set to V(false), the task issues a warning, for any profile.
    type: bool
notes:
  - A hidden row is not in any list and cannot be found in another way. A task that creates it again fails. Whether ReShare shows the row
    again when it receives the code is not documented.
  - The account requires C(rs.hostlmspatronprofiles.read) and C(rs.hostlmspatronprofiles.write).
  - The table exists from mod-rs 2.7.0.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_setting
  - name: Patron profiles
    description: ReShare's page on patron profiles.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/2577760257
"""

EXAMPLES = r"""
---
- name: Allow requests of all patrons of a WMS library
  reshare.wms.reshare_patron_profile:
    code: STATUS
    name: All patrons
    can_create_requests: true
"""

RETURN = "extends_documentation_fragment: reshare.wms.row"

from ..module_utils._module_tasks.reshare import object_task
from ..module_utils._reshare.objects.lending_tables import PATRON_PROFILE

TASK = object_task(PATRON_PROFILE)

if __name__ == "__main__":
    TASK.main()
