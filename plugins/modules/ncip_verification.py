#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: ncip_verification
short_description: Verify WMS circulation over NCIP with a test patron and a test item
version_added: 1.0.0
description:
  - B(Never run this against production without a test patron and a test item.) It creates a temporary item with a hold, and loans. No NCIP
    message that removes a temporary item is documented by OCLC, so the temporary item is left behind.
  - Borrowing sends AcceptItem, which creates the temporary item and the hold, CheckOutItem to the patron, as at the circulation desk, and
    CheckInItem. Lending sends CheckOutItem to the lending account, and CheckInItem.
  - Each loan's due date is compared with the loan policy that applies according to M(reshare.wms.policy_resolution_info), or with the loan
    period that the task expects. With O(wms_record_dir), the confirmed configuration in the record is used.
  - A due date earlier than that of the policy fails the check. A later due date is V(unknown), because closed days move due dates. A due
    date that would only be correct in another time zone is also V(unknown), because the library's time zone is not known. Loans of days,
    weeks and months are compared by date, in the time zone of the response, in UTC and in the time zone of the controller. Loans of hours
    are compared with a tolerance of five minutes.
  - Every item that was checked out is checked in again, also after a failure. No message is sent twice. If a response is lost, a check
    reports that the outcome is unknown.
  - The checks are C(borrow_accept), C(borrow_checkout), C(borrow_due_date), C(borrow_checkin), C(lend_checkout), C(lend_due_date) and
    C(lend_checkin). The module does not fail if a check fails. Use RV(checks) or the role C(reshare.wms.verify).
extends_documentation_fragment: reshare.wms.library
attributes:
  check_mode:
    support: partial
    details:
      - Nothing is sent in check mode, so every check has the status V(unknown) and this reason.
  diff_mode:
    support: none
  idempotent:
    support: none
    details:
      - Every run creates new loans and another temporary item.
options:
  from_agency:
    description:
      - The agency that ReShare sends as its own (setting C(ncip_from_agency)), as in M(reshare.wms.ncip_probe).
    type: str
    required: true
  to_agency:
    description:
      - The agency that ReShare sends for WMS (setting C(ncip_to_agency)).
    type: str
    required: true
  borrowing:
    description:
      - Tests borrowing. Set this option, O(lending), or both.
      - ReShare must be enabled in ILL Settings, because they contain the location of the temporary item.
    type: dict
    suboptions:
      patron_barcode:
        description: The barcode of a test patron. This patron may receive notices.
        type: str
        required: true
      patron_type:
        description: The patron type of that account, used to look up the loan policy.
        type: str
        required: true
      pickup_branch:
        description: The Registry ID of the pickup branch.
        type: str
        required: true
      holding_location:
        description: The holding code of the temporary location (ILL Settings), used to look up the loan policy.
        type: str
        required: true
      shelving_location:
        description: The shelving location of the temporary location.
        type: str
      title:
        description: The title of the temporary item.
        type: str
        default: Test of the link to ReShare
      barcode:
        description: The barcode of the temporary item. If not set, a barcode that begins with C(ZZ-VERIFY-) is generated.
        type: str
      loan_period:
        description: The loan period that the library expects, for example V(28 days). If not set, the period of the loan policy that applies.
        type: str
  lending:
    description:
      - Tests lending.
    type: dict
    suboptions:
      item_barcode:
        description: The barcode of a test item of the library. The item must not be on loan.
        type: str
        required: true
      account_barcode:
        description: The barcode of a lending account.
        type: str
        required: true
      patron_type:
        description: The patron type of that account, used to look up the loan policy.
        type: str
        required: true
      holding_location:
        description: The holding code of the item's location, used to look up the loan policy. If the item has a temporary location, use
          that location.
        type: str
        required: true
      shelving_location:
        description: The shelving location of that location.
        type: str
      material_format:
        description: The item's material format. Required if a row of the Loan Policy Map depends on it.
        type: str
      loan_period:
        description: The loan period that the library expects, for example V(28 days). If not set, the period of the loan policy that applies.
        type: str
notes:
  - Requires O(wms_registry_id), O(wms_key) and O(wms_secret). The key requires the scope C(WMS_NCIP). Without O(wms_configuration_url) or
    O(wms_record_dir), the loan policies are not known, and the checks of due dates are V(unknown).
  - The URL for the WMS2 adapter is not documented by OCLC. See O(wms_ncip_url).
  - ReShare numbers its requests. This module uses the generated barcode as the request number.
seealso:
  - module: reshare.wms.ncip_probe
  - module: reshare.wms.policy_resolution_info
"""

EXAMPLES = r"""
---
- name: Borrow and lend a test item
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
  register: verification

- name: Fail if a check failed
  ansible.builtin.assert:
    that: verification.checks | selectattr('status', 'eq', 'fail') | length == 0
    fail_msg: "{{ verification.checks | selectattr('status', 'eq', 'fail') | map(attribute='detail') | join(' ') }}"
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.checks
answered:
  description: The type of the problem with which WMS rejected a message, by the name of the check. V(null) for a problem without a type.
  returned: success
  type: dict
  sample:
    lend_checkout: User Blocked
left_behind:
  description: The objects that the run leaves in WMS. Each of them is also a warning.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: V(temporary_item) or V(loan).
      type: str
    barcode:
      description: The barcode of the item.
      type: str
    account:
      description: The barcode of the account that has the loan, or that may have a hold on the temporary item. V(null) if there is none.
      type: str
    certain:
      description: Whether the object exists for certain. V(false) if the response to a message was lost.
      type: bool
    detail:
      description: The object and the action to take.
      type: str
  sample:
    - kind: temporary_item
      barcode: ZZ-VERIFY-5B1C02D7
      account: null
      certain: true
      detail: >-
        the temporary item 'ZZ-VERIFY-5B1C02D7'. NCIP has no message to remove it, and when WMS removes it is not documented by OCLC.
        Search for it among the Temporary Items in Discover Items.
checks:
  sample:
    - name: lend_due_date
      title: The due date of the lent item matches the loan policy
      status: pass
      detail: >-
        WMS reports 2027-01-19T23:59:00Z; row 2 of the Loan Policy Map selects 'ReShare lending', which has a loan period of 56 days
      remedy: ""
      reason: null
"""

from ..module_utils._module_tasks.verification import verification_task

TASK = verification_task

if __name__ == "__main__":
    TASK.main()
