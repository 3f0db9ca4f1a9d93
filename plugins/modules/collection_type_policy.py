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
# Generated by `make docs` from tests/tools/returned: outcome, worksheet, record, sandbox, failure. A sample stays as it is here.
pending:
  description:
    - Whether changes of this task still have to be made by hand.
    - This is possible only for a library with a record, whose changes a person makes on OCLC's screens, and for a patron
      account that is only verified and cannot exist yet. ReShare carries out every write at once.
  returned: success, and failure while writing
  type: bool
  sample: false
waiting:
  description: Changes of this task that still have to be made by hand; listed on the worksheet.
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    title:
      description: The object, for messages.
      type: str
    since:
      description: The day on which the change was first requested, where that is known.
      type: str
    remark:
      description: Why the change could not be made, as a person reported it, or which other change has to be made first.
      type: str
  sample: []
declared:
  description: Number of objects, rows or settings managed by this task, by kind. Other configuration is not touched.
  returned: success, and failure while writing
  type: dict
  sample:
    loan_policy: 1
changes:
  description: The changes in the order in which they were written (in check mode, the changes that would be written).
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or
        a page.
      type: str
    title:
      description: The object, for messages.
      type: str
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The changed fields, by option name. For a map, the rows that are added (after C(+)) and removed
        (after C(-)), or V(order of rows).
      type: list
      elements: str
  sample:
    - kind: collection_type_policy
      name: ReShare
      title: Collection Type Policy 'ReShare'
      action: updated
      what:
        - locations
left_over:
  description:
    - Objects to which nothing refers any longer after the changes of this task, as far as other objects are known. They are not removed.
    - Only policies, notices, templates and bills are reported, which have no effect unless something refers to them, and accounts of former
      partners.
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name of the object.
      type: str
    title:
      description: The object, for messages.
      type: str
  sample: []
diff:
  description: The changed fields before and after, by kind and name. Ansible shows them with C(--diff). Secrets are masked.
  returned: success, and failure while writing
  type: dict
  contains:
    before:
      description: The values before.
      type: dict
    after:
      description: The values after the task (in check mode, the values that it would write).
      type: dict
worksheet:
  description: The path of the library's worksheet. V(null) if no step is pending.
  returned: success, with O(wms_record_dir)
  type: str
  sample: /srv/consortium/record/worksheets/fairview.html
read_back:
  description: Pending steps that the OCLC API shows as done. They are not pending any longer.
  returned: success, with O(wms_record_dir)
  type: list
  elements: str
  sample: []
withdrawn:
  description:
    - Who withdrew the library, when and why, as the record of the library has it. V(null) if it is not withdrawn.
  returned: success, with O(wms_record_dir)
  type: dict
  contains:
    by:
      description: The person who withdrew it.
      type: str
    at:
      description: The time, UTC.
      type: str
    reason:
      description: The reason. V(null) if none was given.
      type: str
  sample:
    by: Jane Doe
    at: "2026-11-25T09:30:00Z"
    reason: The library leaves the consortium at the end of the year.
sandbox:
  description: Whether one of the systems was the rehearsal sandbox, or the record of the library is that of a rehearsal.
  returned: success
  type: bool
  sample: false
failure:
  description: What went wrong, as data for playbooks. The text is in C(msg).
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
"""

from ansible_collections.reshare.wms.plugins.module_utils._jobs.wms import object_task
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.collection_types import COLLECTION_TYPE_POLICY

TASK = object_task(COLLECTION_TYPE_POLICY)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
