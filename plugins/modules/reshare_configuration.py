#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_configuration
short_description: Bring a library's ReShare tenant to its declared state
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Takes everything that is declared for one library's ReShare tenant in one dictionary. It logs in once, reads once,
    and writes only what differs.
  - What M(reshare.wms.reshare_configuration_info) returns has exactly the shape of O(configuration).
  - These are the settings that can stand under C(settings), by their section in ReShare.
  - 'Section "hostLMSIntegration", the kind of library system: C(host_lms_integration), one of V(alma), V(aleph),
    V(evergreen), V(folio), V(horizon), V(koha), V(manual), V(millennium), V(ncsu), V(polaris), V(sierra), V(symphony),
    V(tlc), V(voyager), V(wms) and V(wms2). A WMS library has V(wms2).'
  - 'Section "hostLMSIntegration", what is really done there: C(borrower_check), C(check_out_item), C(check_in_item) and
    C(accept_item), each V(none) or V(ncip). A WMS2 library needs V(ncip) in all four. C(use_request_item), V(none) or
    V(ncip), must not be V(ncip) with WMS2, which does not implement it. C(check_in_on_return), V(off) or V(on).
    Anything but V(off) acts as V(on) there, a blank too.'
  - 'Section "localNCIP": C(ncip_server_address) (address), C(ncip_from_agency), C(ncip_from_agency_authentication)
    (secret), C(ncip_to_agency), C(ncip_app_profile) (may not be blank together with its default; WMS2 does not use it),
    C(ncip_use_due_date) (V(off), V(on)), C(ncip_due_date_format), C(ncip_use_barcode_for_accept_item) (V(no), V(yes)),
    C(ncip_request_item_pickup_location), C(ncip_use_title_request_type) (V(no), V(yes)). For WMS2, both agencies are
    the Branch Registry ID of the main branch.'
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
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
options:
  configuration:
    description:
      - What is declared. A setting that is not mentioned is not touched.
      - "C(settings): a dictionary of the keys listed above and their values. V(null) or an empty text sets a setting
        back to its default. C(host_lms_integration), C(default_institutional_patron_id), C(auto_responder_status) and
        C(check_in_on_return) have no default and are blank then."
      - ReShare compares exactly, so V(NCIP) in place of V(ncip) would silently switch a call off. Such a value is
        refused.
      - YAML reads C(on), C(off), C(yes) and C(no) without quotes as booleans. They are understood where a setting has
        just these values. Still, write them with quotes.
    type: dict
    required: true
  allow_none:
    description:
      - Whether C(borrower_check), C(check_out_item), C(check_in_item) and C(accept_item) may be V(none) or blank.
      - With such a value ReShare pretends that the call to the library system worked, and exchanges nothing with it. A
        library can then look healthy and do nothing. So it is refused unless you say that it is what you want.
    type: bool
    default: false
notes:
  - Needs O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password).
  - The account needs to read and to change settings. From mod-rs 2.19 it also needs C(rs.settings.getsection.all)
    (contained in C(rs.settings.read) and C(rs.settings.write)), or else ReShare sends an empty or partial list and
    calls it a success. The task recognises such a list and fails, since nothing can be concluded from it.
  - ReShare makes its settings itself when its request module is enabled. They are given values here, and never created
    or removed. A key that a tenant does not have is an error. It means an older mod-rs, or a section that a feature
    flag hides.
  - ReShare has no lock on a setting. It is read again just before it is written, and once more to see that the value
    was kept.
  - Settings belong to the tenant. There is none for a single branch.
  - Values of secret settings are never shown. A diff says only that such a value changes.
seealso:
  - module: reshare.wms.reshare_configuration_info
  - module: reshare.wms.reshare_setting
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
    - name: Answer requests by hand, and lend for the default period
      reshare.wms.reshare_configuration:
        configuration:
          settings:
            auto_responder_status: "off"
            default_loan_period: null
"""

RETURN = r"""
---
pending:
  description:
    - Whether a person still has to carry out by hand what this task declared.
    - Always V(false) where the system written to carries out every write at once, as a configuration service, OCLC's
      Identity Management and ReShare do.
  returned: success, and failure while writing
  type: bool
  sample: false
changes:
  description:
    - What was written, in that order (in check mode, what would be).
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of object. It is also the name of its module.
      type: str
    name:
      description: The key of the setting.
      type: str
    title:
      description: The object in words, for messages.
      type: str
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: Always V(value).
      type: list
      elements: str
  sample:
    - kind: reshare_setting
      name: check_out_item
      title: ReShare setting 'check_out_item'
      action: updated
      what:
        - value
diff:
  description:
    - The fields that change, before and after, by kind and name. Ansible shows it with C(--diff).
    - A secret appears as a placeholder.
  returned: success, and failure while writing
  type: dict
  contains:
    before:
      description: How they were.
      type: dict
    after:
      description: How they are now (in check mode, would be).
      type: dict
sandbox:
  description:
    - Whether a system that this task spoke to is the rehearsal sandbox rather than OCLC's or ReShare's. There is a
      warning then, too.
  returned: success
  type: bool
  sample: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._task.reshare import configuration_task

TASK = configuration_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
