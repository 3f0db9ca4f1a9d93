#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_institutional_patron_ids
short_description: Assign a WMS patron account to each ReShare partner
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - When a library lends to a partner, ReShare checks the item out to a patron account of the library's own WMS. It
    takes the institutional patron ID that stands on the partner's entry in the library's own directory (property
    C(local_institutionalPatronId)). Without one, it takes the setting C(default_institutional_patron_id) (see
    M(reshare.wms.reshare_setting)). Without either, nothing is checked out.
  - Takes the barcodes for all partners of one tenant in one task. The directory is read once, a hundred entries to a
    request, and only what differs is written, one request for each entry.
  - The accounts themselves are made with M(reshare.wms.patron_account). The barcodes are not looked up in WMS here.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.tenant
  - reshare.wms.attributes
options:
  partners:
    description:
      - The symbols of the partners, each with the barcode of its account.
      - A symbol is written with its authority, as V(RESHARE:BETA), or without, as V(BETA). Upper and lower case do not
        matter.
      - V(null) or an empty text takes the value of that partner away. The default account then counts. If no entry has the symbol, the task
        warns. If the entry also has a symbol that is declared with a barcode, that barcode is kept.
      - A partner that is not mentioned keeps its value, unless O(purge) says otherwise.
      - Write barcodes with quotes, since YAML may read one with leading zeros as another number.
      - A symbol with a barcode that no entry of type Institution has is an error that lists similar ones. So is one that several
        entries have (write it with its authority), a partner that is named twice by two of its symbols, and a barcode
        for the library itself (the entries that it manages). All such problems are told at once, before anything is
        written.
    type: dict
    required: true
  purge:
    description:
      - Whether O(partners) are all that are to have a value. It is then taken away from every other institution.
      - It is refused with no partner at all.
    type: bool
    default: false
notes:
  - A value is changed in place, by its ID. Tools that leave the ID out add a second value. If a declared partner, or
    one that is purged, has several, ReShare may take any or none of them. That is repaired, and the task warns.
  - ReShare's request module works with a copy of the directory of its own. After writing, the task waits up to ten
    seconds for the copy to follow, and warns of partners for which it has not.
  - Values are local to the tenant. No other tenant sees them, and they should survive when the directory refreshes a
    partner's entry (inferred).
  - The account needs C(directory.entry.collection.get), C(directory.entry.item.get), C(directory.entry.item-local.put)
    (or more, such as C(directory.entry.item.put)) and C(rs.directoryentry.get) to look at the copy. If it lacks the
    last one, the task warns that the copy could not be looked at. Each entry is read back after writing. The task fails
    and says so if the value was not kept.
  - An empty directory is taken for a missing permission, since every tenant's has at least its own entry.
  - Tenants without mod-directory cannot be set up with this module.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_setting
  - module: reshare.wms.reshare_directory_entry
  - module: reshare.wms.patron_account
  - name: Institutional patron IDs
    description: ReShare's page on the patrons that items are lent to.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1522106387
"""

EXAMPLES = r"""
---
- name: Give each partner an account of its own
  reshare.wms.reshare_institutional_patron_ids:
    reshare_url: https://okapi.example.org
    reshare_tenant: fairview
    reshare_username: configuration
    reshare_password: "{{ reshare_password }}"
    partners:
      RESHARE:BETA: INST-LEND-BETA
      RESHARE:GAMMA: INST-LEND-GAMMA
      ISIL:US-DELTA: "0023014"

- name: Let one partner use the default account again
  reshare.wms.reshare_institutional_patron_ids:
    partners:
      BETA: null

- name: Make the values of all partners from a pattern, and take away any other
  reshare.wms.reshare_institutional_patron_ids:
    partners: "{{ dict(symbols | zip(symbols | map('regex_replace', '^.*:', 'INST-LEND-'))) }}"
    purge: true
  vars:
    symbols:
      - RESHARE:BETA
      - RESHARE:GAMMA
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
    - kind: reshare_institutional_patron_ids
      name: RESHARE:BETA
      title: Institutional patron ID of partner 'RESHARE:BETA'
      action: updated
      what:
        - barcode
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.reshare import patron_ids_task

TASK = patron_ids_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
