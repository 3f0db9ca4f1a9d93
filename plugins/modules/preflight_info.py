#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: preflight_info
short_description: Check the preconditions of a library
version_added: 1.0.0
description:
  - Checks both systems of a library. Each check passes, fails or is inconclusive, and has a reason. Nothing is changed.
  - The configuration of both systems is planned as in check mode of M(reshare.wms.circulation_configuration) and
    M(reshare.wms.reshare_configuration), so that all reasons for which these modules would fail are found.
  - The roles C(reshare.wms.preflight) and C(reshare.wms.enable_reshare) use it.
  - "The checks are C(wms_key), C(wms_institution), C(locations), C(circulation_plan), C(lending_accounts), C(patron_types),
    C(legacy_notifications), C(authorisation_form), C(reshare_login), C(reshare_tenant), C(reshare_version), C(reshare_permissions) and
    C(reshare_plan). At the stage V(applied), C(nothing_pending) and C(nothing_differs) are added. C(borrowed_items), C(lent_items) and
    C(patron_check) are added if their options are set, and C(expectations) if O(expectations) contains a case."
  - C(crosslink_export) is added if O(expected.crosslink_export) is set. It never fails. If it finds something, or cannot be made, it has the
    status V(waived).
  - "C(reshare_permissions) reads every list that this collection uses; at the stages V(applied) and V(live), only those in which something is
    declared."
  - "With O(wms_record_dir), the evidence in the record (M(reshare.wms.record_import)) is used. C(evidence) is added if loans were compared, and
    neither a change of the Loan Policy Map and of the declared loan policies was confirmed since, nor such a change is planned or pending; it
    fails with the first loan that contradicts the configuration. C(borrowed_items) also checks the patron types in OCLC's patron reports. If
    Identity Management cannot be read, the full patron report is used for C(lending_accounts)."
  - "C(borrowed_items) passes if, for every patron type and material format, the maps select the same policies at the temporary location as
    the rows of O(circulation_configuration) alone, and the policies have the fields in O(circulation_configuration). If a row refers to a
    policy that is not in O(circulation_configuration), only the name of the policy is compared. If none of these rows matches, no policy is
    expected, but a bill for a hold fails the check. A hold limit of 0 or a rule without holds also fails the check, unless it is in
    O(circulation_configuration)."
  - C(lent_items) does the same for the patron type of the lending accounts, at each location in a row of O(circulation_configuration) for
    this type, and at any other location. No limits are expected except those in O(circulation_configuration).
notes:
  - For C(patron_check), the ReShare account requires C(rs.patronrequests.item.post).
extends_documentation_fragment: reshare.wms.library.info
options:
  circulation_configuration:
    description:
      - The configuration of WMS, in the format of O(reshare.wms.circulation_configuration#module:configuration). The lending accounts are
        its C(patron_accounts).
    type: dict
    default: {}
  reshare_configuration:
    description:
      - The configuration of the ReShare tenant, in the format of O(reshare.wms.reshare_configuration#module:configuration).
    type: dict
    default: {}
  expected:
    description:
      - The expected state of the library.
    type: dict
    suboptions:
      stage:
        description:
          - The stage of the library.
          - V(planned) means that the configuration will be applied. Accounts and maps are checked in their planned state.
          - V(applied) means that the configuration was applied. The current state (with O(wms_record_dir), the confirmed state) is checked,
            and every remaining difference fails the check C(nothing_differs) or C(nothing_pending).
          - V(live) checks the current state, without the checks for differences to the configuration.
        type: str
        choices: [planned, applied, live]
        default: planned
      holding_location:
        description: The holding code of the temporary location. If set, the check C(borrowed_items) runs.
        type: str
      shelving_location:
        description: The shelving location of the temporary location.
        type: str
      lending_patron_type:
        description:
          - The patron type that is used only for lending accounts. If set, the check C(lent_items) runs.
        type: str
      account_days:
        description:
          - The minimum number of days for which the lending accounts must be valid. They must also be valid for the loan period of their
            patron type, because no loan runs past the expiration date of the account.
        type: int
        default: 90
      authorisation_form:
        description: The date on which OCLC received the signed authorisation form, as C(YYYY-MM-DD). If it is blank, the check fails.
        type: str
      patron_check:
        description:
          - Whether ReShare's own patron check runs for each of the accounts. At the stage V(planned), the check has the status V(later)
            unless nothing differs from the declared configuration.
          - For each account, ReShare sends a request to Identity Management with the key in its settings. It counts towards OCLC's limit of 120
            requests a minute, so with many accounts the check waits.
        type: bool
        default: false
      crosslink_export:
        description:
          - Whether to check if CrossLink, the successor of ReShare, could import the tenant. Its export rejects a C(supplyPreference) over 10000,
            NCIP settings without an address or a from-agency, a setting that exists twice, and a directory without exactly one consortium.
            CrossLink's broker rejects the circulation system WMS (inferred from its source), so this is found for every library with the adapter
            V(wms) or V(wms2).
          - At the stage V(planned), the tenant is checked in its planned state. The directory is read once more for the consortia.
        type: bool
        default: false
  expectations:
    description:
      - Cases of the library's truth table. The check C(expectations) passes if the maps give every stated value.
      - "A case selects with C(patron_type), C(material_format), and a location. C(location=temporary) is the temporary location
        (O(expected.holding_location)); otherwise C(holding_location) and C(shelving_location) are the location, or any location that no row
        names if they are not set. A patron type or format that is not set, or V(All), is every one; V((any other\\)) is one that no row names."
      - "The expected values are C(loan_policy), C(loan_period), C(fine) (Overdue Periodic Bill), C(long_overdue_policy), C(loan_limit) (Loan
        Count Limit), C(renewals) (Verified Renew Time Limit), C(hold_limit) (Verified Hold Count Limit), C(hold_request_policy),
        C(hold_fulfillment_policy) and C(pickup_locations) (default and alternative ones). Only stated values are compared. V(null) or
        V((none\\)) is a blank value. Of a matrix, the strictest limit is compared."
    type: list
    elements: dict
    default: []
  waivers:
    description:
      - Waived checks, by name, each with the reason, or with a dictionary of C(reason) and C(until) (YYYY-MM-DD), the last day of the waiver.
    type: dict
    default: {}
seealso:
  - module: reshare.wms.policy_resolution_info
  - module: reshare.wms.reshare_configuration_info
"""

EXAMPLES = r"""
---
- name: Check the preconditions
  reshare.wms.preflight_info:
    circulation_configuration: "{{ circulation_configuration }}"
    reshare_configuration: "{{ reshare_configuration }}"
    expected:
      holding_location: LFMM
      shelving_location: Interlibrary Loan
      lending_patron_type: ReShare lending
      authorisation_form: "2026-09-01"
    expectations:
      - patron_type: Student
        location: temporary
        loan_policy: ReShare borrowing
        loan_period: 28 days
        fine: null
    waivers:
      legacy_notifications: We move to Next-Generation Notifications in May
  register: preflight

- name: Show the checks that did not pass
  ansible.builtin.debug:
    msg: "{{ preflight.checks | selectattr('status', 'in', ['fail', 'unknown']) | map(attribute='title') | list }}"
"""

RETURN = r"""
extends_documentation_fragment:
  - reshare.wms.checks
  - reshare.wms.record.evidence
ready:
  description: Whether every check passed or was waived.
  returned: success
  type: bool
  sample: true
expectations:
  description: The result for each case of O(expectations). Empty if the check was not possible.
  returned: success
  type: list
  elements: dict
  contains:
    case:
      description: The case in words.
      type: str
    number:
      description: The number of the case, from 1.
      type: int
    state:
      description: V(met), V(differs), or V(undecided) if a value is not known.
      type: str
    differences:
      description: The values that differ or are not known.
      type: list
      elements: dict
      contains:
        column:
          description: The key of the value in the case.
          type: str
        state:
          description: V(differs) or V(undecided).
          type: str
        expected:
          description: The expected value.
          type: raw
        found:
          description: The value that the maps give.
          type: raw
        problem:
          description: The difference in words.
          type: str
        patron_types:
          description: The patron types for which it is so.
          type: list
          elements: str
        material_formats:
          description: The material formats for which it is so.
          type: list
          elements: str
        matched:
          description: Every row of the map that matches, in order, as in RV(reshare.wms.policy_resolution_info#module:resolutions).
          type: list
          elements: dict
        near:
          description: The nearest other rows, each with the reason why it does not apply.
          type: list
          elements: dict
  sample: []
checks:
  sample:
    - name: authorisation_form
      title: OCLC has the signed authorisation form for ReShare
      status: pass
      detail: "declared: 2026-09-01"
      remedy: ""
      reason: null
"""

from ..module_utils._checks.preflight import preflight_task

TASK = preflight_task

if __name__ == "__main__":
    TASK.main()
