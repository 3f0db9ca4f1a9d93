#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_configuration_info
short_description: Export the configuration of a ReShare tenant
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns what a ReShare tenant has, in exactly the shape that M(reshare.wms.reshare_configuration) takes. Giving it
    back there changes nothing.
  - Fields that are not set, and kinds of which there is nothing, are left out.
  - Secret settings, and settings that this collection does not know, are left out. So are those that work with their
    default.
  - The lending tables come with the rows that ReShare made by itself, but without hidden ones.
  - Directory entries come with the fields that M(reshare.wms.reshare_directory_entry) knows. They are all entries that
    the tenant's directory has, those of its partners too. If a field holds several values, they are returned as one
    text, separated by commas, which cannot be given back as it is.
  - Institutional patron IDs come by the first symbol of each partner. Of several values on one partner the first is
    returned, which is the one that ReShare has if it has any. Giving that back repairs the partner's entry.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
  - reshare.wms.attributes.info
options:
  kinds:
    description:
      - The kinds to read, by their keys in the configuration. If not set, all of them.
      - The task fails if one of them cannot be read, for example because the account lacks a permission or because
        mod-rs is too old for a table. M(reshare.wms.reshare_info) tells which ones can be read.
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
  - Needs O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password).
  - The account needs to read each of the kinds. For settings from mod-rs 2.19 that includes
    C(rs.settings.getsection.all) (contained in C(rs.settings.read)). Without it ReShare sends an empty or partial list
    and calls it a success; such a list is refused.
  - A setting that exists more than once gives a warning. Which of them ReShare uses is not certain.
  - An empty directory is refused too. It is taken for a missing permission, since every tenant's has at least its own
    entry.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_info
  - module: reshare.wms.reshare_setting
  - module: reshare.wms.circulation_configuration_info
  - name: Resource Sharing Settings
    description: ReShare's page on its settings.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1077706753
"""

EXAMPLES = r"""
---
- name: Read everything that this collection knows of a tenant
  reshare.wms.reshare_configuration_info:
    reshare_url: https://okapi.example.org
    reshare_tenant: fairview
    reshare_username: configuration
    reshare_password: "{{ reshare_password }}"
  register: reshare

- name: Read with the connection set once
  module_defaults:
    group/reshare.wms.all:
      reshare_url: "{{ reshare_url }}"
      reshare_tenant: "{{ reshare_tenant }}"
      reshare_username: "{{ reshare_username }}"
      reshare_password: "{{ reshare_password }}"
  block:
    - name: Read the settings, and whom each partner's loans are checked out to
      reshare.wms.reshare_configuration_info:
        kinds:
          - settings
          - institutional_patron_ids
      register: reshare

    - name: See that ReShare talks to WMS2 and that a partner has an account of its own
      ansible.builtin.assert:
        that:
          - reshare.configuration.settings.host_lms_integration == 'wms2'
          - "'RESHARE:BETA' in reshare.configuration.institutional_patron_ids.partners"
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
    locations:
      description: The locations.
      type: list
      elements: dict
    shelving_locations:
      description: The shelving locations.
      type: list
      elements: dict
    shelving_location_sites:
      description: The pairs of location and shelving location, those without a preference too.
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
# Generated by `make docs` from tests/tools/returned: sandbox, failure. A sample stays as it is here.
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.reshare import configuration_info_task

TASK = configuration_info_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
