#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: reshare_configuration
short_description: Manage the configuration of a ReShare tenant
version_added: 1.0.0
description:
  - Applies the configuration of a library's ReShare tenant, from one dictionary. The module logs in once, reads each list once, and writes
    only the differences, in the order of the dependencies between rows.
  - Everything is validated before anything is written. All validation errors are reported at once.
  - The effect is that of the modules for the single kinds, but with one task and one connection. See the documentation of these modules for
    the meaning of each field, its valid values, and special behaviour of ReShare.
  - The return value of M(reshare.wms.reshare_configuration_info) can be used as O(configuration).
extends_documentation_fragment:
  - reshare.wms.tenant.settings
  - reshare.wms.library
  - reshare.wms.tenant
  - reshare.wms.tenant.lookup
  - reshare.wms.changes.earlier
options:
  configuration:
    description:
      - The configuration, by kind. A kind that is not set, V(null) or empty is not changed.
      - C(settings) and C(institutional_patron_ids) are dictionaries. The value of every other key is a list of dictionaries, one per row or
        entry, with the options of the kind's module (including C(state)) without the connection options. Rows that are not in a list are
        not changed.
      - A field that is not set is left unchanged. A field set to V(null) is cleared.
      - The kinds are listed below in the order in which they are created and changed. Removals follow at the end, in the reverse order.
      - "C(settings): the keys of the settings and their values, as in M(reshare.wms.reshare_setting). V(null) or an empty text resets a
        setting to its default. ReShare compares exactly, so V(NCIP) instead of V(ncip) would disable a call without an error. Such a value
        is rejected. YAML reads C(on), C(off), C(yes) and C(no) without quotes as booleans. Booleans are accepted for settings that have
        exactly these values. Use quotes nevertheless."
      - "C(locations): list, as in M(reshare.wms.reshare_location)."
      - "C(shelving_locations): list, as in M(reshare.wms.reshare_shelving_location)."
      - "C(shelving_location_sites): list, as in M(reshare.wms.reshare_shelving_location_site)."
      - "C(patron_profiles): list, as in M(reshare.wms.reshare_patron_profile)."
      - "C(item_loan_policies): list, as in M(reshare.wms.reshare_item_loan_policy)."
      - "C(directory_entries): list, as in M(reshare.wms.reshare_directory_entry)."
      - "C(institutional_patron_ids): dictionary of C(partners) (symbols and barcodes), C(former) and C(purge), as in
        M(reshare.wms.reshare_institutional_patron_ids)."
    type: dict
    required: true
  stop:
    description:
      - For the playbook C(reshare.wms.withdraw). The code under which what this task replaces is returned. With O(wms_record_dir), it is first stored in the
        withdrawal in the library's record, unless the withdrawal contains that code.
    type: str
  allow_unknown:
    description:
      - Whether C(settings) may contain keys that are not known to this collection, such as keys of a newer ReShare. Their values can be any
        text or number, but not a boolean. A value is treated as secret if its key suggests a secret.
    type: bool
    default: false
notes:
  - The account requires permissions to read and to change each kind in O(configuration). The documentation of the single modules lists the
    permissions.
  - ReShare also creates rows of the lending tables automatically for new codes. Rows that are not in the inventory are therefore normal,
    and no option removes them. Only C(institutional_patron_ids) has C(purge).
  - Before C(host_lms_integration) is changed to V(wms2), the version of mod-rs is checked. Versions older than 2.11.0 accept the value but
    then fail every call, so the task fails. If the gateway does not return the version, the task issues a warning.
  - All of this configuration belongs to the tenant. Single branches have no settings.
seealso:
  - module: reshare.wms.reshare_configuration_info
  - module: reshare.wms.reshare_setting
  - module: reshare.wms.reshare_location
  - module: reshare.wms.reshare_shelving_location
  - module: reshare.wms.reshare_shelving_location_site
  - module: reshare.wms.reshare_patron_profile
  - module: reshare.wms.reshare_item_loan_policy
  - module: reshare.wms.reshare_directory_entry
  - module: reshare.wms.reshare_institutional_patron_ids
  - module: reshare.wms.circulation_configuration
  - name: Resource Sharing Settings
    description: ReShare's page on its settings.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1077706753
  - name: WorldShare Management Services (WMS) integrations
    description: ReShare's page on its WMS adapters.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1522237458
"""

EXAMPLES = r"""
---
- name: Connect ReShare to WMS2
  reshare.wms.reshare_configuration:
    reshare_url: https://okapi.example.org
    reshare_tenant: fairview
    reshare_username: configuration
    reshare_password: "{{ reshare_password }}"
    configuration:
      settings:
        host_lms_integration: wms2
        borrower_check: ncip
        check_out_item: ncip
        check_in_item: ncip
        accept_item: ncip
        check_in_on_return: "on"
        ncip_server_address: https://circ.sd00.worldcat.org/ncip
        ncip_from_agency: "128808"
        wms_registry_id: "128807"
        wms_lookup_patron_endpoint: https://128807.share.worldcat.org/idaas/scim/v2/Users/.search
        wms_api_key: "{{ wms_key }}"
        wms_api_secret: "{{ wms_secret }}"
        default_institutional_patron_id: INST-LEND-01

- name: Set the connection once for several tasks
  module_defaults:
    group/reshare.wms.all:
      reshare_url: "{{ reshare_url }}"
      reshare_tenant: "{{ reshare_tenant }}"
      reshare_username: "{{ reshare_username }}"
      reshare_password: "{{ reshare_password }}"
  block:
    - name: Configure lending locations, pickup locations and the accounts of partners
      reshare.wms.reshare_configuration:
        configuration:
          locations:
            - code: LFMM
              name: Main Library
              supply_preference: 10
            - code: LFML
              supply_preference: -1
          shelving_locations:
            - code: Reserves
              supply_preference: -1
          shelving_location_sites:
            - location: LFMM
              shelving_location: Reserves
              supply_preference: 0
          patron_profiles:
            - code: STATUS
              can_create_requests: true
          directory_entries:
            - slug: fairview-main
              lms_location_code: "128808"
            - slug: fairview
              loan_policy: lending_physical_only
          institutional_patron_ids:
            partners:
              RESHARE:BETA: INST-LEND-BETA
              RESHARE:GAMMA: INST-LEND-GAMMA

    - name: Disable automatic responses, and set the default loan period
      reshare.wms.reshare_configuration:
        configuration:
          settings:
            auto_responder_status: "off"
            default_loan_period: null

    - name: Remove a location and its sites
      reshare.wms.reshare_configuration:
        configuration:
          shelving_location_sites:
            - location: OLDM
              shelving_location: Stacks
              state: absent
          locations:
            - code: OLDM
              state: absent
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.changes
stop:
  description: The option.
  returned: with O(stop), if the tenant could be read
  type: str
  sample: new_loans
former:
  description: What the task replaces, as a configuration that sets it back. A row that did not exist has blank fields. Empty without a change.
  returned: with O(stop), if the tenant could be read
  type: dict
  sample:
    directory_entries:
      - slug: fairview
        loan_policy: lending_all_types
"""

from ..module_utils._module_tasks.reshare import configuration_task

TASK = configuration_task

if __name__ == "__main__":
    TASK.main()
