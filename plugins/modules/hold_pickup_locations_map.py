#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: hold_pickup_locations_map
short_description: Manage rows of the Hold Pickup Locations Map
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Where items of a location may be picked up, in OCLC Service Configuration at WMS Circulation > Holds and Schedules >
    Hold Pickup Locations Map.
  - The columns here are those that OCLC's pages on Relais D2D and ZFL-Server name, so the screen may have more.
  - An empty map allows every branch. From the first row on the map decides. The first row that matches applies, and a hold that no row
    matches cannot be placed. So a task is refused if it leaves no row for everything else (without O(rows[].holding_location) and
    O(rows[].shelving_location)) where the map was empty, had such a row, or has no rows besides those of the task.
  - OCLC's page on ReShare does not mention this map. Its page on Relais D2D asks for a row for the temporary location
    that lists the home branches of all patrons and every other place of pickup. That a row like that is prudent for
    ReShare is inferred. Whether WMS rejects a pickup location that the map does not allow is not documented.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.ordered_map
  - reshare.wms.attributes
options:
  rows:
    description:
      - The rows to look after, in any order (with O(exact=true), all rows in their order).
    type: list
    elements: dict
    required: true
    suboptions:
      holding_location:
        description:
          - Column "Holding Location". A holding code, for example V(LFMM).
          - Not given means V(All).
        type: str
      shelving_location:
        description:
          - Column "Shelving Location". One of the shelving locations of O(rows[].holding_location), which must be given
            with it.
          - Not given means V(All).
        type: str
      default_pickup_locations:
        description:
          - Column "Default Pickup Locations", as the screen names them. The list replaces all that is there. Its order
            does not matter.
        type: list
        elements: str
      alternative_pickup_locations:
        description:
          - Column "Alternative Pickup Locations". As with O(rows[].default_pickup_locations).
        type: list
        elements: str
      state:
        description:
          - V(present) puts the row into the table.
          - V(absent) removes the row with these columns that select. The result need not be given.
        type: str
        choices:
          - present
          - absent
        default: present
      precedence:
        description:
          - The row's precedence, in place of the one that follows from what it names. V(null) goes back to that one.
          - It is no column of OCLC's screen. It is kept with the row, so that every task that places rows in this map
            sees the same.
        type: int
notes:
  - The names of pickup locations are compared with the library's branches. A name that a row has already is accepted. So a Branch
    Location (WMS Circulation > Admin/General), which no API lists, has to be added to the map on the screen first.
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.hold_fulfillment_policy_map
  - module: reshare.wms.ill_settings
  - name: Holds and Schedules
    description: OCLC's pages on these screens, among them this map.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Holds_and_Schedules
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Let borrowed items be picked up at both branches
  reshare.wms.hold_pickup_locations_map:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        default_pickup_locations:
          - Main Library
          - Music Library
      # All other items. Without this row, no hold on them could be placed.
      - default_pickup_locations:
          - Main Library
          - Music Library

- name: Offer no alternative
  reshare.wms.hold_pickup_locations_map:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        alternative_pickup_locations: null

- name: Remove the row
  reshare.wms.hold_pickup_locations_map:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        state: absent
"""

RETURN = r"""
---
object:
  description:
    - The whole table as it is after the task, rows of others included.
  returned: success
  type: dict
  contains:
    rows:
      description: The rows in their order, with the columns of O(rows).
      type: list
      elements: dict
  sample:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        default_pickup_locations:
          - Main Library
          - Music Library
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
    - kind: hold_pickup_locations_map
      name: ""
      title: Hold Pickup Locations Map
      action: updated
      what:
        - "+ Holding Location LFMM, Shelving Location ReShare -> Default Pickup Locations Main Library; Music Library"
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
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.holds import HOLD_PICKUP_LOCATIONS_MAP

TASK = object_task(HOLD_PICKUP_LOCATIONS_MAP)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
