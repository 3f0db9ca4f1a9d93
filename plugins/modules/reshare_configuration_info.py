#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: reshare_configuration_info
short_description: Export the configuration of a ReShare tenant
version_added: 1.0.0
description:
  - Returns the configuration of a ReShare tenant, in the format of M(reshare.wms.reshare_configuration). Using the result there changes
    nothing.
  - Fields that are not set, and kinds without objects, are omitted.
  - Secret settings, and settings that are not known to this collection, are omitted. Settings that use their default are also omitted.
  - Lending tables include the rows that ReShare created automatically, but not hidden rows.
  - Directory entries include the fields that are options of M(reshare.wms.reshare_directory_entry). All entries of the tenant's directory
    are returned, including those of its partners. If a field has several values, they are returned as one text, separated by commas. This
    text cannot be used as the value of the option.
  - Institutional patron IDs are listed by the first symbol of each partner. If a partner has several values, the first value is returned.
    If ReShare uses any of them, it is this one. Applying this value repairs the partner's entry.
extends_documentation_fragment: reshare.wms.library.info
options:
  kinds:
    description:
      - The kinds to read, by their keys in the configuration. If not set, all kinds are read.
      - The task fails if one of the kinds cannot be read, for example because the account lacks a permission or because mod-rs is too old
        for a table. The check C(reshare_permissions) of M(reshare.wms.preflight_info) names all that it cannot read.
    type: list
    elements: str
    choices:
      - settings
      - locations
      - shelving_locations
      - shelving_location_sites
      - patron_profiles
      - item_loan_policies
      - directory_entries
      - institutional_patron_ids
notes:
  - Requires O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password).
  - The account requires permission to read each of the kinds. From mod-rs 2.19, settings also require C(rs.settings.getsection.all)
    (contained in C(rs.settings.read)). Without it, ReShare returns an empty or partial list with a success status. The task then fails.
  - A setting that exists more than once causes a warning. It is not certain which of them ReShare uses.
  - The task also fails if the directory is empty. An empty directory is treated as a missing permission, because every tenant's directory
    contains at least its own entry.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.preflight_info
  - module: reshare.wms.reshare_setting
  - module: reshare.wms.circulation_configuration_info
  - name: Resource Sharing Settings
    description: ReShare's page on its settings.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1077706753
"""

EXAMPLES = r"""
---
- name: Read the complete configuration of a tenant
  reshare.wms.reshare_configuration_info:
    reshare_url: https://okapi.example.org
    reshare_tenant: fairview
    reshare_username: configuration
    reshare_password: "{{ reshare_password }}"
  register: reshare

- name: Read the settings and the accounts of partners
  reshare.wms.reshare_configuration_info:
    kinds:
      - settings
      - institutional_patron_ids
  register: reshare

- name: Verify that ReShare uses WMS2 and that a partner has its own account
  ansible.builtin.assert:
    that:
      - reshare.configuration.settings.host_lms_integration == 'wms2'
      - "'RESHARE:BETA' in reshare.configuration.institutional_patron_ids.partners"
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.library
configuration:
  description:
    - The configuration, in the format of the option of the same name of M(reshare.wms.reshare_configuration).
  returned: success
  type: dict
  contains:
    settings:
      description: The settings that have a value, by key.
      type: dict
    locations:
      description: The locations.
      type: list
      elements: dict
    shelving_locations:
      description: The shelving locations.
      type: list
      elements: dict
    shelving_location_sites:
      description: The pairs of location and shelving location, including those without a preference.
      type: list
      elements: dict
    patron_profiles:
      description: The patron profiles.
      type: list
      elements: dict
    item_loan_policies:
      description: The item loan policies.
      type: list
      elements: dict
    directory_entries:
      description: The directory entries.
      type: list
      elements: dict
    institutional_patron_ids:
      description: The partners that have an institutional patron ID.
      type: dict
      contains:
        partners:
          description: The barcodes by the partners' symbols.
          type: dict
  sample:
    settings:
      host_lms_integration: wms2
      check_out_item: ncip
    locations:
      - code: LFMM
        name: Main Library
        supply_preference: 10
    directory_entries:
      - slug: fairview-main
        lms_location_code: "128808"
    institutional_patron_ids:
      partners:
        RESHARE:BETA: INST-LEND-BETA
"""

from ..module_utils._module_tasks.reshare import configuration_info_task

TASK = configuration_info_task

if __name__ == "__main__":
    TASK.main()
