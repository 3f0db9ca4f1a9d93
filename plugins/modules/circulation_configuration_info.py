#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: circulation_configuration_info
short_description: Read a library's circulation configuration
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns what exists in WMS, in exactly the shape that M(reshare.wms.circulation_configuration) takes. Giving it back
    there changes nothing.
  - Fields that are not set, and kinds of which there is nothing, are left out.
  - Maps and matrices come with C(exact=true) and all their rows. A library that takes them over as they are takes over
    the whole table; take C(exact) away to declare only some rows.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
  - reshare.wms.attributes.info
options:
  kinds:
    description:
      - The kinds to read, by their keys in the configuration. If not set, all of them.
    type: list
    elements: str
    choices:
      - shelving_locations
      - borrower_categories
      - notification_policies
      - notification_templates
      - bill_reasons
      - bill_structures
      - patron_type_policies
      - loan_policies
      - long_overdue_policies
      - loan_policy_map
      - loan_limit_policies
      - loan_limit_matrix
      - hold_limit_policies
      - hold_limit_matrix
      - hold_request_policies
      - hold_request_policy_map
      - hold_fulfillment_policies
      - hold_fulfillment_policy_map
      - hold_pickup_locations_map
      - collection_type_policies
      - notification_settings
      - patron_accounts
      - ill_settings
  barcodes:
    description:
      - The barcodes of the patron accounts to read. OCLC's API cannot list accounts, so without any barcode no account
        is read.
    type: list
    elements: str
    default: []
notes:
  - Needs O(wms_registry_id), O(wms_key) and O(wms_secret), and O(wms_configuration_url) for everything but patron
    accounts.
  - For patron accounts O(wms_scim_scope=SCIM:read_user) is enough.
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.reshare_configuration_info
  - name: Set up integration (Integration with ReShare)
    description: What OCLC asks a library to set up for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
"""

EXAMPLES = r"""
---
- name: Read everything, and one account
  reshare.wms.circulation_configuration_info:
    wms_registry_id: "128807"
    wms_key: "{{ fairview_wms_key }}"
    wms_secret: "{{ fairview_wms_secret }}"
    wms_configuration_url: "{{ configuration_service }}"
    barcodes:
      - INST-LEND-01
  register: found

- name: Keep it in a file
  ansible.builtin.copy:
    content: "{{ found.configuration | ansible.builtin.to_nice_yaml }}"
    dest: "{{ inventory_hostname }}.yml"
    mode: "0644"

- name: Read loan policies and their map, with the connection set once
  module_defaults:
    group/reshare.wms.all:
      wms_registry_id: "{{ wms_registry_id }}"
      wms_key: "{{ wms_key }}"
      wms_secret: "{{ wms_secret }}"
      wms_configuration_url: "{{ configuration_service }}"
  block:
    - name: Read
      reshare.wms.circulation_configuration_info:
        kinds:
          - loan_policies
          - loan_policy_map
      register: loans

    - name: Give it back, which changes nothing
      reshare.wms.circulation_configuration:
        configuration: "{{ loans.configuration }}"
"""

RETURN = r"""
---
configuration:
  description:
    - What exists, by kind, as the option of that name of M(reshare.wms.circulation_configuration) takes it.
  returned: success
  type: dict
  sample:
    loan_policies:
      - name: ReShare borrowing
        circulates: always
        loan_period: 28 days
    loan_policy_map:
      exact: true
      rows:
        - patron_policy: All
          material_format: All
          holding_location: LFMM
          shelving_location: ReShare
          loan_policy: ReShare borrowing
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
    - Whether a system that this task spoke to is the rehearsal sandbox rather than OCLC's. There is a warning then,
      too.
  returned: success
  type: bool
  sample: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._task.wms import configuration_info_task

TASK = configuration_info_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
