#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: library_variables
short_description: Write the variables of a new library
version_added: 1.0.0
description:
  - Writes a file of variables for the library, from what M(reshare.wms.library_info) found. The playbook C(reshare.wms.add_library) uses
    it.
  - The file gets C(wms_main_branch), C(borrowing_holding_location), C(reshare_symbol) and C(reshare_settings_pickup_entries), if there is
    only one possible value, and the variables in O(entered). If several values are possible, they are listed in comments. Required variables
    that are not known are in comments, with the reason.
  - A variable that is set in the inventory is not written. If all are set, no file is written. Secrets are never written.
  - An existing file is never changed. Its variables are compared with what was found; see RV(differences).
  - The task fails if a value in O(entered) is not among those that were found, or if another host of the inventory has the same
    C(wms_registry_id), or the same C(reshare_tenant) or C(reshare_symbol) at the same C(reshare_url).
options:
  facts:
    description: The result of M(reshare.wms.library_info).
    type: dict
    required: true
  entered:
    description:
      - Variables that a person knows, with their values. They are written. Possible are those that the role C(onboard) requires, and
        those that are looked up, but no secrets.
    type: dict
    default: {}
  folder:
    description:
      - The folder C(host_vars) of the inventory. By default, the one beside the file in which the host is listed.
      - The file is C(library.yml) in a folder with the name of the host, so other files, for example with secrets, can be beside it. If the
        folder has a file with the name of the host, this is the existing file, because Ansible reads only one of both.
    type: str
  shelving_location:
    description:
      - The name of the shelving location of borrowed items. If the holding code already has one with this name, a comment recommends another
        name.
    type: str
    default: ""
extends_documentation_fragment: reshare.wms.controller
notes:
  - Texts with Jinja2 syntax are written as C(!unsafe), so Ansible does not evaluate them.
seealso:
  - module: reshare.wms.library_info
  - module: reshare.wms.validate_variables
"""

EXAMPLES = r"""
---
- name: Read the branches, holding codes and directory entries of the library
  reshare.wms.library_info:
  register: found

- name: Write the variables of the library
  reshare.wms.library_variables:
    facts: "{{ found }}"
    entered:
      lending_account_barcode: FAIR-RESHARE-01
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.controller
path:
  description: The path of the file.
  returned: success
  type: str
  sample: /srv/inventory/host_vars/fairview/library.yml
variables:
  description: The variables that were written, or would be in check mode. Empty if the file exists.
  returned: success
  type: dict
  sample:
    wms_main_branch: "128808"
    borrowing_holding_location: LFMM
undecided:
  description: The variables that a person has to set.
  returned: success
  type: list
  elements: dict
  contains:
    variable:
      description: The name of the variable. A pickup location is C(reshare_settings_pickup_entries.) and its slug.
      type: str
    reason:
      description: The reason why it was not set, and where to look.
      type: str
    candidates:
      description: The possible values.
      type: list
      elements: str
  sample:
    - variable: wms_main_branch
      reason: the library has several branches.
      candidates: ["128808", "128809"]
differences:
  description:
    - The variables of the inventory that differ from what was found. If the file exists, this includes those that are not set.
  returned: success
  type: list
  elements: dict
  contains:
    variable:
      description: The name of the variable, as in RV(undecided).
      type: str
    declared:
      description: The value in the inventory. V(null) if it is not set.
      type: str
    found:
      description: The values that were found.
      type: list
      elements: str
  sample:
    - variable: borrowing_holding_location
      declared: LFNM
      found: [LFMM]
"""
