#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: reshare_directory_entry
short_description: Edit an entry of ReShare's directory
version_added: 1.0.0
description:
  - Changes the fields of an entry in the tenant's directory that the integration with WMS requires. These are the location code for entries
    of the library's pickup locations, and the lending flags for the library's own entry.
  - This module does not create or remove entries. If an entry does not exist, the task fails and lists similar entries.
  - The directory also contains the account to which items lent to a partner are checked out. Use
    M(reshare.wms.reshare_institutional_patron_ids) for it.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.tenant.fields
  - reshare.wms.tenant.lookup
options:
  slug:
    description:
      - The slug of the entry, which is unique in the directory. The library's own entry can also be named by its symbol, such as V(RESHARE:FAIR).
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
    value. If a property in the task has several values, they are replaced.
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
extends_documentation_fragment: reshare.wms.changes
object:
  description:
    - The entry after the task, with the options of this module that are set.
  returned: success
  type: dict
  sample:
    slug: fairview-main
    lms_location_code: "128808"
"""

from ..module_utils._module_tasks.reshare import object_task
from ..module_utils._reshare.objects.directory_entries import DIRECTORY_ENTRY

TASK = object_task(DIRECTORY_ENTRY)

if __name__ == "__main__":
    TASK.main()
