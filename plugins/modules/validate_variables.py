#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: validate_variables
short_description: Validate the inventory variables of a library
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Fails if a variable of the library is missing, misspelt or of the wrong type, and names all of them at once. Nothing is sent to any system.
    Every playbook of this collection begins with it.
  - A variable is misspelt if its name begins with C(borrowing_), C(lending_), C(reshare_), C(wms_), C(enable_reshare_), C(preflight_),
    C(verify_), C(onboard_), C(drift_), C(export_), C(confirm), C(adopt_) or C(answers_), and this collection has no such variable; or if only
    this beginning is misspelt.
  - List variables of your own with such names in the variable C(reshare_wms_own_variables), a list of names and of shell patterns such as
    V(reshare_local_*).
  - Expressions are evaluated only where the type of the value has to be known, so no secret is fetched.
options:
  roles:
    description: Roles of this collection that run afterwards. Their required variables have to be set.
    type: list
    elements: str
    choices: [borrowing, enable_reshare, lending, onboard, preflight, reshare_settings, verify]
    default: []
  options:
    description:
      - Variables of the playbook itself, in the form of the options of a role's C(argument_specs). Only C(type), C(elements), C(choices),
        C(required) and C(description) are read.
      - The type C(received) is for files from other people, and folders of them. They must not lie in or beside the inventory, in the folder
        of the playbooks, or below C(group_vars) or C(host_vars), since Ansible runs the expressions in the files that it reads from there.
      - This module reads them from the playbooks of this collection. In other playbooks only C(required) counts.
    type: dict
    default: {}
  libraries:
    description:
      - Hosts of the run. If set, nothing else is validated, and the task fails if one of them has the same C(wms_registry_id), or the same
        C(reshare_tenant) at the same C(reshare_url), as another host of the inventory. Use it with C(run_once), so that all hosts end.
    type: list
    elements: str
    default: []
extends_documentation_fragment:
  - reshare.wms.attributes
  - reshare.wms.attributes.info
attributes:
  action_group:
    support: none
    membership: []
  diff_mode:
    support: none
notes:
  - Runs on the controller, without a connection.
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
---
problems:
  description: What is wrong, by the name of the variable.
  returned: always
  type: list
  elements: dict
  contains:
    variable:
      description: The name of the variable.
      type: str
    code:
      description: >-
        V(unknown) for a misspelt name, V(result) for the name of a task result that was set, V(missing), or V(invalid) for a wrong value.
      type: str
    message:
      description: One or more sentences with the remedy.
      type: str
  sample:
    - variable: borrowing_loan_perod
      code: unknown
      message: >-
        borrowing_loan_perod is not a variable of this collection. Similar: 'borrowing_loan_period'. List a variable of your own in
        reshare_wms_own_variables.
failure:
  description:
    - What went wrong, for programs. The text is in C(msg).
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
