#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: reshare_info
short_description: Show the modules and permissions of a ReShare tenant
version_added: 1.0.0
description:
  - Returns the modules and interfaces of a tenant with their versions, the ReShare lists that the account can read, and the requirements of
    WMS2 that the hosting provider has to meet.
  - Write permission cannot be tested without writing, so only reading is tested. A list that can be read may still reject changes.
extends_documentation_fragment: reshare.wms.library.info
notes:
  - Requires O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password).
  - The task fails if the login is rejected. It does not fail if another request fails. See RV(refused).
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_configuration_info
  - module: reshare.wms.reshare_setting
  - name: WorldShare Management Services (WMS) integrations
    description: ReShare's page on its WMS adapters.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1522237458
"""

EXAMPLES = r"""
---
- name: Show the modules and permissions of the tenant
  reshare.wms.reshare_info:
    reshare_url: https://okapi.example.org
    reshare_tenant: fairview
    reshare_username: configuration
    reshare_password: "{{ reshare_password }}"
  register: tenant

- name: Fail if the tenant does not meet the requirements of WMS2, or the account cannot read all lists
  ansible.builtin.assert:
    that:
      - tenant.wms2_lacks | length == 0
      - tenant.refused | length == 0
    fail_msg: "{{ tenant.wms2_lacks + (tenant.refused | map(attribute='reason') | list) }}"

- name: Show the version of ReShare
  ansible.builtin.debug:
    msg: "mod-rs {{ tenant.modules['mod-rs'] | default('is not enabled') }}"
  when: tenant.modules is not none
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.library
modules:
  description:
    - The modules that are enabled for the tenant, and their versions. V(null) if the gateway does not return them.
  returned: success
  type: dict
  sample:
    mod-rs: 2.18.7
    mod-directory: 2.11.1
interfaces:
  description:
    - The interfaces that these modules provide, and their versions. V(null) if the gateway does not return them.
  returned: success
  type: dict
  sample:
    rs: "2.18"
readable:
  description:
    - The lists used by this collection that the account can read. They are C(settings), C(directory), and the lending tables by the names
      of their modules.
  returned: success
  type: list
  elements: str
  sample:
    - directory
    - reshare_location
    - settings
refused:
  description:
    - The other lists, and why they cannot be read.
    - An empty or partial list of settings counts as rejected, because from mod-rs 2.19 ReShare returns it with a success status. An empty
      directory also counts as rejected.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The list, as in RV(readable).
      type: str
    reason:
      description: ReShare's response.
      type: str
    permission:
      description: The permission that the account lacks. V(null) if ReShare does not name it.
      type: str
    status:
      description: The HTTP status of the response. V(null) for a list that is empty or partial.
      type: int
  sample:
    - name: settings
      reason: "the list is empty or partial: the account lacks rs.settings.getsection.all"
      permission: rs.settings.getsection.all
      status: null
wms2_lacks:
  description:
    - The requirements of WMS2 that the tenant does not meet, as sentences for the hosting provider. WMS2 requires mod-rs 2.11.0 or newer.
    - Empty if all requirements are met. Only the version is checked, not the configuration.
  returned: success
  type: list
  elements: str
  sample:
    - "mod-rs is 2.10.2; WMS2 needs 2.11.0 or newer: ask the hosting provider for an upgrade"
"""

from ..module_utils._jobs.reshare import info_task

TASK = info_task

if __name__ == "__main__":
    TASK.main()
