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
  - Edits those fields of an entry of the tenant's directory that the integration with WMS needs. On the entries of the
    library's pickup places that is the location code, on its own entry the lending flags.
  - Entries are made and removed in ReShare's directory, not here. An entry that does not exist is an error that lists
    similar ones.
  - The account to which items lent to a partner are checked out stands in the directory too. It has a module of its
    own, M(reshare.wms.reshare_institutional_patron_ids).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.tenant
  - reshare.wms.tenant.fields
  - reshare.wms.tenant.lookup
  - reshare.wms.attributes
options:
  slug:
    description:
      - The slug of the entry, which no other entry of the directory has.
    type: str
    required: true
  lms_location_code:
    description:
      - Field "LMS location code" of a pickup place (an entry of type Branch with the tag C(pickup)). For WMS it is the
        Branch Registry ID of that branch, for example V(128808). That of the main branch is also C(ncip_from_agency) in
        M(reshare.wms.reshare_setting).
      - ReShare sends it to WMS as the pickup location of a borrowed item. Without it, that fails with an error that
        does not say why (inferred).
      - When it changes and O(wms_configuration_url) is set, it is looked up among the branches there.
    type: str
  loan_policy:
    description:
      - Property C(policy.ill.loan_policy) of the library's own entry, what it lends. One of V(lending_all_types),
        V(lending_physical_only), V(lending_electronic_only) and V(not_lending). ReShare compares exactly, so any other
        text is refused.
      - Without it, ReShare counts the library as lending.
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
      - Property C(policy.ill.InstitutionalLoanToBorrowRatio) of the library's own entry, a text such as V(1:1). Write
        it with quotes, since YAML may read it as a number.
    type: str
  state:
    description:
      - V(present) gives the entry what is declared. There is nothing else to declare of an entry.
    type: str
    choices:
      - present
    default: present
notes:
  - An entry is known by its slug. Upper and lower case count. A slug that differs from an existing one only in case is
    refused.
  - YAML reads C(yes) and C(no) without quotes as booleans. They are understood in O(returns) and O(last_resort). Still,
    write them with quotes.
  - Only what changes is sent, each property together with the ID of the value that it replaces. Without the ID, ReShare
    would add a second value. If a declared property holds several values, that is repaired, and the task warns.
  - The account needs C(directory.entry.collection.get) and C(directory.entry.item.get), and to write
    C(directory.entry.managed-item.put) (entries that the tenant manages itself) or C(directory.entry.item.put) (any
    entry). With C(directory.entry.item-local.put) alone, ReShare calls the write a success and drops everything but
    local properties, which means every field here. So the entry is read back, and the task fails and says what was not
    kept.
  - An empty directory is taken for a missing permission, since every tenant's has at least its own entry.
  - ReShare's request module works with a copy of the directory that follows a moment later. The task does not wait for
    it.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_institutional_patron_ids
  - module: reshare.wms.reshare_setting
  - name: WorldShare Management Services (WMS) integrations
    description: ReShare's page on its WMS adapters.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1522237458
  - name: Basic configuration
    description: ReShare's page on what a new tenant needs.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/1986527242
"""

EXAMPLES = r"""
---
# How the tenant is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.reshare_configuration), or with environment variables.

- name: Let ReShare name the right branch of WMS for each pickup place
  reshare.wms.reshare_directory_entry:
    slug: "{{ item.key }}"
    lms_location_code: "{{ item.value }}"
  loop: "{{ pickup_places | dict2items }}"
  vars:
    pickup_places:
      fairview-main: "128808"
      fairview-science: "128809"

- name: Lend physical items only, and only when nobody else does
  reshare.wms.reshare_directory_entry:
    slug: fairview
    loan_policy: lending_physical_only
    returns: "yes"
    last_resort: "yes"
    loan_to_borrow_ratio: "1:1"

- name: Go back to lending everything
  reshare.wms.reshare_directory_entry:
    slug: fairview
    loan_policy: null
"""

RETURN = r"""
---
object:
  description:
    - The entry as it is after the task, with those of the options of this module that are set.
  returned: success
  type: dict
  sample:
    slug: fairview-main
    lms_location_code: "128808"
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
    - kind: reshare_directory_entry
      name: fairview-main
      title: ReShare directory entry 'fairview-main'
      action: updated
      what:
        - lms_location_code
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.reshare import object_task
from ansible_collections.reshare.wms.plugins.module_utils._reshare.directory import DIRECTORY_ENTRY

TASK = object_task(DIRECTORY_ENTRY)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
