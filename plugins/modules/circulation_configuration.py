#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: circulation_configuration
short_description: Manage the circulation configuration of a library
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Takes everything that is declared for one library in one dictionary, and brings WMS to that state. It reads each
    kind of object once, plans all of it, and writes only what differs, in the order in which objects need each other.
  - Everything is checked before anything is written. All problems of all kinds are reported at once.
  - It does the same as the modules for the single kinds of object, in one task and with one connection. Read their
    pages for what each field means, what it can hold, and the traps of its screen.
  - What M(reshare.wms.circulation_configuration_info) returns has exactly the shape of O(configuration).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
options:
  configuration:
    description:
      - What is declared, by kind. A kind that is not mentioned, or is V(null) or empty, is not touched.
      - Under most keys stands a list of dictionaries, one per object, with the options of that kind's module (and its
        C(state)), but without those of the connection. Objects that are not in the list are left alone, unless O(prune)
        names the kind.
      - A map or matrix takes a list of rows, or a dictionary of C(rows) and C(exact). A page of settings takes one
        dictionary.
      - Kinds are listed below in the order in which they are made and changed. Removals come last, in the reverse
        order.
      - "C(shelving_locations): list, as in M(reshare.wms.shelving_location)."
      - "C(borrower_categories): list, as in M(reshare.wms.borrower_category)."
      - "C(notification_policies): list, as in M(reshare.wms.notification_policy)."
      - "C(notification_templates): list, as in M(reshare.wms.notification_template)."
      - "C(bill_reasons): list, as in M(reshare.wms.bill_reason)."
      - "C(bill_structures): list, as in M(reshare.wms.bill_structure)."
      - "C(patron_type_policies): list, as in M(reshare.wms.patron_type_policy)."
      - "C(loan_policies): list, as in M(reshare.wms.loan_policy)."
      - "C(long_overdue_policies): list, as in M(reshare.wms.long_overdue_policy)."
      - "C(loan_policy_map): map, as in M(reshare.wms.loan_policy_map)."
      - "C(loan_limit_policies): list, as in M(reshare.wms.loan_limit_policy)."
      - "C(loan_limit_matrix): matrix, as in M(reshare.wms.loan_limit_matrix)."
      - "C(hold_limit_policies): list, as in M(reshare.wms.hold_limit_policy)."
      - "C(hold_limit_matrix): matrix, as in M(reshare.wms.hold_limit_matrix)."
      - "C(hold_request_policies): list, as in M(reshare.wms.hold_request_policy)."
      - "C(hold_request_policy_map): map, as in M(reshare.wms.hold_request_policy_map)."
      - "C(hold_fulfillment_policies): list, as in M(reshare.wms.hold_fulfillment_policy)."
      - "C(hold_fulfillment_policy_map): map, as in M(reshare.wms.hold_fulfillment_policy_map)."
      - "C(hold_pickup_locations_map): map, as in M(reshare.wms.hold_pickup_locations_map)."
      - "C(collection_type_policies): list, as in M(reshare.wms.collection_type_policy)."
      - "C(notification_settings): page, as in M(reshare.wms.notification_settings). It comes after the policies, since
        enabling a type switches its legacy counterpart off at once."
      - "C(patron_accounts): list, as in M(reshare.wms.patron_account)."
      - "C(ill_settings): page, as in M(reshare.wms.ill_settings). It comes last, since saving it makes ReShare live."
    type: dict
    required: true
  prune:
    description:
      - The kinds of which O(configuration) lists all objects that are to exist. Every other object of these kinds is
        removed.
      - A kind must be declared in O(configuration) to be named here, and is refused with an empty list. An object that
        is still in use is not removed; the task fails before it writes anything.
      - Shelving locations, patron accounts and pages are never pruned. For a map or matrix use C(exact).
      - Run it with C(--check --diff) first, which shows what would be removed.
    type: list
    elements: str
    default: []
    choices:
      - borrower_categories
      - notification_policies
      - notification_templates
      - bill_reasons
      - bill_structures
      - patron_type_policies
      - loan_policies
      - long_overdue_policies
      - loan_limit_policies
      - hold_limit_policies
      - hold_request_policies
      - hold_fulfillment_policies
      - collection_type_policies
  state:
    description:
      - V(present) brings the objects to the state that each of them declares.
      - V(absent) removes all objects and rows of O(configuration) instead, whatever else is declared of them. Pages of settings, shelving
        locations, and rows for everything stay as they are. It is refused if other objects still refer to one of them.
    type: str
    choices:
      - present
      - absent
    default: present
notes:
  - Needs O(wms_registry_id), O(wms_key) and O(wms_secret), and O(wms_configuration_url) for everything but patron
    accounts. The key must be allowed the scope C(configuration) at the configuration service, and O(wms_scim_scope) at
    OCLC where patron accounts are declared.
  - OCLC publishes no API for the screens of OCLC Service Configuration. What is written is written to the configuration
    service at O(wms_configuration_url), and reaches OCLC's production only as far as that service carries it there.
    Patron accounts go to OCLC's Identity Management API.
  - Only fields that are mentioned are compared and written. A field that is not mentioned is left as it is; a field
    that is set to V(null) is cleared.
  - References to objects that the same task makes are fine. A name that does not exist is an error that lists similar
    names. In check mode it is a warning, since an earlier task may be what makes it.
  - If a call fails on the way, what was written before is returned and listed in the message. Running the task again
    goes on from there.
  - According to OCLC a new patron type takes up to 30 minutes to appear. Where an object that names it is refused
    because of that, run the task again later. It goes on from there.
seealso:
  - module: reshare.wms.circulation_configuration_info
  - module: reshare.wms.patron_account
  - module: reshare.wms.ill_settings
  - module: reshare.wms.reshare_configuration
  - name: Set up integration (Integration with ReShare)
    description: What OCLC asks a library to set up for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
  - name: Circulation policies and setting dependencies
    description: What each policy depends upon, and where it is used.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation
"""

EXAMPLES = r"""
---
- name: Set up a library for borrowing through ReShare
  reshare.wms.circulation_configuration:
    library: Fairview College
    wms_registry_id: "128807"
    wms_key: "{{ fairview_wms_key }}"
    wms_secret: "{{ fairview_wms_secret }}"
    wms_configuration_url: "{{ configuration_service }}"
    configuration:
      shelving_locations:
        - holding_code: LFMM
          name: ReShare
      loan_policies:
        - name: ReShare borrowing
          circulates: always
          loan_period: 28 days
          overdue_periodic_bill: null
      loan_policy_map:
        - holding_location: LFMM
          shelving_location: ReShare
          loan_policy: ReShare borrowing
      hold_fulfillment_policies:
        - name: ReShare pickup
          hold_shelf_period: 7 days
          exclude_closed_hours: true
      hold_fulfillment_policy_map:
        - holding_location: LFMM
          shelving_location: ReShare
          hold_fulfillment_policy: ReShare pickup

- name: Configure a library in several tasks, with the connection set once
  module_defaults:
    group/reshare.wms.all:
      wms_registry_id: "{{ wms_registry_id }}"
      wms_key: "{{ wms_key }}"
      wms_secret: "{{ wms_secret }}"
      wms_configuration_url: "{{ configuration_service }}"
  block:
    - name: Set up lending
      reshare.wms.circulation_configuration:
        configuration:
          borrower_categories:
            - name: ReShare lending
          patron_type_policies:
            - name: ReShare lending
              every_limit: No Limit
          patron_accounts:
            - barcode: INST-LEND-01
              patron_type: ReShare lending
              home_branch: "128808"
              family_name: ReShare
              expires: "2035-12-31"

    - name: Make ReShare live
      reshare.wms.circulation_configuration:
        configuration:
          ill_settings:
            reshare:
              enable: true
              temporary_item_holding_location: LFMM
              temporary_item_shelving_location: ReShare

- name: Take old objects away
  reshare.wms.circulation_configuration:
    configuration:
      loan_policy_map:
        - patron_policy: ILL
          state: absent
      loan_policies:
        - name: ILL old
          state: absent

- name: Let these be the only hold limit policies, and this row the only one of the matrix
  reshare.wms.circulation_configuration:
    configuration:
      hold_limit_policies:
        - name: Nobody is limited
          verified_hold_count_limit: No Limit
          unverified_hold_count_limit: No Limit
      hold_limit_matrix:
        exact: true
        rows:
          - hold_limit_policy: Nobody is limited
    prune:
      - hold_limit_policies
"""

RETURN = r"""
---
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
    - kind: loan_policy
      name: ReShare borrowing
      title: Loan Policy 'ReShare borrowing'
      action: updated
      what:
        - loan_period
    - kind: loan_policy_map
      name: ""
      title: Loan Policy Map
      action: updated
      what:
        - "+ Holding Location LFMM, Shelving Location ReShare -> Loan Policy ReShare borrowing"
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.wms import configuration_task

TASK = configuration_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
