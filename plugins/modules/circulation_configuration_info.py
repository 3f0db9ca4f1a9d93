#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: circulation_configuration_info
short_description: Export the circulation configuration of a library
version_added: 1.0.0
description:
  - Returns the configuration of a library in WMS, in the format of M(reshare.wms.circulation_configuration). Using the result there changes
    nothing.
  - Fields that are not set, and kinds without objects, are omitted.
  - Maps and matrices are returned with C(exact=true) and all rows. A library that uses this unchanged manages the whole table. Remove
    C(exact) to manage some rows only.
extends_documentation_fragment: reshare.wms.library.info
options:
  kinds:
    description:
      - The kinds to read, by their keys in the configuration. If not set, all kinds are read.
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
      - The barcodes of the patron accounts to read. OCLC's API cannot list accounts, so no account is read without a barcode.
    type: list
    elements: str
    default: []
notes:
  - Requires O(wms_registry_id), O(wms_key) and O(wms_secret). Everything except patron accounts also requires O(wms_configuration_url) or
    O(wms_record_dir).
  - For patron accounts, O(wms_scim_scope=SCIM:read_user) is sufficient.
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.reshare_configuration_info
  - name: Set up integration (Integration with ReShare)
    description: OCLC's page on setting up a library for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
"""

EXAMPLES = r"""
---
- name: Read all kinds and one account
  reshare.wms.circulation_configuration_info:
    wms_registry_id: "128807"
    wms_key: "{{ fairview_wms_key }}"
    wms_secret: "{{ fairview_wms_secret }}"
    wms_configuration_url: "{{ configuration_service }}"
    barcodes:
      - INST-LEND-01
  register: found

- name: Save the configuration in a file
  ansible.builtin.copy:
    content: "{{ found.configuration | ansible.builtin.to_nice_yaml }}"
    dest: "{{ inventory_hostname }}.yml"
    mode: "0644"

- name: Read the loan policies and the Loan Policy Map
  reshare.wms.circulation_configuration_info:
    kinds:
      - loan_policies
      - loan_policy_map
  register: loans

- name: Apply the same configuration, which changes nothing
  reshare.wms.circulation_configuration:
    configuration: "{{ loans.configuration }}"
"""

RETURN = r"""
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.record.knowledge
configuration:
  description:
    - The configuration by kind, in the format of the option of the same name of M(reshare.wms.circulation_configuration).
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
"""

from ..module_utils._module_tasks.wms import configuration_info_task

TASK = configuration_info_task

if __name__ == "__main__":
    TASK.main()
