#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: library_variables
short_description: Write the variables of a new library
version_added: 1.0.0
description:
  - Writes a new file of variables for the library, from what M(reshare.wms.library_info) found. The playbook C(reshare.wms.add_library) uses
    it.
  - The file gets C(reshare_symbol), C(wms_main_branch), C(borrowing_holding_location) and C(reshare_settings_pickup_entries), unless the
    inventory has them, and the variables in O(entered). A variable with only one possible value gets it. Another one is null, with the possible
    values and the reason in comments, until a person decides. M(reshare.wms.validate_inventory) reports it until then.
  - The task fails if the library has a file of variables, which is never changed, if a value in O(entered) is not among those that were found,
    or if another host of the inventory has the same C(wms_registry_id), or the same C(reshare_tenant) or C(reshare_symbol) at the same
    C(reshare_url). It writes no file if there is no variable to write.
options:
  facts:
    description:
      - The result of M(reshare.wms.library_info). Without it, nothing is written, and the task only fails if it would fail with any result. So
        it can precede the first request.
    type: dict
  entered:
    description:
      - Variables that a person knows, with their values. They are written. Secrets are rejected.
    type: dict
    default: {}
  folder:
    description:
      - The folder C(host_vars) of the inventory. By default, the one beside the file in which the host is listed.
      - The file has the name of the host and the ending C(.yml). If the folder contains a folder with the name of the host, for example with a file
        of secrets, it is C(library.yml) in it, because Ansible reads either a file or a folder with the name of a host.
    type: str
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
  sample: /srv/inventory/host_vars/fairview.yml
"""
