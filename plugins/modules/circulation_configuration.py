#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: circulation_configuration
short_description: Manage the circulation configuration of a library
version_added: 1.0.0
description:
  - Applies the configuration of a library to WMS, from one dictionary. The module reads each kind of object once, plans all changes, and
    writes only the differences, in the order of the dependencies between objects.
  - Everything is validated before anything is written. All problems of all kinds are reported at once.
  - The effect is that of the modules for the single kinds of object, but with one task and one connection. See the documentation of these
    modules for the meaning of each field, its valid values, and special behaviour of its screen.
  - The return value of M(reshare.wms.circulation_configuration_info) can be used as O(configuration).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.changes.earlier
options:
  configuration:
    description:
      - The configuration, by kind. A kind that is not set, V(null) or empty is not changed.
      - The value of most kinds is a list of dictionaries, one per object, with the options of the kind's module (including C(state))
        without the connection options. Objects that are not in the list are not changed, unless O(prune) contains the kind.
      - The value of a map or matrix is a list of rows, or a dictionary of C(rows) and C(exact). The value of a page of settings is a
        dictionary.
      - The kinds are listed below in the order in which they are created and changed. Removals follow at the end, in the reverse order.
      - "C(shelving_locations): list, as in M(reshare.wms.shelving_location)."
      - "C(borrower_categories): list, as in M(reshare.wms.borrower_category)."
      - "C(notification_policies): list, as in M(reshare.wms.notification_policy)."
      - "C(notification_templates): list, as in M(reshare.wms.notification_template)."
      - "C(bill_reasons): list, as in M(reshare.wms.bill_reason)."
      - "C(bill_structures): list, as in M(reshare.wms.bill_structure)."
      - "C(patron_type_policies): list, as in M(reshare.wms.patron_type_policy)."
      - "C(loan_policies): list, as in M(reshare.wms.loan_policy)."
      - "C(long_overdue_policies): list, as in M(reshare.wms.long_overdue_policy)."
      - "C(loan_policy_map): map, as in M(reshare.wms.loan_policy_map)."
      - "C(loan_limit_policies): list, as in M(reshare.wms.loan_limit_policy)."
      - "C(loan_limit_matrix): matrix, as in M(reshare.wms.loan_limit_matrix)."
      - "C(hold_limit_policies): list, as in M(reshare.wms.hold_limit_policy)."
      - "C(hold_limit_matrix): matrix, as in M(reshare.wms.hold_limit_matrix)."
      - "C(hold_request_policies): list, as in M(reshare.wms.hold_request_policy)."
      - "C(hold_request_policy_map): map, as in M(reshare.wms.hold_request_policy_map)."
      - "C(hold_fulfillment_policies): list, as in M(reshare.wms.hold_fulfillment_policy)."
      - "C(hold_fulfillment_policy_map): map, as in M(reshare.wms.hold_fulfillment_policy_map)."
      - "C(hold_pickup_locations_map): map, as in M(reshare.wms.hold_pickup_locations_map)."
      - "C(collection_type_policies): list, as in M(reshare.wms.collection_type_policy)."
      - "C(notification_settings): page, as in M(reshare.wms.notification_settings). It is written after the policies, because enabling a
        type disables its legacy counterpart at once."
      - "C(patron_accounts): list, as in M(reshare.wms.patron_account)."
      - "C(ill_settings): page, as in M(reshare.wms.ill_settings). It is written last, because saving it makes ReShare live."
    type: dict
    required: true
  prune:
    description:
      - The kinds for which O(configuration) contains the complete list of objects. All other objects of these kinds are removed.
      - O(configuration) must contain a list of the kind, and the list must not be empty. An object that is still in use is not removed; the
        task fails before it writes anything.
      - Shelving locations, patron accounts and pages are never pruned. For a map or matrix use C(exact).
      - Run the task with C(--check --diff) first to see which objects would be removed.
    type: list
    elements: str
    default: []
    choices:
      - borrower_categories
      - notification_policies
      - notification_templates
      - bill_reasons
      - bill_structures
      - patron_type_policies
      - loan_policies
      - long_overdue_policies
      - loan_limit_policies
      - hold_limit_policies
      - hold_request_policies
      - hold_fulfillment_policies
      - collection_type_policies
  state:
    description:
      - V(present) applies the configuration of each object.
      - V(absent) removes all objects and rows in O(configuration), regardless of their other values. Pages of settings, shelving locations,
        and rows that match everything are not changed. The task fails if other objects still refer to one of the objects.
    type: str
    choices:
      - present
      - absent
    default: present
  ill_settings:
    description:
      - The page ILL Settings, as in M(reshare.wms.ill_settings). It is read with the other objects and only compared, not changed, so that a
        playbook knows from RV(ill_settings_in_place) whether anything has to be enabled.
      - Mutually exclusive with C(ill_settings) in O(configuration).
    type: dict
  reshare_configuration:
    description:
      - The configuration that M(reshare.wms.reshare_configuration) applies after this task. Before its first write, this task plans it too, and fails
        if it would be rejected, or if the tenant cannot be read. Otherwise a part of the changes would be written before that.
      - It is not looked at if nothing has to be written to WMS, or if the run leaves ReShare out (O(left_out)).
    type: dict
notes:
  - Requires O(wms_registry_id), O(wms_key) and O(wms_secret). Everything except patron accounts also requires O(wms_configuration_url) or
    O(wms_record_dir). The key requires the scope C(configuration) at the configuration service and, for patron accounts, O(wms_scim_scope)
    at OCLC.
  - OCLC publishes no API for the screens of OCLC Service Configuration. Changes are written to the configuration service at
    O(wms_configuration_url). They reach OCLC's production system only if that service transfers them. Patron accounts are written to OCLC's
    Identity Management API.
  - Only fields that are set are compared and written. A field that is not set is left unchanged. A field set to V(null) is cleared.
  - Objects can refer to objects that are created by the same task. If a name does not exist, the task fails and lists similar names. In
    check mode this is a warning, because an earlier task may create the object.
  - If a request fails, the changes written before it are returned and listed in the message. Run the task again to write the remaining
    changes.
  - According to OCLC, a new patron type takes up to 30 minutes to appear. If an object that refers to it is rejected for this reason, run
    the task again later. It then writes the remaining changes.
seealso:
  - module: reshare.wms.circulation_configuration_info
  - module: reshare.wms.patron_account
  - module: reshare.wms.ill_settings
  - module: reshare.wms.reshare_configuration
  - name: Set up integration (Integration with ReShare)
    description: OCLC's page on setting up a library for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
  - name: Circulation policies and setting dependencies
    description: The dependencies of each policy, and where it is used.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation
"""

EXAMPLES = r"""
---
- name: Configure a library for borrowing through ReShare
  reshare.wms.circulation_configuration:
    library: Fairview College
    wms_registry_id: "128807"
    wms_key: "{{ fairview_wms_key }}"
    wms_secret: "{{ fairview_wms_secret }}"
    wms_configuration_url: "{{ configuration_service }}"
    configuration:
      shelving_locations:
        - holding_code: LFMM
          name: ReShare
      loan_policies:
        - name: ReShare borrowing
          circulates: always
          loan_period: 28 days
          overdue_periodic_bill: null
      loan_policy_map:
        - holding_location: LFMM
          shelving_location: ReShare
          loan_policy: ReShare borrowing
      hold_fulfillment_policies:
        - name: ReShare pickup
          hold_shelf_period: 7 days
          exclude_closed_hours: true
      hold_fulfillment_policy_map:
        - holding_location: LFMM
          shelving_location: ReShare
          hold_fulfillment_policy: ReShare pickup

- name: Configure a library in several tasks, with the connection set once
  module_defaults:
    group/reshare.wms.all:
      wms_registry_id: "{{ wms_registry_id }}"
      wms_key: "{{ wms_key }}"
      wms_secret: "{{ wms_secret }}"
      wms_configuration_url: "{{ configuration_service }}"
  block:
    - name: Configure lending
      reshare.wms.circulation_configuration:
        configuration:
          borrower_categories:
            - name: ReShare lending
          patron_type_policies:
            - name: ReShare lending
              outstanding_bill_value_limit: No Limit
              total_loan_value_limit: No Limit
          patron_accounts:
            - barcode: INST-LEND-01
              patron_type: ReShare lending
              home_branch: "128808"
              family_name: ReShare
              expires: "2035-12-31"

    - name: Make ReShare live
      reshare.wms.circulation_configuration:
        configuration:
          ill_settings:
            reshare:
              enable: true
              temporary_item_holding_location: LFMM
              temporary_item_shelving_location: ReShare

- name: Apply a configuration, and compare ILL Settings with the declared page
  reshare.wms.circulation_configuration:
    configuration: "{{ declared_configuration }}"
    ill_settings:
      reshare:
        enable: true
        temporary_item_holding_location: LFMM
        temporary_item_shelving_location: ReShare

- name: Remove unused objects
  reshare.wms.circulation_configuration:
    configuration:
      loan_policy_map:
        - patron_policy: ILL
          state: absent
      loan_policies:
        - name: ILL old
          state: absent

- name: Remove all other hold limit policies and all other rows of the matrix
  reshare.wms.circulation_configuration:
    configuration:
      hold_limit_policies:
        - name: Nobody is limited
          verified_hold_count_limit: No Limit
          unverified_hold_count_limit: No Limit
      hold_limit_matrix:
        exact: true
        rows:
          - hold_limit_policy: Nobody is limited
    prune:
      - hold_limit_policies
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.record
ill_settings_in_place:
  description: Whether ILL Settings are as in O(ill_settings) after the task, and no step for the page is pending on the worksheet.
  returned: success, with O(ill_settings)
  type: bool
  sample: true
live:
  description:
    - Whether the link to ReShare is live, that is, whether C(Enable) in the section ReShare of ILL Settings is C(Yes).
    - With O(wms_record_dir), as confirmed in the record. V(null) if the record does not contain it.
  returned: success, with O(ill_settings)
  type: bool
  sample: true
# The documentation refers to this value, and ansible-test does not look for it in fragments.
diff: {}
"""

from ..module_utils._module_tasks.wms import configuration_task

TASK = configuration_task

if __name__ == "__main__":
    TASK.main()
