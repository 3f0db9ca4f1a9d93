#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: oclc_report_info
short_description: Compare OCLC's report files with the configuration of a library
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Reads report files of OCLC and returns what they prove about a library, that is, its patron types, its lending accounts, and the loan
    policies that were applied to borrowed and lent items.
  - Compares them with O(configuration). If the existing configuration is known, from the record or from a configuration service, a finding
    names the row of the Loan Policy Map that applied.
  - The known reports are the Circulation Patron Report (full or of a week), Circulation Events (exported from Report Designer or WorldShare
    Reports in Power BI) and the Check Out Item report (OCLC Usage Statistics). A report is recognised by the names of its columns, in any
    order. Cells can be separated by C(|), C(;), C(,) or a tab.
  - A patron file contains the personal data of all patrons. Only numbers of patrons by patron type, and the lending accounts of
    O(configuration), are kept; nothing else of a patron is in a result, a message or a file.
  - A report shows which policies were applied. It does not show fines or notices of a policy, or a row of a map that no loan has used.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
  - reshare.wms.attributes.info
options:
  paths:
    description:
      - The report files (C(.txt), C(.csv), C(.tsv), or C(.zip) with such files), and folders with such files.
    type: list
    elements: path
    required: true
  institution_symbol:
    description:
      - The OCLC symbol of the library. Required for files with the rows of several libraries, such as group reports. Rows of other libraries
        are ignored.
    type: str
  configuration:
    description:
      - The declared configuration, in the format of O(reshare.wms.circulation_configuration#module:configuration). Its accounts are looked up in
        patron files, and its rows of the Loan Policy Map determine the expected policies. Loans for which no declared row exists are ignored.
    type: dict
    default: {}
  holding_location:
    description: The temporary holding location of borrowed items.
    type: str
  shelving_location:
    description: The temporary shelving location of borrowed items. The loans of items at this location are those of borrowed items.
    type: str
  lending_patron_type:
    description: The patron type of the lending accounts. The loans to this patron type are those of lent items.
    type: str
  since:
    description:
      - The day (YYYY-MM-DD) of the last change of the configuration. Earlier loans are ignored, because they keep the policy that applied then.
    type: str
notes:
  - Dates in reports must have the year first. Dates such as 03/04/2026 are ambiguous, so their loans are not compared, and reported.
  - If a file is not a known report, or is damaged, the task fails and names the file.
seealso:
  - module: reshare.wms.policy_resolution_info
"""

EXAMPLES = r"""
---
# The connection options are omitted here. Set them once with module_defaults (see the examples of reshare.wms.circulation_configuration),
# or with environment variables.

- name: Compare the loans since May with the declared policies
  reshare.wms.oclc_report_info:
    paths:
      - /srv/oclc/reports
    institution_symbol: ADM
    holding_location: ADMM
    shelving_location: Interlibrary Loan
    lending_patron_type: ReShare lending
    since: "2026-05-01"
    configuration:
      loan_policies:
        - name: ReShare borrowing
          loan_period: 112 days
      loan_policy_map:
        - holding_location: ADMM
          shelving_location: Interlibrary Loan
          loan_policy: ReShare borrowing
  register: reports

- name: Fail if another policy was applied
  ansible.builtin.assert:
    that: reports.findings | selectattr('severity', 'equalto', 'error') | length == 0
    fail_msg: "{{ reports.findings | map(attribute='message') | join('; ') }}"
"""

RETURN = r"""
---
files:
  description: The reports that were read.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name of the file; for a zip file, also that of the packed file.
      type: str
    report:
      description: V(patrons), V(events) or V(checkouts).
      type: str
    rows:
      description: The number of rows of the library.
      type: int
    unreadable:
      description: The number of rows that were left out because they do not have as many cells as the first line.
      type: int
    first:
      description: The day of the earliest row (for a patron file, the day in its name). V(null) if unknown.
      type: str
    last:
      description: The day of the latest row (for a patron file, the day in its name). V(null) if unknown.
      type: str
  sample:
    - name: ADM.Circulation_Patron_Report_Full.20261122.txt
      report: patrons
      rows: 48211
      unreadable: 0
      first: "2026-11-22"
      last: "2026-11-22"
patron_types:
  description: The number of patrons by patron type, from patron files.
  returned: success
  type: dict
  sample:
    Faculty: 811
    Student: 47400
accounts:
  description: The lending accounts of O(configuration) that are in patron files.
  returned: success
  type: list
  elements: dict
  contains:
    barcode:
      description: The barcode of the account.
      type: str
    patron_type:
      description: The patron type of the account.
      type: str
    home_branch:
      description: The home branch of the account.
      type: str
    expires:
      description: The expiration date. V(null) if it is blank or unreadable.
      type: str
    blocked:
      description: Whether the account is blocked. V(null) if unknown.
      type: bool
  sample: []
loans:
  description: The number of loans that were compared, by direction (V(borrowing), V(lending)).
  returned: success
  type: dict
  sample:
    borrowing: 311
    lending: 290
findings:
  description: The differences between reports and configuration, in the order of the files.
  returned: success
  type: list
  elements: dict
  contains:
    code:
      description:
        - V(other_policy) if another loan policy was applied than the declared one, V(shorter_period) if loans were due earlier than the declared
          period, V(account_missing), V(account_differs), V(account_blocked) and V(account_expires) for lending accounts, V(incomplete) if loans
          could not be compared.
      type: str
    severity:
      description: V(error) or V(warning).
      type: str
    file:
      description: The name of the report.
      type: str
    message:
      description: The difference in words.
      type: str
    direction:
      description: V(borrowing) or V(lending). V(null) if unknown.
      type: str
    patron_type:
      description: The patron type of the loans. V(null) for other findings.
      type: str
    material_format:
      description: The material format of the loans. V(null) for other findings, and if the report does not have it.
      type: str
    barcode:
      description: The barcode of a lending account. V(null) for other findings.
      type: str
    at:
      description: The day of the first of the loans. V(null) for other findings.
      type: str
    count:
      description: The number of loans.
      type: int
  sample:
    - code: other_policy
      severity: error
      file: events.csv
      message: >-
        the Loan Policy 'One year' was applied to 3 loans (Faculty, Book), first on 2026-11-02, not 'ReShare borrowing'. Row 1 of the Loan
        Policy Map selects it. Move or change that row
      direction: borrowing
      patron_type: Faculty
      material_format: Book
      barcode:
      at: "2026-11-02"
      count: 3
# Generated by `make docs` from tests/tools/returned: sandbox, failure. Samples in this file are kept.
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
          tenant, record or file belongs to another library or to a rehearsal, V(damaged) for a record that cannot be read, V(file_error) if a
          file cannot be read or written, V(locked) if another task uses it, V(rejected_file) for a received file that was not imported,
          V(unreachable) if a system did not respond or returned a server error, V(refused) if a system rejected the credentials or they lack
          a permission, V(unexpected_response) for any other response of a system, V(bug) for an error in this collection, and V(error) for
          all other failures.
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.report_files import report_task

TASK = report_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
