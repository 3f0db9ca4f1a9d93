#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: validate_variables
short_description: Validate the inventory variables of a library
version_added: 1.0.0
description:
  - Fails if a variable of the library is missing, misspelt or of the wrong type, and reports all such variables at once. Nothing is sent to
    any system, except that ILL Settings of a library with C(enable_reshare_state=removed) and no record are read. Every playbook of this
    collection starts with this module.
  - A variable counts as misspelt if its name begins with C(consortium_), C(borrowing_), C(lending_), C(reshare_), C(wms_), C(enable_reshare_),
    C(preflight_), C(plan_), C(verify_), C(onboard_), C(validate_), C(drift_), C(ask_), C(capture_), C(receive_),
    C(declared_), C(export_), C(withdraw_), C(truth_table_), C(advance_), C(add_library_), C(alert_),
    C(forget_person_), C(fetch_answers_), C(first_contact_),
    C(remove_library_), C(restore_), C(status_) or C(worksheet_), and this collection has no such variable; or if only this prefix is misspelt.
  - List your own variables with such names in the variable C(reshare_wms_own_variables), as names or shell patterns such as
    V(reshare_local_*).
  - A name on the command line (C(-e)) is wrong, too, if it is similar to that of a variable of this collection, if it is a variable of another
    playbook, which has no effect in this one, or if it is C(enable_reshare_state), which belongs into the inventory, or if only the
    tasks of this collection set it, such as C(drift_removed). A name that the inventory or
    the caller's own playbook contains is not compared, nor are C(ansible_*), C(awx_*) and C(tower_*). List others in the variable
    C(reshare_wms_extra_variables), as names or shell patterns.
  - With O(roles), a variable is also wrong if its value refers to an undefined variable by name, as C({{ vault_key }}) or
    C({{ urls.token }}), directly or through other variables. The variables of other playbooks may refer to undefined ones.
  - A value is wrong, too, if YAML did not read it as it is written in its file, as the barcode V(0012345), which without quotes is the octal
    number 5349.
  - Expressions are evaluated only if the type of the value is required, so no secrets are fetched. The default expressions of the roles are not
    evaluated, because the variables in them are validated.
options:
  roles:
    description: Roles of this collection that run afterwards. Their required variables must be set.
    type: list
    elements: str
    choices: [borrowing, enable_reshare, lending, onboard, plan, preflight, reshare_settings, verify]
    default: []
  options:
    description:
      - Variables of the playbook, in the format of the options of a role's C(argument_specs). Only C(type), C(elements), C(choices),
        C(required) and C(description) are used.
      - The type C(received) is for files from other people, and folders of such files. They must not be in or next to the inventory, in the
        folder of the playbooks, or below C(group_vars) or C(host_vars), because Ansible evaluates expressions in files that it reads from
        there.
      - The types C(output_file) and C(output_folder) are for a file that the playbook writes, and for a folder of such files. Missing folders are created;
        a place where nothing can be written, or from which Ansible reads inventory or variables, is an error. C(variables_folder) is a folder
        of variables, which may be there.
      - This module reads these options from the playbooks of this collection. In other playbooks, only C(required) is used.
    type: dict
    default: {}
  libraries:
    description:
      - The hosts of the run. If set, the task fails if one of them has the same C(wms_registry_id), or the same C(reshare_tenant) or
        C(reshare_symbol) at the same C(reshare_url), as another host of the inventory, and if all of them have the same wrong variable. It names that
        variable once, with its file. Use it with C(run_once), so that the run ends for all hosts.
      - Warns of files in C(group_vars) and C(host_vars) that Ansible does not read, because their names are those of no group or host, or
        because another file or folder of the same name comes first.
    type: list
    elements: str
    default: []
  named:
    description:
      - With O(libraries), the name of a variable that has to have the names of these hosts, and no others, as a list or a text with commas.
    type: str
extends_documentation_fragment: reshare.wms.controller.info
seealso:
  - module: ansible.builtin.validate_argument_spec
"""

EXAMPLES = r"""
---
- name: Validate the variables
  reshare.wms.validate_variables:
    roles: [onboard]
"""

RETURN = r"""
extends_documentation_fragment:
  - reshare.wms.controller
  - reshare.wms.record.withdrawn
problems:
  description: The problems, by the name of the variable.
  returned: always
  type: list
  elements: dict
  contains:
    variable:
      description: The name of the variable.
      type: str
    code:
      description: >-
        V(unknown) for a misspelt name, V(resembles) for one on the command line, V(no_effect) for a variable of another playbook,
        V(result) for the name of a task result that was set, V(missing), or V(invalid) for a wrong value.
      type: str
    message:
      description: One or more sentences with the problem and its remedy.
      type: str
  sample:
    - variable: borrowing_loan_perod
      code: unknown
      message: >-
        borrowing_loan_perod is not a variable of this collection. Similar: 'borrowing_loan_period'. List a variable of your own in
        reshare_wms_own_variables.
unplanned:
  description: Whether the run applies no plan, because C(plan) and C(plan_approved_by) are not set.
  returned: success, unless the library was removed
  type: bool
  sample: true
exceptions:
  description: The exceptions of the library in C(consortium_exceptions).
  returned: success, unless the library was removed
  type: list
  elements: dict
  contains:
    text:
      description: What is excepted, by whom, until when, and why.
      type: str
    ended:
      description: Whether the last day is over.
      type: bool
    library:
      description: The library. The other members of an entry are there, too, with V(null) for one that it does not have.
      type: str
  sample:
    - text: "Loan Policy 'ReShare lending', Regular Loan Period (84 days instead): exception by Steering group, until 2027-03-31: The board decides."
      ended: false
      library: adams
      object: Loan Policy 'ReShare lending'
      field: Regular Loan Period
      agreement: null
      value: 84 days
      reason: The board decides.
      by: Steering group
      until: "2027-03-31"
live:
  description: V(false) if the link is disabled, as ILL Settings or the record show. V(null) if ILL Settings could not be read.
  returned: if the library was removed, and its link is not live
  type: bool
  sample: false
withdrawn:
  description:
    - Who withdrew and removed the library, when and why, if it was removed. Playbooks and roles do nothing for such a library. With
      C(wms_record_dir), as the record states it, unless C(enable_reshare_again) names it. Without one, as C(enable_reshare_state=removed) states it, with
      V(null) for persons and times.
  returned: if the library was removed, and its link is not live
  sample:
    by: Jane Doe
    at: "2026-11-26T10:15:00Z"
    reason: Merger
    removed: {by: Jane Doe, at: "2027-01-15T09:00:00Z"}
"""
