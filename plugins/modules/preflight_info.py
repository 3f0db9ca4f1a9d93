#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: preflight_info
short_description: Check the preconditions of a library
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Checks both systems of a library. Each check passes, fails or is inconclusive, and has a reason. Nothing is changed.
  - The configuration of both systems is planned as in check mode of M(reshare.wms.circulation_configuration) and
    M(reshare.wms.reshare_configuration), so that all reasons for which these modules would fail are found.
  - The roles C(reshare.wms.preflight) and C(reshare.wms.enable_reshare) use it.
  - "The checks are C(wms_key), C(wms_institution), C(locations), C(circulation_plan), C(lending_accounts), C(patron_types),
    C(legacy_notifications), C(authorisation_form), C(reshare_login), C(reshare_tenant), C(reshare_version), C(reshare_permissions) and
    C(reshare_plan). At the stage V(applied), C(nothing_pending) and C(nothing_differs) are added. C(borrowed_items), C(lent_items) and
    C(patron_check) are added if their options are set, and C(expectations) if O(expectations) contains a case."
  - "C(reshare_permissions) reads every list that this collection uses; at the stages V(applied) and V(live), only those in which something is
    declared."
  - "With O(wms_record_dir), the evidence in the record (M(reshare.wms.record_evidence)) is used. C(reports) is added if loans were compared, and
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
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
  - reshare.wms.attributes.info
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
  - module: reshare.wms.reshare_info
"""

EXAMPLES = r"""
---
# The connection options are omitted here. Set them once with module_defaults (see the examples of reshare.wms.circulation_configuration),
# or with environment variables.

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
---
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
# Generated by `make docs` from tests/tools/returned: checks, evidence, sandbox, failure. Samples in this file are kept.
checks:
  description: All checks, in the order in which they ran.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name of the check, for example for a waiver.
      type: str
    title:
      description: The condition that is true if the check passes.
      type: str
    status:
      description: One of V(pass), V(fail), V(unknown) (the check is inconclusive), V(waived) and V(later) (the check is only possible after
        the configuration is applied).
      type: str
    detail:
      description: The result of the check, or the reason why it is inconclusive.
      type: str
    remedy:
      description: The action to take.
      type: str
    reason:
      description: The reason for the waiver.
      type: str
    failure:
      description:
        - The error because of which the check failed or is inconclusive, as data, like C(failure) of a failed task. V(null) if there was
          none.
      type: dict
    problems:
      description: The other reasons why the check did not pass, as data.
      type: list
      elements: dict
      contains:
        code:
          description:
            - V(pending) for a step that a person still has to make, V(not_applied) for an object of the declared configuration that is not
              applied, or if the check is only possible after that, V(depends) if another check has to pass first, whose name is then C(object).
            - V(other_policy) if another policy applies than the declared one, V(limit), V(bill) and V(unavailable) if the policy limits, bills
              or prevents a loan or hold, V(differs) if an object or a case is not as declared.
            - V(blocked) and V(expires) for a patron account that cannot be used, V(legacy) for a Notification Policy that is not sent any more,
              V(unsupported) for a module of ReShare that is missing or too old, V(refused) if ReShare rejects an account, or a permission is
              missing, V(other_library) if the tenant belongs to another library, V(invalid) for a wrong value, and V(not_known) if there is
              not enough information.
          type: str
        object:
          description: The object, as used in messages. V(null) if it is not known.
          type: str
        fields:
          description: The names of the fields or options concerned, as far as they are known.
          type: list
          elements: str
        permission:
          description: The permission that the account lacks. V(null) if it is not known.
          type: str
        row:
          description: The number of the row of the map that applies, from 1.
          type: int
        patron_types:
          description: The patron types for which it is so.
          type: list
          elements: str
        material_formats:
          description: The material formats for which it is so. Empty if it is so for all, or does not depend on it.
          type: list
          elements: str
  sample:
    - name: authorisation_form
      title: OCLC has the signed authorisation form for ReShare
      status: pass
      detail: "declared: 2026-09-01"
      remedy: ""
      reason: null
failed_checks:
  description: Number of failed checks. Use this number in conditions instead of a text, because texts can be masked.
  returned: success
  type: int
  sample: 0
unknown_checks:
  description: Number of inconclusive checks.
  returned: success
  type: int
  sample: 0
evidence:
  description: The evidence in OCLC's reports that the record has, that is, the latest report of each kind.
  returned: success, with O(wms_record_dir)
  type: list
  elements: dict
  contains:
    report:
      description: The kind of the report, as in RV(reshare.wms.oclc_report_info#module:files[].report).
      type: str
    file:
      description: The name of the file.
      type: str
    first:
      description: The first day of the report. V(null) if unknown.
      type: str
    last:
      description: The last day of the report.
      type: str
    imported:
      description: The time of the import, UTC.
      type: str
    loans:
      description: The number of loans that were compared.
      type: int
  sample:
    - report: events
      file: events.csv
      first: "2026-11-02"
      last: "2026-11-25"
      imported: "2026-11-26T09:30:00Z"
      loans: 311
sandbox:
  description: Whether one of the systems was the rehearsal sandbox, or the record of the library belongs to a rehearsal.
  returned: success
  type: bool
  sample: false
failure:
  description: The failure as data, for use in playbooks. The text is in C(msg).
  returned: failure
  type: dict
  contains:
    code:
      description:
        - V(invalid) if options or variables are wrong, V(unknown_reference) if a name does not exist, V(in_use) if other objects refer to
          the object, V(differs) if a verified object differs from the task, V(not_owned) if the object was not created by this collection,
          V(not_approved) if the changes are not those of the plan that is applied, V(conflict) for a concurrent change, V(other_library) if a
          tenant, record or file belongs to another library or to a rehearsal, V(no_record) if the record of a library that was configured
          before is missing, V(damaged) for a record that cannot be read, V(file_error) if a file cannot be read or written, V(locked) if
          another task uses it, V(rejected_file) for a received file that was not imported, V(unreachable) if a system did not respond or
          returned a server error, V(refused) if a system rejected the credentials or they lack a permission, V(unexpected_response) for any
          other response of a system, V(bug) for an error in this collection, and V(error) for all other failures.
      type: str
    object:
      description: The object that failed. V(null) if the failure concerns several objects, or if the object is not known.
      type: str
    fields:
      description:
        - The names of the fields or options that are wrong, missing or not stored, as far as they are known. A field in a section has the form
          C(section.field).
      type: list
      elements: str
    candidates:
      description: Existing names that are similar to the unknown name, the most similar first, or the full names of an ambiguous one.
      type: list
      elements: str
    parts:
      description: The single errors, if there are several.
      type: list
      elements: dict
      contains:
        code:
          description: As above.
          type: str
        object:
          description: As above.
          type: str
        fields:
          description: As above.
          type: list
          elements: str
        candidates:
          description: As above.
          type: list
          elements: str
    permission:
      description: The permission or scope that the account or the WSKey lacks, or seems to lack. V(null) if it is not known.
      type: str
    status:
      description: The HTTP status of the response. V(null) if there was no response.
      type: int
    no_answer:
      description: Whether a system did not respond or returned a server error, so that a later run can succeed.
      type: bool
  sample:
    code: refused
    object:
    candidates: []
    status: 401
    no_answer: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._jobs.preflight import preflight_task

TASK = preflight_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
