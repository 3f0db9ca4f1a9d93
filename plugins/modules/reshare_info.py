#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_info
short_description: Tell what a ReShare tenant runs, and what it lacks for WMS2
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Tells which modules and interfaces a tenant has, in which versions, which lists of ReShare its account can read, and
    what to ask the hosting provider for before WMS2 can work.
  - Whether the account may write cannot be tried without writing, so only reading is tried. A list that can be read may
    still refuse a change.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
  - reshare.wms.attributes.info
notes:
  - Needs O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password).
  - A refused login makes the task fail, any other call that fails does not. Look at RV(refused).
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
- name: Look at the tenant
  reshare.wms.reshare_info:
    reshare_url: https://okapi.example.org
    reshare_tenant: fairview
    reshare_username: configuration
    reshare_password: "{{ reshare_password }}"
  register: tenant

- name: See that it is fit for WMS2 and that its account can read everything
  ansible.builtin.assert:
    that:
      - tenant.wms2_lacks | length == 0
      - tenant.refused | length == 0
    fail_msg: "{{ tenant.wms2_lacks + (tenant.refused | dict2items | map(attribute='value') | list) }}"

- name: Show which ReShare runs there
  ansible.builtin.debug:
    msg: "mod-rs {{ tenant.modules['mod-rs'] | default('is not enabled') }}"
  when: tenant.modules is not none
"""

RETURN = r"""
---
modules:
  description:
    - The modules that are enabled for the tenant, and their versions. V(null) if the gateway does not tell.
  returned: success
  type: dict
  sample:
    mod-rs: 2.18.7
    mod-directory: 2.11.1
interfaces:
  description:
    - The interfaces that these modules provide, and their versions. V(null) if the gateway does not tell.
  returned: success
  type: dict
  sample:
    rs: "2.18"
readable:
  description:
    - The lists that the account can read, of those that this collection works with. They are C(settings), C(directory),
      and the lending tables by the names of their modules.
  returned: success
  type: list
  elements: str
  sample:
    - directory
    - reshare_location
    - settings
refused:
  description:
    - The other lists, with what ReShare said. It names the permission that the account lacks, where ReShare does.
    - A list of settings that is empty or partial counts as refused, since from mod-rs 2.19 ReShare calls that a
      success. So does an empty directory.
  returned: success
  type: dict
  sample:
    settings: "the list is empty or partial: the account lacks rs.settings.getsection.all"
wms2_lacks:
  description:
    - What the tenant lacks for WMS2, as sentences for the hosting provider. WMS2 needs mod-rs 2.11.0 or newer.
    - Empty if nothing is lacking. Only the version is looked at, not what is set up.
  returned: success
  type: list
  elements: str
  sample:
    - "mod-rs is 2.10.2; WMS2 needs 2.11.0 or newer: ask the hosting provider for an upgrade"
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
sandbox:
  description:
    - Whether the tenant that this task spoke to is the rehearsal sandbox. There is a warning then, too.
  returned: success
  type: bool
  sample: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._task.reshare import info_task

TASK = info_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
