#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: reshare_institutional_patron_ids
short_description: Assign a WMS patron account to each ReShare partner
version_added: 1.0.0
description:
  - If a library lends to a partner, ReShare checks the item out to a patron account in the library's own WMS. The account is the
    institutional patron ID of the partner's entry in the library's own directory (property C(local_institutionalPatronId)). If the entry
    has no value, the setting C(default_institutional_patron_id) is used (see M(reshare.wms.reshare_setting)). Without both values, nothing
    is checked out.
  - Sets the barcodes for all partners of one tenant in one task. The directory is read once, with a hundred entries per request. Only
    differences are written, with one request per entry.
  - Use M(reshare.wms.patron_account) to create the accounts. This module does not look up the barcodes in WMS.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.tenant
options:
  partners:
    description:
      - The symbols of the partners, each with the barcode of its account.
      - A symbol can be set with its authority, such as V(RESHARE:BETA), or without it, such as V(BETA). Case does not matter.
      - V(null) or an empty text removes the value of that partner. The default account is then used. If no entry has the symbol, the task
        issues a warning. If the entry has another symbol in O(partners) with a barcode, that barcode is kept.
      - The value of a partner that is not in O(partners) is not changed, unless O(purge=true).
      - Use quotes for barcodes, because YAML may read a barcode with leading zeros as another number.
      - If no entry of type Institution has a symbol with a barcode, the task fails and lists similar symbols. The task also fails if
        several entries have the symbol (set it with its authority), if a partner is listed by two of its symbols, and if a barcode is set
        for the library itself (the entries that it manages). All such problems are reported at once, before anything is written.
    type: dict
    required: true
  former:
    description:
      - The barcodes of accounts that are not needed any more, for example those of a former pattern.
      - The value of a partner is replaced or removed only if its account is listed here, is blocked, or was not created by this collection for this
        library. Otherwise, an account that can still be used would be left over, and no system would show that it exists. The accounts are looked
        up in WMS if the connection options for WMS are set.
    type: list
    elements: str
    default: []
  purge:
    description:
      - Whether O(partners) is the complete list of partners with a value. The value of every other institution is then removed.
      - At least one partner is required.
    type: bool
    default: false
notes:
  - A value is changed in place, by its ID. Tools that omit the ID add a second value. If a partner in O(partners), or one that is purged,
    has several values, ReShare may use any or none of them. They are replaced.
  - ReShare's request module uses its own copy of the directory. After writing, the task waits up to ten seconds for the update of the copy,
    and issues a warning for partners that were not updated.
  - The values are local to the tenant. Other tenants cannot read them, and they should be preserved when the directory refreshes a
    partner's entry (inferred).
  - The account requires C(directory.entry.collection.get), C(directory.entry.item.get), C(directory.entry.item-local.put) (or more, such as
    C(directory.entry.item.put)), and C(rs.directoryentry.get) to read the copy. Without C(rs.directoryentry.get), the task issues a warning
    that the copy could not be checked. Each entry is read again after writing. The task fails if the value was not stored.
  - An empty directory is treated as a missing permission, because every tenant's directory contains at least its own entry.
  - Tenants without mod-directory are not supported by this module.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_setting
  - module: reshare.wms.reshare_directory_entry
  - module: reshare.wms.patron_account
  - name: Institutional patron IDs
    description: ReShare's page on the patrons to which items are lent.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1522106387
"""

EXAMPLES = r"""
---
- name: Set a separate account for each partner
  reshare.wms.reshare_institutional_patron_ids:
    reshare_url: https://okapi.example.org
    reshare_tenant: fairview
    reshare_username: configuration
    reshare_password: "{{ reshare_password }}"
    partners:
      RESHARE:BETA: INST-LEND-BETA
      RESHARE:GAMMA: INST-LEND-GAMMA
      ISIL:US-DELTA: "0023014"

- name: Use the default account for one partner
  reshare.wms.reshare_institutional_patron_ids:
    partners:
      BETA: null

- name: Generate the values of all partners from a pattern, and remove all other values
  reshare.wms.reshare_institutional_patron_ids:
    partners: "{{ dict(symbols | zip(symbols | map('regex_replace', '^.*:', 'INST-LEND-'))) }}"
    purge: true
  vars:
    symbols:
      - RESHARE:BETA
      - RESHARE:GAMMA
"""

RETURN = "extends_documentation_fragment: reshare.wms.changes"

from ..module_utils._module_tasks.reshare import patron_ids_task

TASK = patron_ids_task

if __name__ == "__main__":
    TASK.main()
