#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: hold_fulfillment_policy
short_description: Manage a Hold Fulfillment Policy
version_added: 1.0.0
description:
  - Manages the pickup notice and the time on the hold shelf of an item that is ready for pickup, in OCLC Service Configuration at WMS
    Circulation > Holds and Schedules > Hold Fulfillment Policy.
  - The policy has no effect until a row of the Hold Fulfillment Policy Map refers to it (see M(reshare.wms.hold_fulfillment_policy_map)).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
  hold_shelf_period:
    description:
      - Field "Hold Shelf Period" (on older screens "Hold Expiration Period"), a whole number and one of V(minutes), V(hours), V(days),
        V(weeks) and V(months). The period starts at the check-in at the pickup location. After the period, the item is listed in the "Clear
        Hold Shelf" report.
    type: str
  exclude_closed_hours:
    description:
      - Field "Exclude closed hours". With V(true), only the opening hours of the pickup location count. The default on the screen is off.
    type: bool
  in_house_use_period:
    description:
      - Field "In-House Use Period". The valid values are not documented by OCLC, so any text is accepted.
    type: str
  hold_shelf_expiration_notification_policy:
    description:
      - Field "Hold Shelf Expiration Notification Policy". The name of a Notification Policy (see M(reshare.wms.notification_policy)). The
        notice is sent only when the item is checked in from the hold shelf.
    type: str
  bill_for_picking_up_hold:
    description:
      - Field "Bill For Picking Up Hold". The name of a fixed Bill Structure (see M(reshare.wms.bill_structure)). The bill is charged at
        checkout or first in-house use.
    type: str
  item_approval:
    description:
      - Field "Item Approval", in the section Fulfillment. It can also be set for a single hold. Whether staff must approve a hold before it
        is ready. Approval would delay the pickup of borrowed items (inferred). That the field is a check box is also inferred.
    type: bool
  item_preparation:
    description:
      - Field "Item Preparation", in the section Fulfillment. Whether staff must prepare an item before the hold is ready. The remarks on
        O(item_approval) also apply to this field.
    type: bool
  hold_pickup_notification_policy:
    description:
      - Field "Hold Pickup Notification Policy". The name of a Notification Policy. If blank, patrons are not notified.
    type: str
seealso:
  - module: reshare.wms.hold_fulfillment_policy_map
  - module: reshare.wms.hold_request_policy
  - module: reshare.wms.notification_policy
  - module: reshare.wms.bill_structure
  - name: Hold Fulfillment Policy
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Configuration/OCLC_Service_Configuration_-_WMS_Circulation/028Hold_Fulfillment_Policy
"""

EXAMPLES = r"""
---
- name: Keep borrowed items on the hold shelf for one week of opening hours
  reshare.wms.hold_fulfillment_policy:
    name: ReShare pickup
    hold_shelf_period: 7 days
    exclude_closed_hours: true
    hold_pickup_notification_policy: ReShare pickup
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.holds import HOLD_FULFILLMENT_POLICY

TASK = object_task(HOLD_FULFILLMENT_POLICY)

if __name__ == "__main__":
    TASK.main()
