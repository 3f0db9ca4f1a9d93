#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_institutional_patron_ids
short_description: Say to which account of WMS items lent to each partner are checked out
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
      - V(null) or an empty text takes the value of that partner away. The default account then counts.
      - A partner that is not mentioned keeps its value, unless O(purge) says otherwise.
      - Write barcodes with quotes, since YAML may read one with leading zeros as another number.
      - A symbol that no entry of type Institution has is an error that lists similar ones. So is one that several
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
pending:
  description:
    - Whether a person still has to carry out by hand what this task declared.
    - Always V(false), since ReShare carries out every write at once.
  returned: success, and failure while writing
  type: bool
  sample: false
waiting:
  description:
    - What of it waits for a person. Always empty, as RV(pending) is always V(false).
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    title:
      description: The object in words.
      type: str
    since:
      description: The day on which it was first asked for.
      type: str
    remark:
      description: Why it could not be done, where somebody said so, or what it waits for itself.
      type: str
  sample: []
declared:
  description:
    - How many objects, rows or settings of each kind this task looks after, by kind. The rest of a library is none of its
      business.
  returned: success, and failure while writing
  type: dict
  sample:
    loan_policy: 1
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
      description: The symbol of the partner as it was declared, or the slug of one that is purged.
      type: str
    title:
      description: The object in words, for messages.
      type: str
    action:
      description: Always V(updated).
      type: str
    what:
      description: Always V(barcode).
      type: list
      elements: str
  sample:
    - kind: reshare_institutional_patron_ids
      name: RESHARE:BETA
      title: Institutional patron ID of partner 'RESHARE:BETA'
      action: updated
      what:
        - barcode
diff:
  description:
    - The fields that change, before and after, by kind and name. Ansible shows it with C(--diff).
  returned: success, and failure while writing
  type: dict
  contains:
    before:
      description: How they were.
      type: dict
    after:
      description: How they are now (in check mode, would be).
      type: dict
failure:
  description:
    - What went wrong, for programs. The text is in C(msg).
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
sandbox:
  description:
    - Whether a system that this task spoke to is the rehearsal sandbox rather than OCLC's or ReShare's. There is a
      warning then, too.
  returned: success
  type: bool
  sample: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._task.reshare import patron_ids_task

TASK = patron_ids_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
