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
  - reshare.wms.attributes
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
  purge:
    description:
      - Whether O(partners) is the complete list of partners with a value. The value of every other institution is then removed.
      - At least one partner is required.
    type: bool
    default: false
notes:
  - A value is changed in place, by its ID. Tools that omit the ID add a second value. If a partner in O(partners), or one that is purged,
    has several values, ReShare may use any or none of them. The task repairs this and issues a warning.
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

RETURN = r"""
---
# Generated by `make docs` from tests/tools/returned: outcome, sandbox, failure. Samples in this file are kept.
pending:
  description:
    - Whether changes of this task still have to be made by hand.
    - This is possible only for a library with a record, whose changes a person makes on OCLC's screens, and for a patron account that is
      only verified and cannot exist yet. Changes in ReShare are never pending.
  returned: success, and failure while writing
  type: bool
  sample: false
pending_steps:
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
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
    rows:
      description: For a map, the conditions of each row that is added, changed, moved or removed, by option name. Empty for other kinds.
      type: list
      elements: dict
    since:
      description: The date on which the change was first requested, if known.
      type: str
    remark:
      description: The reason why the change could not be made, as reported by a person, or the other change that has to be made first.
      type: str
    waits_for:
      description: The object that a person has to create first, as used in messages. V(null) if there is none.
      type: str
    confirmed:
      description:
        - Who confirmed the step (C(by)), when (C(at)), and how (C(how), V(capture) or V(answer)), if it waits for the approval of a second
          person (O(wms_approval)). V(null) otherwise.
      type: dict
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
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
    rows:
      description: For a map, the conditions of each row that is added, changed, moved or removed, by option name. Empty for other kinds.
      type: list
      elements: dict
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The changed fields, by option name. For a map, or the shelving locations of a holding code, what is added (after C(+)) and
        removed (after C(-)), or V(order of rows).
      type: list
      elements: str
  sample:
    - kind: reshare_institutional_patron_ids
      name: RESHARE:BETA
      identity:
        partner: RESHARE:BETA
      title: Institutional patron ID of partner 'RESHARE:BETA'
      rows: []
      action: updated
      what:
        - barcode
left_over:
  description:
    - Objects that are no longer referenced after the changes of this task, as far as other objects are known. They are not removed.
    - Contains only policies, notices, templates and bills, which have no effect unless another object refers to them; accounts of
      former partners; and accounts with the mark of this library that ReShare has at a partner that is not declared, or had there before this task,
      with the institutional patron IDs that still name them.
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
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
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
          the object, V(differs) if a verified object differs from the task, V(not_owned) if the object was not created by this collection,
          V(not_approved) if the changes are not those of the plan that is applied, V(conflict) for a concurrent change, V(other_library) if a
          tenant, record or file belongs to another library or to a rehearsal, V(no_record) if the record of a library that was configured
          before is missing, V(damaged) for a record that cannot be read, V(file_error) if a file cannot be read or written, V(locked) if
          another task uses it, V(rejected_file) for a received file that was not imported, V(unreachable) if a system did not respond or
          returned a server error, V(refused) if a system rejected the credentials or they lack a permission, V(unexpected_response) for any
          other response of a system, V(bug) for an error in this collection, and V(error) for all other failures.
      type: str
    object:
      description: The object that failed. V(null) if the failure concerns several objects, or if the object is not known.
      type: str
    fields:
      description:
        - The names of the fields or options that are wrong, missing or not stored, as far as they are known. A field in a section has the form
          C(section.field).
      type: list
      elements: str
    candidates:
      description: Existing names that are similar to the unknown name, the most similar first, or the full names of an ambiguous one.
      type: list
      elements: str
    parts:
      description: The single errors, if there are several.
      type: list
      elements: dict
      contains:
        code:
          description: As above.
          type: str
        object:
          description: As above.
          type: str
        fields:
          description: As above.
          type: list
          elements: str
        candidates:
          description: As above.
          type: list
          elements: str
    permission:
      description: The permission or scope that the account or the WSKey lacks, or seems to lack. V(null) if it is not known.
      type: str
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.reshare import patron_ids_task

TASK = patron_ids_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
