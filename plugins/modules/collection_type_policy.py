#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: collection_type_policy
short_description: Manage a rule of the Collection Type Policy
version_added: 1.0.0
description:
  - Manages the permitted uses of items at a location, in OCLC Service Configuration at WMS Circulation > Collection Type Policy. Each
    object of this module is one named rule.
  - Of the rules that contain an item's location, the most specific rule applies, regardless of their order. The order, from the most
    specific, is holding location with shelving location and material format, holding location with shelving location, holding location with
    material format, and holding location alone. The order of other combinations is not documented by OCLC.
  - A change immediately affects holds that are already in the queue.
  - The older Location Policy had a choice "Can Override Holds". Whether this screen has one is not documented by OCLC.
  - A rule that prevents holds at the location of borrowed items would leave ReShare's holds unfilled (inferred).
  - Libraries that OCLC is still migrating to WMS must not edit these rules until OCLC confirms that the migration is complete.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
  name:
    description:
      - Field "Rule name".
  locations:
    description:
      - The combinations of location and material format to which the rule applies. The list replaces all existing values. The order has no
        meaning.
      - A combination can be part of one rule only. The task fails if it is part of another rule. To move it, set both rules in one task of
        M(reshare.wms.circulation_configuration). OCLC's page describes moving a combination. That it cannot be part of two rules is
        inferred from this description.
    type: list
    elements: dict
    suboptions:
      holding_location:
        description:
          - Column "Holding Location". A holding code, for example V(LFMM). If not set, V(All).
        type: str
      shelving_location:
        description:
          - Column "Shelving Location". One of the shelving locations of O(locations[].holding_location), which is then required. If not
            set, V(All).
        type: str
      material_format:
        description:
          - Column "Material Format", exactly as in the list on the screen. The value is not checked. If not set, V(All).
        type: str
  default_availability:
    description:
      - Field "Default availability".
    type: str
    choices:
      - Available
      - Unavailable
  fulfill_holds_for:
    description:
      - Field "Fulfill Holds For", exactly as in the list on the screen. V(No patrons) and V(Branch patrons only) are known. That the list
        also has a value for the patrons of the institution, and one without a restriction, is inferred. The full list is not documented by
        OCLC, so any text is accepted.
    type: str
  fulfill_holds_by_item_status:
    description:
      - Field "Fulfill Holds By Item Status", exactly as in the list on the screen. The list is not documented by OCLC, so any text is
        accepted.
    type: str
  reshelving_period:
    description:
      - Field "Reshelving period", exactly as on the screen. Its units are not documented by OCLC, so any text is accepted.
    type: str
  in_processing_mode:
    description:
      - Field "In Processing Mode", exactly as in the list on the screen, for example V(Until Checked In). That another choice is a length of
        time is inferred. The full list is not documented by OCLC, so any text is accepted.
      - Items are in processing if they are added in Circulation, or added or received in Acquisitions. Whether this applies to temporary
        items is not documented by OCLC.
    type: str
seealso:
  - module: reshare.wms.shelving_location
  - module: reshare.wms.hold_limit_matrix
  - module: reshare.wms.ill_settings
  - name: Collection Type Policy
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Collection_Type_Policy
"""

EXAMPLES = r"""
---
- name: Make borrowed items unavailable to other patrons
  reshare.wms.collection_type_policy:
    name: ReShare
    locations:
      - holding_location: LFMM
        shelving_location: ReShare
    default_availability: Unavailable
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.collection_types import COLLECTION_TYPE_POLICY

TASK = object_task(COLLECTION_TYPE_POLICY)

if __name__ == "__main__":
    TASK.main()
