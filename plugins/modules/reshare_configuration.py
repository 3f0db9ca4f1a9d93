#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_configuration
short_description: Manage the configuration of a ReShare tenant
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Takes everything that is declared for one library's ReShare tenant in one dictionary, and brings the tenant to that
    state. It logs in once, reads each list once, and writes only what differs, in the order in which rows need each
    other.
  - Everything is checked before anything is written. Problems in how things are declared are reported all at once.
  - It does the same as the modules for the single kinds, in one task and with one connection. Read their pages for what
    each field means, what it can hold, and the traps of ReShare.
  - What M(reshare.wms.reshare_configuration_info) returns has exactly the shape of O(configuration).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.tenant
  - reshare.wms.tenant.lookup
  - reshare.wms.attributes
options:
  configuration:
    description:
      - What is declared, by kind. A kind that is not mentioned, or is V(null) or empty, is not touched.
      - C(settings) and C(institutional_patron_ids) are dictionaries. Under every other key stands a list of
        dictionaries, one per row or entry, with the options of that kind's module (and its C(state)), but without those
        of the connection. Rows that are not in a list are left alone.
      - A field that is not mentioned is not touched. A field that is set to V(null) is cleared.
      - Kinds are listed below in the order in which they are made and changed. Removals come last, in the reverse
        order.
      - "C(settings): the keys of the settings and their values, as in M(reshare.wms.reshare_setting). V(null) or an
        empty text sets a setting back to its default. ReShare compares exactly, so V(NCIP) in place of V(ncip) would
        silently switch a call off. Such a value is refused. YAML reads C(on), C(off), C(yes) and C(no) without quotes
        as booleans. They are understood where a setting has just these values. Still, write them with quotes."
      - "C(locations): list, as in M(reshare.wms.reshare_location)."
      - "C(shelving_locations): list, as in M(reshare.wms.reshare_shelving_location)."
      - "C(shelving_location_sites): list, as in M(reshare.wms.reshare_shelving_location_site)."
      - "C(patron_profiles): list, as in M(reshare.wms.reshare_patron_profile)."
      - "C(item_loan_policies): list, as in M(reshare.wms.reshare_item_loan_policy)."
      - "C(directory_entries): list, as in M(reshare.wms.reshare_directory_entry)."
      - "C(institutional_patron_ids): dictionary of C(partners), which are symbols and barcodes, and C(purge), as in
        M(reshare.wms.reshare_institutional_patron_ids)."
    type: dict
    required: true
  allow_none:
    description:
      - Whether C(borrower_check), C(check_out_item), C(check_in_item) and C(accept_item) may be V(none) or blank.
      - With such a value ReShare pretends that the call to the library system worked, and exchanges nothing with it. A
        library can then look healthy and do nothing. So it is refused unless you say that it is what you want.
    type: bool
    default: false
  allow_unknown:
    description:
      - Whether C(settings) may have keys that this collection does not know, such as those of a newer ReShare. Their
        values may then be any text or number, but not a boolean. A value is kept secret if its key sounds like that of a secret.
    type: bool
    default: false
notes:
  - The account needs to read and to change each kind that is declared. The modules' pages name the permissions. For
    settings from mod-rs 2.19 that includes C(rs.settings.getsection.all) (contained in C(rs.settings.read) and
    C(rs.settings.write)), or else ReShare sends an empty or partial list and calls it a success. The task recognises
    such a list and fails, since nothing can be concluded from it.
  - ReShare makes its settings itself when its request module is enabled. They are given values here, and never created
    or removed. A key that a tenant does not have is an error. It means an older mod-rs, or a section that a feature
    flag hides. A key that exists more than once is an error too, since which one ReShare uses is not certain.
  - ReShare also makes rows of the lending tables itself when it meets new codes. So rows that nobody declared are
    normal, and there is no option that removes them. Only C(institutional_patron_ids) has C(purge).
  - Where C(host_lms_integration) is to change to V(wms2), the version of mod-rs is looked at first. One that is older
    than 2.11.0 takes the value all the same and then fails every call, so the task refuses. If the gateway does not
    tell the version, it warns.
  - With C(loggingZ3950Responder) on, ReShare stores addresses with the WSKey and its secret in them. The task warns of
    it where it declares settings.
  - Everything here belongs to the tenant. There is no setting for a single branch.
  - Values of secret settings are never shown. A diff says only that such a value changes.
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
    - name: Say what is lent, where borrowed items go, and to whom each partner's loans are checked out
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

    - name: Answer requests by hand, and lend for the default period
      reshare.wms.reshare_configuration:
        configuration:
          settings:
            auto_responder_status: "off"
            default_loan_period: null

    - name: Remove a location together with its sites
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
---
# Generated by `make docs` from tests/tools/returned: outcome, sandbox, failure. A sample stays as it is here.
pending:
  description:
    - Whether changes of this task still have to be made by hand.
    - This is possible only for a library with a record, whose changes a person makes on OCLC's screens, and for a patron
      account that is only verified and cannot exist yet. ReShare carries out every write at once.
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
      description: The object, for messages.
      type: str
    since:
      description: The day on which the change was first requested, where that is known.
      type: str
    remark:
      description: Why the change could not be made, as a person reported it, or which other change has to be made first.
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
      description: The object, for messages.
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
    - kind: reshare_location
      name: LFML
      title: ReShare location 'LFML'
      action: created
      what:
        - code
        - supply_preference
left_over:
  description:
    - Objects to which nothing refers any longer after the changes of this task, as far as other objects are known. They are not removed.
    - Only policies, notices, templates and bills are reported, which have no effect unless something refers to them, and accounts of former
      partners.
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
      description: The object, for messages.
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
  description: Whether one of the systems was the rehearsal sandbox, or the record of the library is that of a rehearsal.
  returned: success
  type: bool
  sample: false
failure:
  description: What went wrong, as data for playbooks. The text is in C(msg).
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
"""

from ansible_collections.reshare.wms.plugins.module_utils._jobs.reshare import configuration_task

TASK = configuration_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
