#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_configuration_info
short_description: Read the settings of a library's ReShare tenant
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns the settings of a ReShare tenant that have a value, in exactly the shape that
    M(reshare.wms.reshare_configuration) takes. Giving it back there changes nothing.
  - Secret settings, and settings that this collection does not know, are left out. So are those that work with their
    default.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
  - reshare.wms.attributes.info
notes:
  - Needs O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password).
  - The account needs to read settings. From mod-rs 2.19 that includes C(rs.settings.getsection.all) (contained in
    C(rs.settings.read)). Without it ReShare sends an empty or partial list and calls it a success; such a list is
    refused.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_setting
  - module: reshare.wms.circulation_configuration_info
  - name: Resource Sharing Settings
    description: ReShare's page on its settings.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1077706753
"""

EXAMPLES = r"""
---
- name: Read ReShare's settings
  reshare.wms.reshare_configuration_info:
    reshare_url: https://okapi.example.org
    reshare_tenant: fairview
    reshare_username: configuration
    reshare_password: "{{ reshare_password }}"
  register: reshare

- name: Read them with the connection set once, and see that ReShare talks to WMS2
  module_defaults:
    group/reshare.wms.all:
      reshare_url: "{{ reshare_url }}"
      reshare_tenant: "{{ reshare_tenant }}"
      reshare_username: "{{ reshare_username }}"
      reshare_password: "{{ reshare_password }}"
  block:
    - name: Read
      reshare.wms.reshare_configuration_info:
      register: reshare

    - name: See
      ansible.builtin.assert:
        that: reshare.configuration.settings.host_lms_integration == 'wms2'
"""

RETURN = r"""
---
configuration:
  description:
    - What exists, as the option of that name of M(reshare.wms.reshare_configuration) takes it.
  returned: success
  type: dict
  contains:
    settings:
      description: The settings that have a value, by key.
      type: dict
  sample:
    settings:
      host_lms_integration: wms2
      check_out_item: ncip
sandbox:
  description:
    - Whether the tenant that this task spoke to is the rehearsal sandbox. There is a warning then, too.
  returned: success
  type: bool
  sample: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._task.reshare import configuration_info_task

TASK = configuration_info_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
