#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: oclc_report_info
short_description: Compare OCLC's report files with the configuration of a library
version_added: 1.0.0
description:
  - Reads report files of OCLC and returns what they prove about a library, that is, its patron types, its lending accounts, and the loan
    policies that were applied to borrowed and lent items.
  - Compares them with O(configuration). If the existing configuration is known, from the record or from a configuration service, a finding
    names the row of the Loan Policy Map that applied.
  - The known report files are the Circulation Patron Report (full or of a week), Circulation Events (exported from Report Designer or WorldShare
    Reports in Power BI), the Check Out Item report (OCLC Usage Statistics) and All Checked Out Items. A report file is recognised by the names of
    its columns, in any order. Cells can be separated by C(|), C(;), C(,) or a tab. Circulation Item Inventories are accepted, and nothing is
    concluded from them.
  - A patron file contains the personal data of all patrons. Only numbers of patrons by patron type, and the lending accounts of
    O(configuration), are kept; nothing else of a patron is in a result, a message or a file.
  - A report file shows which policies were applied. RV(not_proven) lists what it does not prove.
  - M(reshare.wms.record_import) also imports the evidence into the record of the library.
extends_documentation_fragment:
  - reshare.wms.library.info
  - reshare.wms.report_files
options:
  paths:
    description:
      - The report files (C(.txt), C(.csv), C(.tsv), or C(.zip) with such files), and folders with such files.
    type: list
    elements: path
    required: true
notes:
  - If a file is not a known report file, or is damaged, the task fails and names the file.
seealso:
  - module: reshare.wms.record_import
  - module: reshare.wms.policy_resolution_info
"""

EXAMPLES = r"""
---
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
extends_documentation_fragment: reshare.wms.report_files
# The documentation refers to these values, and ansible-test does not look for them in fragments.
not_proven: {}
"""

from ..module_utils._jobs.report_tasks import report_task

TASK = report_task

if __name__ == "__main__":
    TASK.main()
