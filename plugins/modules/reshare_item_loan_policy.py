#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: reshare_item_loan_policy
short_description: Manage an item loan policy of ReShare
version_added: 1.0.0
description:
  - Manages a row of ReShare's table of item loan policies (Settings > Resource sharing). The row determines whether items with that loan
    policy can be lent.
  - ReShare creates a row automatically when the library system returns an unknown policy.
  - A copy whose policy is not lendable is treated like a copy in a location with a supply preference of V(-1).
    M(reshare.wms.reshare_shelving_location_site) cannot override this.
  - The availability lookup of WMS returns no loan policy. These rows therefore have no effect for items of WMS (inferred). They are not
    related to a Loan Policy of WMS (see M(reshare.wms.loan_policy)).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.row
options:
  code:
    description:
      - The code of the policy, as returned by the library system.
    type: str
    required: true
  name:
    description:
      - The name of the policy. If not set for a new row, the code is used.
    type: str
  lendable:
    description:
      - Whether items with this policy can be lent. V(null) counts as V(true).
    type: bool
notes:
  - A hidden row is not in any list and cannot be found in another way. A task that creates it again fails. Whether ReShare shows the row
    again when it receives the code is not documented.
  - The account requires C(rs.hostlmsitemloanpolicies.read) and C(rs.hostlmsitemloanpolicies.write).
  - The table exists from mod-rs 2.9.1.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_location
  - module: reshare.wms.loan_policy
  - name: Resource Sharing Settings
    description: ReShare's page on its settings.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1077706753
"""

EXAMPLES = r"""
---
- name: Do not lend items that can only be used in the library
  reshare.wms.reshare_item_loan_policy:
    code: In library
    name: Use in the library only
    lendable: false
"""

RETURN = "extends_documentation_fragment: reshare.wms.row"

from ..module_utils._module_tasks.reshare import object_task
from ..module_utils._reshare.objects.lending_tables import ITEM_LOAN_POLICY

TASK = object_task(ITEM_LOAN_POLICY)

if __name__ == "__main__":
    TASK.main()
