#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: record_confirmation
short_description: Import confirmations of manual steps
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Takes the confirmation files that worksheets make, or answers that are given here, and moves what was done from
    pending to confirmed in the library's record. The playbook C(reshare.wms.confirm) does that for all libraries.
  - A confirmation is taken as a whole or not at all. It is refused where it was made from a worksheet that asked for
    something else than what is pending now, with what has changed since.
  - It is refused where its worksheet was made from another record, that is of another institution, of a rehearsal against the
    sandbox, or of a record that was replaced since. It is refused where it is dated more than a day ahead.
  - It is refused, with both values, where it contradicts what OCLC's systems say. Locations are read back at
    O(wms_metadata_url), and patron accounts in Identity Management where O(wms_manual_accounts) is set.
  - It is refused where it says that something was made live while other steps still wait.
  - What could not be done stays pending, with the reason, which every later result and worksheet shows.
  - Taking the same file again changes nothing. Files are imported in the order of their dates. A step that is confirmed stays
    so. Of two reasons why a step could not be done, the later one counts. RV(without_effect) has what was left out.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
options:
  files:
    description:
      - Confirmation files, or folders with such files (C(*.json)). Files about other libraries, and answers of an adoption, are
        left alone and returned in RV(other_files), so that the same list can be given for every library.
      - A file of this library that is refused fails the task, after all others were imported. A file that names no library fails
        nobody, and is returned in RV(unassigned_files).
    type: list
    elements: path
    default: []
  archive:
    description:
      - A folder. Files of the library that were imported are moved there once the record is saved. It is made if need be, and no
        file in it is overwritten.
      - Files that were refused, or that are about other libraries, stay where they are.
    type: path
  by:
    description:
      - Who says so, in at most 200 characters. Needed for O(done), O(impossible) and O(discard). Files have the name of their
        person in them.
    type: str
  done:
    description:
      - What was done, by the titles that RV(waiting) has, for example V(Loan Policy 'ReShare borrowing'). V(all) alone means
        everything that is pending.
    type: list
    elements: str
    default: []
  impossible:
    description:
      - What could not be done, as a dictionary of titles and reasons of at most 2000 characters.
    type: dict
    default: {}
  discard:
    description:
      - Pending changes that nobody wants any more, for example after an object was renamed in the inventory, by their titles.
        V(all) alone means all of them.
      - They are dropped. The next run asks again for those that are still declared.
    type: list
    elements: str
    default: []
  remark:
    description:
      - A remark of at most 2000 characters that the history keeps with what is taken from O(done).
    type: str
notes:
  - Needs O(wms_record_dir) and O(wms_registry_id). With O(wms_read_locations) it needs O(wms_key) and O(wms_secret) too, as
    soon as a location is pending.
seealso:
  - module: reshare.wms.record_adoption
  - module: reshare.wms.circulation_configuration
"""

EXAMPLES = r"""
---
- name: Take the confirmations that arrived by mail
  reshare.wms.record_confirmation:
    wms_registry_id: "128807"
    wms_key: "{{ fairview_wms_key }}"
    wms_secret: "{{ fairview_wms_secret }}"
    wms_record_dir: record
    files:
      - ../received
    archive: ../received/imported

# How the library is reached is left out in what follows. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Say what was done, and what could not be
  reshare.wms.record_confirmation:
    by: Jane Doe
    done:
      - Loan Policy 'ReShare borrowing'
      - Loan Policy Map
    impossible:
      Collection Type Policy 'ReShare borrowing': OCLC is still migrating our Location Policy

- name: Start over with what is pending
  reshare.wms.record_confirmation:
    by: Jane Doe
    discard:
      - all
"""

RETURN = r"""
---
confirmed:
  description: The titles of what was taken as done.
  returned: success
  type: list
  elements: str
  sample:
    - Loan Policy 'ReShare borrowing'
impossible:
  description: The titles of what could not be done, as far as that is new.
  returned: success
  type: list
  elements: str
  sample: []
discarded:
  description: The titles of what is no longer asked for.
  returned: success
  type: list
  elements: str
  sample: []
pending:
  description: Whether anything still waits for a person.
  returned: success
  type: bool
  sample: true
waiting:
  description: What still waits for a person.
  returned: success
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
      description: The object in words.
      type: str
    since:
      description: The day on which it was first asked for.
      type: str
    remark:
      description: Why it could not be done, where somebody said so, or what it waits for itself.
      type: str
  sample:
    - title: Loan Policy Map
      since: "2026-11-25"
      remark: null
worksheet:
  description: The worksheet as it is now. V(null) where nothing waits.
  returned: success
  type: str
  sample: /srv/consortium/record/worksheets/fairview.html
diff:
  description: The titles of what is pending, before and after. Ansible shows it with C(--diff).
  returned: success
  type: dict
  contains:
    before:
      description: What was pending.
      type: dict
    after:
      description: What is pending now (in check mode, would be).
      type: dict
# Generated by `make docs` from tests/tools/returned: record, received, sandbox, failure. A sample stays as it is here.
read_back:
  description: Pending steps that the OCLC API shows as done. They are not pending any longer.
  returned: success, with O(wms_record_dir)
  type: list
  elements: str
  sample: []
withdrawn:
  description:
    - Who withdrew the library, when and why, as the record of the library has it. V(null) if it is not withdrawn.
  returned: success, with O(wms_record_dir)
  type: dict
  contains:
    by:
      description: The person who withdrew it.
      type: str
    at:
      description: The time, UTC.
      type: str
    reason:
      description: The reason. V(null) if none was given.
      type: str
  sample:
    by: Jane Doe
    at: "2026-11-25T09:30:00Z"
    reason: The library leaves the consortium at the end of the year.
imported_files:
  description: The imported files of the library, including those that changed nothing.
  returned: success
  type: list
  elements: str
  sample:
    - /srv/consortium/received/fairview.confirmation.json
archived_files:
  description: The new paths of imported files. Empty without O(archive) and in check mode.
  returned: success
  type: list
  elements: str
  sample: []
other_files:
  description: Files that were not imported because they belong to another library or module.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    library:
      description: The library that the file names.
      type: str
    format:
      description: The format that the file states.
      type: str
    reason:
      description: Why the file was not imported.
      type: str
  sample: []
unassigned_files:
  description: Files that name no library, or that can't be read. Each is a warning, too.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    reason:
      description: What is wrong with it and what to do.
      type: str
  sample: []
without_effect:
  description: Parts of imported files that had no effect.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    step:
      description: The object, as the file names it.
      type: str
    reason:
      description: Why, for example that a later answer is on record.
      type: str
    repeated:
      description: Whether it had its effect when the same file was imported before.
      type: bool
  sample: []
remarks:
  description: What people wrote for the operator, as far as it is new.
  returned: success
  type: list
  elements: dict
  contains:
    by:
      description: The person.
      type: str
    at:
      description: When, UTC.
      type: str
    remark:
      description: The remark, or the reason why a step could not be done.
      type: str
    title:
      description: The object. V(null) for a remark about the whole file.
      type: str
  sample:
    - by: Jane Doe
      at: "2026-11-26T10:00:00Z"
      remark: There is a second map for the branch.
      title: null
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.worksheets import confirmation_task

TASK = confirmation_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
