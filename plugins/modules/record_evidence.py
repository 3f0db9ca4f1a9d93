#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
---
module: record_evidence
short_description: Import the evidence in OCLC's report files into the record of a library
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Compares OCLC's report files with the configuration as M(reshare.wms.oclc_report_info) does, and imports the evidence into the record of
    the library. The playbook C(reshare.wms.evidence) does this for all libraries.
  - The record keeps the latest report of each kind, that is, its file name, days and number of rows, the numbers of patrons by patron type, the
    library's own lending accounts, the number of compared loans, and the findings. It keeps nothing about any other patron.
  - The report becomes the source of the loan period of a Loan Policy of O(configuration), if all of its loans have this period, and the record
    has the same period already. Nothing else in a report changes the confirmed objects or the pending steps.
  - Importing the same file again changes nothing. An older report does not replace a newer one. A report without a date (in its rows, or in
    its file name as YYYYMMDD) is compared, but not recorded, and a warning names it.
  - A contradiction is returned in RV(findings), and does not fail the task. M(reshare.wms.preflight_info) fails the check C(evidence) because of
    it, until a newer comparison has no contradiction.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.report_files
  - reshare.wms.attributes
seealso:
  - module: reshare.wms.oclc_report_info
  - module: reshare.wms.preflight_info
"""

EXAMPLES = r"""
---
# The connection options are omitted here. Set them once with module_defaults (see the examples of reshare.wms.circulation_configuration),
# or with environment variables.

- name: Compare the reports with the configuration and record the evidence
  reshare.wms.record_evidence:
    paths:
      - /srv/oclc/reports
    holding_location: ADMM
    shelving_location: Interlibrary Loan
    lending_patron_type: ReShare lending
    configuration: "{{ circulation_configuration }}"
"""

RETURN = r"""
---
extends_documentation_fragment:
  - reshare.wms.report_files
  - reshare.wms.record.evidence
  - reshare.wms.record
  - reshare.wms.record.worksheet
  - reshare.wms.library
  - reshare.wms.failure
diff:
  description: The evidence in the record, by report. Ansible shows it with C(--diff).
  returned: success
  type: dict
  contains:
    before:
      description: The evidence before the task.
      type: dict
    after:
      description: The evidence after the task (in check mode, that would be recorded).
      type: dict
# The documentation refers to these values, and ansible-test does not look for them in fragments.
findings: {}
"""

from ansible_collections.reshare.wms.plugins.module_utils._jobs.report_tasks import evidence_task

TASK = evidence_task()

if __name__ == "__main__":
    TASK.main()
