#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: hold_request_policy
short_description: Manage a Hold Request Policy
version_added: 1.0.0
description:
  - Manages how long a hold waits to be filled, and whether it is forwarded to other branches, in OCLC Service Configuration at WMS
    Circulation > Holds and Schedules > Hold Request Policy.
  - The policy has no effect until a row of the Hold Request Policy Map refers to it (see M(reshare.wms.hold_request_policy_map)).
  - ReShare places the hold only when the item is received, so the period needs to cover the time between receipt and check-in (inferred).
    WMS does not notify ReShare when such a hold expires.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
  default_hold_request_period:
    description:
      - Field "Default Hold Request Period", a whole number and one of V(minutes), V(hours), V(days), V(weeks) and V(months). A hold that is
        not filled expires after this period.
    type: str
  hold_fixed_due_dates:
    description:
      - Field "Hold Fixed Due Date(s)", as C(YYYY-MM-DD). WMS ignores dates in the past. If no date applies, the default period is used.
      - The list replaces all existing dates. The order has no meaning.
    type: list
    elements: str
  bill_for_placing_hold:
    description:
      - Field "Bill for placing hold". The name of a fixed Bill Structure (see M(reshare.wms.bill_structure)).
    type: str
  forwarding_policy:
    description:
      - Field "Forwarding Policy", exactly as in the list on the screen. It applies to libraries with several branches. Its values are not
        documented by OCLC, so any text is accepted.
      - A borrowed item is the only item of its hold, so there is nothing to which the hold could be forwarded (inferred).
    type: str
  hold_request_expiry_notification_policy:
    description:
      - The (legacy) Notification Policy for an expired hold request (see M(reshare.wms.notification_policy)). Its label on the screen is
        not documented by OCLC.
    type: str
  hold_request_expiration_confirmation:
    description:
      - Next-Generation Notifications. The name of a template for the "Hold Request Expiration Confirmation" (see
        M(reshare.wms.notification_template)).
    type: str
notes:
  - The same screen has a setting for holds on items that the patron already has on loan. Its label is not documented by OCLC. Use
    O(other_settings) for it.
  - OCLC's pages contradict each other on the policy that applies in a circulation group. One page names the policy of the item's
    institution, another page that of the requesting institution.
seealso:
  - module: reshare.wms.hold_request_policy_map
  - module: reshare.wms.hold_fulfillment_policy
  - module: reshare.wms.bill_structure
  - module: reshare.wms.notification_policy
  - module: reshare.wms.notification_template
  - name: Holds and Schedules
    description: OCLC's pages on these screens, including Hold Request Policy.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Holds_and_Schedules
"""

EXAMPLES = r"""
---
- name: Keep holds for one month
  reshare.wms.hold_request_policy:
    name: ReShare
    default_hold_request_period: 30 days
    bill_for_placing_hold: null

- name: Let this year's holds expire at the end of a term
  reshare.wms.hold_request_policy:
    name: ReShare
    hold_fixed_due_dates:
      - "2027-02-28"
      - "2027-07-31"
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.holds import HOLD_REQUEST_POLICY

TASK = object_task(HOLD_REQUEST_POLICY)

if __name__ == "__main__":
    TASK.main()
