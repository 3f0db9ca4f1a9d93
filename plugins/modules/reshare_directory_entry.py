#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_directory_entry
short_description: Edit an entry of ReShare's directory
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Changes the fields of an entry in the tenant's directory that the integration with WMS requires. These are the location code for entries
    of the library's pickup locations, and the lending flags for the library's own entry.
  - This module does not create or remove entries. If an entry does not exist, the task fails and lists similar entries.
  - The directory also contains the account to which items lent to a partner are checked out. Use
    M(reshare.wms.reshare_institutional_patron_ids) for it.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.tenant
  - reshare.wms.tenant.fields
  - reshare.wms.tenant.lookup
  - reshare.wms.attributes
options:
  slug:
    description:
      - The slug of the entry, which is unique in the directory.
    type: str
    required: true
  lms_location_code:
    description:
      - Field "LMS location code" of a pickup location (an entry of type Branch with the tag C(pickup)). For WMS, this is the Branch
        Registry ID of that branch, for example V(128808). The ID of the main branch is also used for C(ncip_from_agency) in
        M(reshare.wms.reshare_setting).
      - ReShare sends it to WMS as the pickup location of a borrowed item. Without it, the request fails with an error that does not contain
        the reason (inferred).
      - If the value changes and O(wms_configuration_url) is set, the branch is looked up there.
    type: str
  loan_policy:
    description:
      - Property C(policy.ill.loan_policy) of the library's own entry, the material that it lends. One of V(lending_all_types),
        V(lending_physical_only), V(lending_electronic_only) and V(not_lending). ReShare compares exactly, so any other text is rejected.
      - Without it, ReShare treats the library as lending.
    type: str
  returns:
    description:
      - Property C(policy.ill.returns) of the library's own entry. One of V(yes), V(no) and V(other).
    type: str
  last_resort:
    description:
      - Property C(policy.ill.last_resort) of the library's own entry. One of V(yes), V(no) and V(other).
    type: str
  loan_to_borrow_ratio:
    description:
      - Property C(policy.ill.InstitutionalLoanToBorrowRatio) of the library's own entry, a text such as V(1:1). Use quotes, because YAML
        may read the value as a number.
    type: str
  state:
    description:
      - V(present) changes the fields of the entry. No other state is supported.
    type: str
    choices:
      - present
    default: present
notes:
  - An entry is identified by its slug. Case matters. The task fails if the slug differs from an existing one only in case.
  - YAML reads C(yes) and C(no) without quotes as booleans. Booleans are accepted for O(returns) and O(last_resort). Use quotes
    nevertheless.
  - Only changes are sent, each property together with the ID of the value that it replaces. Without the ID, ReShare would add a second
    value. If a property in the task has several values, the task repairs this and issues a warning.
  - The account requires C(directory.entry.collection.get) and C(directory.entry.item.get). Writing requires
    C(directory.entry.managed-item.put) (entries that the tenant manages itself) or C(directory.entry.item.put) (any entry). With
    C(directory.entry.item-local.put) alone, ReShare returns a success status and ignores everything except local properties, that is, every
    field of this module. Therefore the entry is read again after writing, and the task fails and lists the fields that were not stored.
  - An empty directory is treated as a missing permission, because every tenant's directory contains at least its own entry.
  - ReShare's request module uses a copy of the directory that is updated with a delay. The task does not wait for the update.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_institutional_patron_ids
  - module: reshare.wms.reshare_setting
  - name: WorldShare Management Services (WMS) integrations
    description: ReShare's page on its WMS adapters.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1522237458
  - name: Basic configuration
    description: ReShare's page on setting up a new tenant.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1986527242
"""

EXAMPLES = r"""
---
# The connection options are omitted here. Set them once with module_defaults (see the examples of reshare.wms.reshare_configuration), or
# with environment variables.

- name: Set the WMS branch of each pickup location
  reshare.wms.reshare_directory_entry:
    slug: "{{ item.key }}"
    lms_location_code: "{{ item.value }}"
  loop: "{{ pickup_places | dict2items }}"
  vars:
    pickup_places:
      fairview-main: "128808"
      fairview-science: "128809"

- name: Lend physical items only, and only as the last resort
  reshare.wms.reshare_directory_entry:
    slug: fairview
    loan_policy: lending_physical_only
    returns: "yes"
    last_resort: "yes"
    loan_to_borrow_ratio: "1:1"

- name: Lend all types of items
  reshare.wms.reshare_directory_entry:
    slug: fairview
    loan_policy: null
"""

RETURN = r"""
---
object:
  description:
    - The entry after the task, with the options of this module that are set.
  returned: success
  type: dict
  sample:
    slug: fairview-main
    lms_location_code: "128808"
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
    - kind: reshare_directory_entry
      name: fairview-main
      identity:
        slug: fairview-main
      title: ReShare directory entry 'fairview-main'
      rows: []
      action: updated
      what:
        - lms_location_code
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.reshare import object_task
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.directory_entries import DIRECTORY_ENTRY

TASK = object_task(DIRECTORY_ENTRY)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
