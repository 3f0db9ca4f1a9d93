#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: validate_inventory
short_description: Validate the variables of all libraries without any request
version_added: 1.0.0
description:
  - Validates the variables and the declared configuration of every library, and compares the libraries with each other. Nothing is sent to
    any system, and no credentials are needed. The playbook C(reshare.wms.validate) runs this module; docs/connection.md in the repository
    describes what it finds.
  - The task does not fail because of findings. Use RV(valid) in a condition.
  - Run it once for all libraries (C(run_once)), in a play that has loaded no secrets. Variables whose names suggest secrets are
    not evaluated.
  - Displays the findings as a table, one line each, unless O(scope=consortium).
options:
  libraries:
    description: The hosts of the run. Findings of other hosts of the inventory are not reported.
    type: list
    elements: str
    required: true
  scope:
    description: V(consortium) reports only what does not fit between the libraries.
    type: str
    choices: [all, consortium]
    default: all
  json:
    description: A file for the findings as JSON. A relative path is relative to the directory in which the command was started.
    type: path
  junit:
    description: A file for the findings in the format of JUnit, with a test case for each library.
    type: path
  strict:
    description: Whether a warning makes RV(valid) false and is a failure in the JUnit file.
    type: bool
    default: false
  today:
    description: The day (YYYY-MM-DD) with which dates are compared. By default the day of this machine's clock, in UTC.
    type: str
  options:
    description: Variables of the playbook, as in M(reshare.wms.validate_variables).
    type: dict
    default: {}
extends_documentation_fragment: reshare.wms.controller.info
notes:
  - Writes the files also in check mode, because they are the result.
seealso:
  - module: reshare.wms.validate_variables
"""

EXAMPLES = r"""
---
- name: Validate the inventory
  reshare.wms.validate_inventory:
    libraries: "{{ ansible_play_hosts_all }}"
  run_once: true
  register: validation

- name: Fail on errors
  ansible.builtin.assert:
    that: validation.valid
    fail_msg: "{{ validation.summary }}"
  run_once: true
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.controller
findings:
  description: The findings, by library, errors first.
  returned: success
  type: list
  elements: dict
  contains: &finding
    severity:
      description: V(error), V(warning), or V(note) for what is only known in a run, or is excepted.
      type: str
    code:
      description: >-
        V(unknown), V(result), V(missing) and V(invalid) as in M(reshare.wms.validate_variables); V(expires) for a date in the near future; V(expired)
        for a waiver that has ended; V(encrypted) for a variable that is no secret and encrypted; V(encrypted_file) for a file that is encrypted as a
        whole and has such variables; V(period_long) for a period of more than a year; V(declaration) for a wrong declaration; V(absent_reference) and
        V(similar_reference) for a name of an object that is declared as absent, or that is similar to a declared one; V(no_effect) for a variable
        that is read from the command line only; V(not_evaluated) for a variable whose expression can read or run something outside the inventory;
        V(not_enabled) for a library that the inventory declares as withdrawn or removed; V(unused_file) for a file of variables that Ansible does not
        read; V(shared) for a value that each library has of its own, set at one place for several; V(holding_code) for a holding code of another
        length than documented; V(expectation) for a case of the truth table that the declared rows do not meet; V(rows) for rows of a map that
        overlap; V(duplicate), V(lending_too_short), V(borrowing_differs), V(symbol_missing), V(partner_unknown), V(one_way), V(account_missing),
        V(account_shared), V(account_taken), V(patron_id_missing) and V(patron_id_differs) for what does not fit between libraries; V(excepted) for
        the same, if it is excepted.
      type: str
    library:
      description: The name of the host; V(null) for the whole inventory.
      type: str
    variable:
      description: The variable to correct; V(null) if it is not known.
      type: str
    message:
      description: The explanation.
      type: str
    remedy:
      description: The advice.
      type: str
    file:
      description: The file in which the variable is set; V(null) if it is not known.
      type: str
    line:
      description: The line in this file; V(null) if it is not known.
      type: int
  sample:
    - severity: error
      code: unknown
      library: adams
      variable: borrowing_loan_perod
      message: borrowing_loan_perod is not a variable of this collection.
      remedy: "Similar: 'borrowing_loan_period'. List a variable of your own in reshare_wms_own_variables."
      file: /home/jane/inventory/host_vars/adams.yml
      line: 7
valid:
  description: Whether there is no error and, with O(strict=true), no warning.
  returned: success
  type: bool
  sample: false
summary:
  description: The numbers in one sentence.
  returned: success
  type: str
  sample: 1 error and 0 warnings in 1 of 6 libraries.
consortium:
  description: The libraries compared with each other, for the account of the run (M(reshare.wms.run_summary)).
  returned: success
  type: dict
  contains:
    complete:
      description: Whether RV(consortium.pairs) contains every pair. With more than 40 libraries, it contains only pairs that deviate.
      type: bool
    libraries:
      description: The libraries by name.
      type: dict
    pairs:
      description: The pairs of a lender and a borrower.
      type: list
      elements: dict
      contains:
        lender:
          description: The library that lends.
          type: str
        borrower:
          description: The library that borrows.
          type: str
        account:
          description: The barcode of the borrower's account at the lender; V(null) if the partners share one.
          type: str
        account_missing:
          description: Whether the account is not declared, although other partners have their own.
          type: bool
        patron_id:
          description: Whether the institutional patron ID is the barcode of the account; V(null) if the partners share an account.
          type: bool
        short_days:
          description: The number of days by which the lender's loan period is too short for the borrower's and the transit; 0 if it fits.
          type: int
        excepted_until:
          description: The last day on which this is excepted; V(null) if it is not.
          type: str
        lends_back:
          description: Whether the borrower lends to the lender, too.
          type: bool
    findings:
      description: The findings about what does not fit, as in RV(findings).
      type: list
      elements: dict
      contains: *finding
  sample:
    complete: true
    libraries: {}
    pairs: []
    findings: []
"""
