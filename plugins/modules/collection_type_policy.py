#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: collection_type_policy
short_description: Manage a rule of the Collection Type Policy
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - What may be done with items at a location, in OCLC Service Configuration at WMS Circulation > Collection Type
    Policy. Each object here is one named rule.
  - Of the rules that name an item's location, the most specific one applies, whatever their order. Holding location,
    shelving location and material format named together come before both locations alone, those before holding location
    with material format, and that before the holding location alone. What follows could not be seen in OCLC's public
    pages.
  - A change acts at once on holds that are in the queue already.
  - A rule that stops holds at the location of borrowed items would leave ReShare's holds unfilled (inferred).
  - Libraries that OCLC is still migrating to WMS must not edit these rules until OCLC says that the migration is
    complete.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.screen.other_settings
  - reshare.wms.object
  - reshare.wms.attributes
options:
  name:
    description:
      - Field "Rule name".
    type: str
    required: true
  locations:
    description:
      - The combinations of location and material format for which the rule holds. The list replaces all of them. Their
        order does not matter.
      - A combination can stand in one rule only, so one that stands in another rule is refused. To move it, declare
        both rules in one task of M(reshare.wms.circulation_configuration). OCLC speaks of moving a combination. That it
        cannot stand in two rules is inferred from that.
    type: list
    elements: dict
    suboptions:
      holding_location:
        description:
          - Column "Holding Location". A holding code, for example V(LFMM). Not given means V(All).
        type: str
      shelving_location:
        description:
          - Column "Shelving Location". One of the shelving locations of O(locations[].holding_location), which must be
            given with it. Not given means V(All).
        type: str
      material_format:
        description:
          - Column "Material Format", as the screen's list has it. It is not looked up. Not given means V(All).
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
      - Field "Fulfill Holds For", as the screen's list has it, for example V(No patrons) or V(Branch patrons only). The
        full list could not be seen, so any text is taken.
    type: str
  fulfill_holds_by_item_status:
    description:
      - Field "Fulfill Holds By Item Status", as the screen's list has it. The list could not be seen, so any text is
        taken.
    type: str
  reshelving_period:
    description:
      - Field "Reshelving period", as the screen has it. Its units could not be seen, so any text is taken.
    type: str
  in_processing_mode:
    description:
      - Field "In Processing Mode", as the screen's list has it, for example V(Until Checked In). The full list could
        not be seen, so any text is taken.
    type: str
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.shelving_location
  - module: reshare.wms.hold_limit_matrix
  - module: reshare.wms.ill_settings
  - name: Collection Type Policy
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Collection_Type_Policy
  - name: Set up integration (Integration with ReShare)
    description: What OCLC asks a library to set up for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Keep borrowed items out of the way of other patrons
  reshare.wms.collection_type_policy:
    name: ReShare
    locations:
      - holding_location: LFMM
        shelving_location: ReShare
    default_availability: Unavailable

- name: Leave the reshelving period blank
  reshare.wms.collection_type_policy:
    name: ReShare
    reshelving_period: null

- name: Remove a rule
  reshare.wms.collection_type_policy:
    name: "17"
    state: absent
"""

RETURN = r"""
---
object:
  description:
    - The object as it is after the task, with the fields that are set. V(null) where it is gone.
    - It has the options of this module.
  returned: success
  type: dict
  sample:
    name: ReShare
    locations:
      - holding_location: LFMM
        shelving_location: ReShare
        material_format: All
    default_availability: Unavailable
pending:
  description:
    - Whether a person still has to carry out by hand what this task declared.
    - It is V(true) with O(wms_record_dir), whose record notes changes for a person to make, and where a patron account
      that is only verified can't be there yet. Everything else is carried out at once.
  returned: success, and failure while writing
  type: bool
  sample: false
waiting:
  description:
    - What of it waits for a person, as steps of the library's worksheet.
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    title:
      description: The object in words.
      type: str
    since:
      description: The day on which it was first asked for, where that is known.
      type: str
    remark:
      description: Why it could not be done, where somebody said so, or what it waits for itself.
      type: str
  sample: []
worksheet:
  description:
    - The library's worksheet. V(null) where nothing waits.
  returned: success, with O(wms_record_dir)
  type: str
  sample: /srv/consortium/record/worksheets/fairview.html
read_back:
  description:
    - What waited for a person, and was found to be there when OCLC was asked. It does not wait any longer.
  returned: success, with O(wms_record_dir)
  type: list
  elements: str
  sample: []
declared:
  description:
    - How many objects, rows or settings of each kind this task looks after, by kind. The rest of a library is none of its
      business.
  returned: success, and failure while writing
  type: dict
  sample:
    loan_policy: 1
changes:
  description:
    - What was written, in that order (in check mode, what would be).
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of object. It is also the name of its module.
      type: str
    name:
      description: The object's name.
      type: str
    title:
      description: The object in words, for messages.
      type: str
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The fields that change, by the names of the options.
      type: list
      elements: str
  sample:
    - kind: collection_type_policy
      name: ReShare
      title: Collection Type Policy 'ReShare'
      action: updated
      what:
        - locations
diff:
  description:
    - The fields that change, before and after, by kind and name. Ansible shows it with C(--diff).
  returned: success, and failure while writing
  type: dict
  contains:
    before:
      description: How they were.
      type: dict
    after:
      description: How they are now (in check mode, would be).
      type: dict
withdrawn:
  description:
    - Since when, by whom and why the library is withdrawn, as its record has it. V(null) where it is not.
  returned: success, with O(wms_record_dir)
  type: dict
  contains:
    by:
      description: Who withdrew it.
      type: str
    at:
      description: When, UTC.
      type: str
    reason:
      description: Why. V(null) where no reason was given.
      type: str
  sample:
    by: Jane Doe
    at: "2026-11-25T09:30:00Z"
    reason: The library leaves the consortium at the end of the year.
failure:
  description:
    - What went wrong, for programs. The text is in C(msg).
  returned: failure
  type: dict
  contains:
    code:
      description:
        - V(invalid) for options or variables that are wrong, V(unknown_reference) for a name that does not exist, V(in_use) for an object that
          others name, V(differs) for one that is not as verified, V(not_owned) for one that somebody else made, V(conflict) for a concurrent
          change, V(unreachable) for a system without a response or with a server error, V(refused) for credentials that a system refuses or
          that lack a permission, V(unexpected_response) for any other response of a system, V(bug) for a fault of this collection, and
          V(error) for everything else.
      type: str
    object:
      description: The object that it is about. V(null) where that is not one object, or not known.
      type: str
    candidates:
      description: The names that may have been meant instead, the closest first.
      type: list
      elements: str
    status:
      description: The HTTP status of the response. V(null) where there was none.
      type: int
    no_answer:
      description: Whether a system gave no response or had an error of its own, so that a later run can succeed.
      type: bool
  sample:
    code: refused
    object:
    candidates: []
    status: 401
    no_answer: false
sandbox:
  description:
    - Whether a system that this task spoke to is the rehearsal sandbox rather than OCLC's or ReShare's. There is a
      warning then, too.
  returned: success
  type: bool
  sample: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._task.wms import object_task
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.collection_types import COLLECTION_TYPE_POLICY

TASK = object_task(COLLECTION_TYPE_POLICY)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
