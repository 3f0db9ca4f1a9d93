#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_setting
short_description: Manage a ReShare app setting
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Manages the value of one app setting of a ReShare tenant (Settings > Resource sharing). The keys are those of the request module,
    mod-rs.
  - The effective value is compared. A setting whose default is already the desired value is not written.
  - A key that is not listed here is rejected, unless O(allow_unknown=true).
  - 'Section "hostLMSIntegration", the kind of library system: C(host_lms_integration), one of V(alma), V(aleph),
    V(evergreen), V(folio), V(horizon), V(koha), V(manual), V(millennium), V(ncsu), V(polaris), V(sierra), V(symphony),
    V(tlc), V(voyager), V(wms) and V(wms2). A WMS library has V(wms2).'
  - 'Section "hostLMSIntegration", the calls to the library system: C(borrower_check), C(check_out_item), C(check_in_item) and
    C(accept_item), each V(none) or V(ncip). A WMS2 library requires V(ncip) for all four. C(use_request_item), V(none) or V(ncip), must not
    be V(ncip) with WMS2, which does not implement it. C(check_in_on_return), V(off) or V(on). Any value except V(off), including a blank
    value, works like V(on).'
  - 'Section "localNCIP": C(ncip_server_address) (address), C(ncip_from_agency), C(ncip_from_agency_authentication) (secret),
    C(ncip_to_agency), C(ncip_app_profile) (must not be blank if its default is blank too; WMS2 does not use it), C(ncip_use_due_date)
    (V(off), V(on)), C(ncip_due_date_format), C(ncip_use_barcode_for_accept_item) (V(no), V(yes)), C(ncip_request_item_pickup_location),
    C(ncip_use_title_request_type) (V(no), V(yes)). For WMS2, both agencies are the Branch Registry ID of the main branch.'
  - 'Section "wmsSettings": C(wms_api_key) (secret), C(wms_api_secret) (secret), C(wms_lookup_patron_endpoint)
    (address), C(wms_registry_id), C(wms_connector_address) (address), C(wms_connector_username),
    C(wms_connector_password) (secret).'
  - 'Section "requests": C(default_institutional_patron_id) (the barcode of the lending account that is used where a
    partner has none of its own), C(request_id_prefix), C(default_request_symbol), C(default_peer_symbol),
    C(local_symbols), C(last_resort_lenders), C(max_requests) (whole number), C(free_text_pickup_location) (V(no),
    V(yes)), C(directory_api_url) (address), C(default_loan_period) (whole number of days), C(minimum_cost),
    C(suppress_patron_info) (V(no), V(yes)). The last three exist from mod-rs 2.19.'
  - 'Section "autoResponder": C(auto_responder_status), one of V(off), V(on:_will_supply_only),
    V(on:_will_supply_and_cannot_supply) (as it starts) and V(on:_loaned_and_cannot_supply). C(auto_responder_cancel)
    and C(auto_responder_local) (V(off), V(on)). C(copy_auto_responder_status) (V(off),
    V(on:_loaned_and_cannot_supply)). C(auto_responder_requester_non_ret) (V(off), V(on:_available), V(on:_supplied)).
    C(stale_request_1_enabled), C(stale_request_3_exclude_weekend) and C(auto_rerequest) (V(no), V(yes)).
    C(stale_request_2_days), C(stale_request_rush_hours), C(stale_request_express_hours) and C(check_duplicate_time)
    (whole numbers).'
  - 'Pull slips: C(pull_slip_template_id), C(pull_slip_report_id), C(pull_slip_logo_id), C(pull_slip_max_items) and
    C(pull_slip_max_items_manual) (whole numbers).'
  - 'Routing and network: C(routing_adapter) (V(foliosharedindex), V(static), V(disabled)), C(static_routes),
    C(network_maximum_send_attempts), C(network_retry_period), C(network_timeout_period) (whole numbers),
    C(iso18626_gateway_address) (address). Others: C(z3950_server_address), C(z3950_proxy_address),
    C(request_service_type), C(patron_store) (V(folio), V(manual)), C(combine_fill_and_ship) and
    C(combine_returned_by_patron_and_return_ship) (V(no), V(yes)).'
  - 'Logging: C(loggingISO18626), C(loggingNCIP), C(loggingZ3950Requester) and C(loggingZ3950Responder) (V(no), V(yes)), each with a number
    of days, such as C(loggingNCIPDays). If C(loggingZ3950Responder) is enabled, ReShare stores URLs that contain the WSKey and its secret,
    and the task issues a warning.'
  - 'Feature flags (hidden): C(wmsSettings.feature_flag), C(z3950.feature_flag), C(hostLMSLocations.feature_flag),
    C(hostLMSPatronProfiles.feature_flag), C(hostLMSItemLoanPolicies.feature_flag) and C(hostLMSShelvingLocations.feature_flag) (V(true),
    V(false)). V(false) removes a whole section from ReShare''s responses.'
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
options:
  key:
    description:
      - The key of the setting, as listed above.
    type: str
    required: true
  value:
    description:
      - The value of the setting, one of the values listed above if there is such a list. This option is required.
      - V(null) or an empty text resets the setting to its default. C(host_lms_integration), C(default_institutional_patron_id),
        C(auto_responder_status) and C(check_in_on_return) have no default and are blank then.
      - ReShare compares exactly, so V(NCIP) instead of V(ncip) would disable a call without an error. Such a value is rejected.
      - YAML reads C(on), C(off), C(yes) and C(no) without quotes as booleans. Booleans are accepted for settings that have exactly these
        values, and rejected for all other settings. Use quotes nevertheless.
    type: str
  allow_none:
    description:
      - Whether C(borrower_check), C(check_out_item), C(check_in_item) and C(accept_item) may be V(none) or blank.
      - With such a value, ReShare reports calls to the library system as successful but sends nothing. A library can then appear to work
        although nothing is exchanged. Therefore such a value is rejected unless this option is V(true).
    type: bool
    default: false
  allow_unknown:
    description:
      - Whether to accept a key that is not known to this collection, such as a key of a newer ReShare. Its value can be any text or number,
        but not a boolean. The value is treated as secret if its key suggests a secret.
    type: bool
    default: false
notes:
  - Requires O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password).
  - The account requires permissions to read and to change settings. From mod-rs 2.19, it also requires C(rs.settings.getsection.all)
    (contained in C(rs.settings.read) and C(rs.settings.write)). Without it, ReShare returns an empty or partial list with a success status.
    The task detects such a list and fails, because the list is not reliable.
  - ReShare creates its settings when its request module is enabled. This collection sets their values, and never creates or removes
    settings. A key that does not exist in the tenant is an error. The reason is an older mod-rs, or a section that is hidden by a feature
    flag.
  - ReShare has no locking for settings. A setting is read again directly before it is written, and once more afterwards to verify that the
    value was stored.
  - Settings belong to the tenant. Single branches have no settings.
  - Values of secret settings are never shown. A diff shows only that such a value changes.
  - To change several settings, M(reshare.wms.reshare_configuration) is faster. It logs in and reads the list once.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_configuration_info
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
  reshare.wms.reshare_setting:
    reshare_url: https://okapi.example.org
    reshare_tenant: fairview
    reshare_username: configuration
    reshare_password: "{{ reshare_password }}"
    key: host_lms_integration
    value: wms2

- name: Enable checkout over NCIP
  reshare.wms.reshare_setting:
    key: check_out_item
    value: ncip

- name: Set the WSKey that ReShare uses
  reshare.wms.reshare_setting:
    key: wms_api_secret
    value: "{{ wms_secret }}"

- name: Reset a setting to its default
  reshare.wms.reshare_setting:
    key: ncip_app_profile
    value: null

- name: Disable patron checks
  reshare.wms.reshare_setting:
    key: borrower_check
    value: none
    allow_none: true
"""

RETURN = r"""
---
object:
  description:
    - The setting after the task.
  returned: success
  type: dict
  contains:
    key:
      description: The key of the setting.
      type: str
    value:
      description: The value of the setting. V(null) if it was reset to its default. For a secret, only whether there is a value is
        returned.
      type: str
  sample:
    key: check_out_item
    value: ncip
# Generated by `make docs` from tests/tools/returned: outcome, sandbox, failure. Samples in this file are kept.
pending:
  description:
    - Whether changes of this task still have to be made by hand.
    - This is possible only for a library with a record, whose changes a person makes on OCLC's screens, and for a patron account that is
      only verified and cannot exist yet. Changes in ReShare are never pending.
  returned: success, and failure while writing
  type: bool
  sample: false
waiting:
  description: Changes of this task that still have to be made by hand; listed on the worksheet.
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    title:
      description: The object, as used in messages.
      type: str
    since:
      description: The date on which the change was first requested, if known.
      type: str
    remark:
      description: The reason why the change could not be made, as reported by a person, or the other change that has to be made first.
      type: str
  sample: []
declared:
  description: Number of objects, rows or settings managed by this task, by kind. Other configuration is not touched.
  returned: success, and failure while writing
  type: dict
  sample:
    loan_policy: 1
changes:
  description: The changes in the order in which they were written (in check mode, the changes that would be written).
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or
        a page.
      type: str
    title:
      description: The object, as used in messages.
      type: str
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The changed fields, by option name. For a map, the rows that are added (after C(+)) and removed
        (after C(-)), or V(order of rows).
      type: list
      elements: str
  sample:
    - kind: reshare_setting
      name: check_out_item
      title: ReShare setting 'check_out_item'
      action: updated
      what:
        - value
left_over:
  description:
    - Objects that are no longer referenced after the changes of this task, as far as other objects are known. They are not removed.
    - Contains only policies, notices, templates and bills, which have no effect unless another object refers to them, and accounts of
      former partners.
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name of the object.
      type: str
    title:
      description: The object, as used in messages.
      type: str
  sample: []
diff:
  description: The changed fields before and after, by kind and name. Ansible shows them with C(--diff). Secrets are masked.
  returned: success, and failure while writing
  type: dict
  contains:
    before:
      description: The values before.
      type: dict
    after:
      description: The values after the task (in check mode, the values that it would write).
      type: dict
sandbox:
  description: Whether one of the systems was the rehearsal sandbox, or the record of the library belongs to a rehearsal.
  returned: success
  type: bool
  sample: false
failure:
  description: The failure as data, for use in playbooks. The text is in C(msg).
  returned: failure
  type: dict
  contains:
    code:
      description:
        - V(invalid) if options or variables are wrong, V(unknown_reference) if a name does not exist, V(in_use) if other objects refer to
          the object, V(differs) if a verified object differs from the task, V(not_owned) if the object was not created by this collection, V(conflict)
          for a concurrent change, V(unreachable) if a system did not respond or returned a server error, V(refused) if a system rejected
          the credentials or they lack a permission, V(unexpected_response) for any other response of a system, V(bug) for an error in this
          collection, and V(error) for all other failures.
      type: str
    object:
      description: The object that failed. V(null) if the failure concerns several objects, or if the object is not known.
      type: str
    candidates:
      description: Existing names that are similar to the unknown name, the most similar first.
      type: list
      elements: str
    status:
      description: The HTTP status of the response. V(null) if there was no response.
      type: int
    no_answer:
      description: Whether a system did not respond or returned a server error, so that a later run can succeed.
      type: bool
  sample:
    code: refused
    object:
    candidates: []
    status: 401
    no_answer: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._jobs.reshare import setting_task

TASK = setting_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
