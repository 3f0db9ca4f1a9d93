#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: ncip_verification
short_description: Verify WMS circulation over NCIP with a test patron and a test item
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - B(Never run this against production without a test patron and a test item.) It makes a temporary item with a hold, and loans.
    No NCIP message is documented that removes the temporary item again, so that one stays behind.
  - Borrowing sends AcceptItem, which makes the temporary item and the hold, CheckOutItem to the patron, as the circulation desk
    would lend it, and CheckInItem. Lending sends CheckOutItem to the lending account, and CheckInItem.
  - Each loan's due date is compared with the loan policy that the library's configuration picks, as
    M(reshare.wms.policy_resolution_info) tells it. With O(wms_record_dir), that is what the record has as confirmed.
  - An earlier due date than the policy's fails. A later one is V(unknown), because days on which the library is closed move it.
    So is one that would only be right in another time zone, since the library's own is not known here. Loans of days, weeks and
    months are compared by the day, in the zone of the answer, in UTC and in that of the machine on which this runs, and loans of
    hours to five minutes.
  - What was checked out is always checked in again, also after a failure. No message is ever sent twice. If an answer got lost, a
    check says that it is not known whether it was done.
  - The checks are C(borrow_accept), C(borrow_checkout), C(borrow_due_date), C(borrow_checkin), C(lend_checkout),
    C(lend_due_date) and C(lend_checkin). The module itself does not fail where a check does. Look at RV(checks), or use the role
    C(reshare.wms.verify).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
attributes:
  check_mode:
    support: partial
    details:
      - Nothing is sent in check mode, so every check has the status V(unknown), with that reason.
  diff_mode:
    support: none
  idempotent:
    support: none
    details:
      - Every run makes new loans, and another temporary item.
requirements:
  - defusedxml
options:
  from_agency:
    description:
      - What ReShare sends as its agency (its setting C(ncip_from_agency)), as in M(reshare.wms.ncip_probe).
    type: str
    required: true
  to_agency:
    description:
      - What ReShare sends as the agency of WMS (its setting C(ncip_to_agency)).
    type: str
    required: true
  borrowing:
    description:
      - Plays the side of a library that borrows. Give this, O(lending), or both.
      - The link has to be enabled on ILL Settings, since they say where the temporary item is.
    type: dict
    suboptions:
      patron_barcode:
        description: The barcode of a test patron, who may get notices.
        type: str
        required: true
      patron_type:
        description: The patron type of that account, by which the loan policy is looked up.
        type: str
        required: true
      pickup_branch:
        description: The Registry ID of the branch at which the patron picks up.
        type: str
        required: true
      holding_location:
        description: The holding code of the temporary location (ILL Settings), by which the loan policy is looked up.
        type: str
        required: true
      shelving_location:
        description: Its shelving location.
        type: str
      title:
        description: The title of the temporary item.
        type: str
        default: Test of the link to ReShare
      barcode:
        description: The barcode of the temporary item. If not set, one is made up that begins with C(ZZ-VERIFY-).
        type: str
  lending:
    description:
      - Plays the side of a library that lends.
    type: dict
    suboptions:
      item_barcode:
        description: The barcode of a test item of the library, which must not be on loan.
        type: str
        required: true
      account_barcode:
        description: The barcode of a lending account.
        type: str
        required: true
      patron_type:
        description: The patron type of that account, by which the loan policy is looked up.
        type: str
        required: true
      holding_location:
        description: The holding code of the item's location, by which the loan policy is looked up. A temporary location counts.
        type: str
        required: true
      shelving_location:
        description: Its shelving location.
        type: str
      material_format:
        description: The item's material format. If not set, no row of the Loan Policy Map may depend on it.
        type: str
notes:
  - Needs O(wms_registry_id), O(wms_key) and O(wms_secret). The key needs the scope C(WMS_NCIP). Without O(wms_configuration_url) or
    O(wms_record_dir), the loan policies are not known, and the checks on due dates are V(unknown).
  - Which address is right for the WMS2 adapter was not seen in public. See O(wms_ncip_url).
  - ReShare numbers its requests; here the barcode that is made up serves as the number.
seealso:
  - module: reshare.wms.ncip_probe
  - module: reshare.wms.policy_resolution_info
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Borrow an item, and lend one
  reshare.wms.ncip_verification:
    from_agency: "128850"
    to_agency: "128850"
    borrowing:
      patron_barcode: TEST-PATRON-1
      patron_type: Student
      pickup_branch: "128850"
      holding_location: LFMM
      shelving_location: Interlibrary Loan
    lending:
      item_barcode: TEST-ITEM-1
      account_barcode: LFM-RESHARE-01
      patron_type: ReShare lending
      holding_location: LFMM
      shelving_location: Stacks
  register: story

- name: Refuse a library where something failed
  ansible.builtin.assert:
    that: story.checks | selectattr('status', 'eq', 'fail') | length == 0
    fail_msg: "{{ story.checks | selectattr('status', 'eq', 'fail') | map(attribute='detail') | join(' ') }}"
"""

RETURN = r"""
---
left_behind:
  description: What the run leaves in WMS, as sentences. There is a warning for each, too.
  returned: success
  type: list
  elements: str
  sample:
    - >-
      the temporary item 'ZZ-VERIFY-5B1C02D7'. NCIP has no message that removes it, and when WMS does is not documented. Look for it
      among the Temporary Items in Discover Items.
# Generated by `make docs` from tests/tools/returned: checks, sandbox, failure. A sample stays as it is here.
checks:
  description: All checks, in the order in which they were made.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name of the check, for example for a waiver.
      type: str
    title:
      description: What is true if the check passes.
      type: str
    status:
      description: One of V(pass), V(fail), V(unknown) (the check could not be made), V(waived) and V(later) (the check can only be made
        once the configuration was applied).
      type: str
    detail:
      description: What was found, or why the check could not be made.
      type: str
    remedy:
      description: What to do.
      type: str
    reason:
      description: Why the check was waived.
      type: str
  sample:
    - name: lend_due_date
      title: The lent item is due as the loan policy says
      status: pass
      detail: >-
        WMS says 2027-01-19T23:59:00Z; row 2 of the Loan Policy Map picks 'ReShare lending', which lends for 56 days
      remedy: ""
      reason: null
failed_checks:
  description: Number of failed checks. Use it in conditions rather than a text, which can be masked.
  returned: success
  type: int
  sample: 0
unknown_checks:
  description: Number of checks that could not be made.
  returned: success
  type: int
  sample: 0
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.verification import verification_task

TASK = verification_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
