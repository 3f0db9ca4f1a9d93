#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: record_adoption
short_description: Import the existing configuration of a library from a questionnaire
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - The record of a library starts empty, and what it does not mention counts as not there. A library that has a
    configuration already is adopted first. This module writes a worksheet that asks for what is there, and takes the answers
    that come back as confirmed. The playbook C(reshare.wms.adopt) does that with what the roles declare.
  - Only what the declared objects need is asked. These are the fields that are declared of an object and about which the
    record says nothing, and whole maps and matrices, since where a row belongs depends on the rows that are there.
  - What OCLC's systems can be asked is not asked of people.
  - Nothing becomes pending here. The next run compares what is declared with what was found.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
options:
  configuration:
    description:
      - What is declared for the library, as O(reshare.wms.circulation_configuration#module:configuration) takes it.
    type: dict
    required: true
  files:
    description:
      - Files with answers, as the adoption worksheet makes them, or folders with such files (C(*.json)). Files about other
        libraries, and confirmations, are left alone and returned in RV(other_files).
      - Each is taken as a whole or not at all. An answer that can't be meant is refused with the field and what to write, and so
        are two that contradict each other, for example a map that names a policy of which another answer says that there is
        none.
      - Files are imported in the order of their dates. Of two answers about an object, and of an answer and a confirmation, the
        later one counts. RV(without_effect) has what was left out.
      - A file is refused where its worksheet was made from another record, and where it is dated more than a day ahead. A file of
        this library that is refused fails the task, after all others were imported.
    type: list
    elements: path
    default: []
  archive:
    description:
      - A folder. Files of the library that were imported are moved there once the record is saved. It is made if need be, and no
        file in it is overwritten.
      - Files that were refused, or that are about other libraries, stay where they are.
    type: path
notes:
  - Needs O(wms_record_dir) and O(wms_registry_id).
seealso:
  - module: reshare.wms.record_confirmation
  - module: reshare.wms.circulation_configuration_info
"""

EXAMPLES = r"""
---
- name: Ask what there is of two policies and a map
  reshare.wms.record_adoption:
    wms_registry_id: "128807"
    wms_record_dir: record
    configuration: &declared
      loan_policies:
        - name: ReShare borrowing
          loan_period: 28 days
      loan_policy_map:
        - holding_location: LFMM
          shelving_location: Interlibrary Loan
          loan_policy: ReShare borrowing

- name: Take the answers
  reshare.wms.record_adoption:
    wms_registry_id: "128807"
    wms_record_dir: record
    configuration: *declared
    files:
      - ../received/fairview.answers.json
"""

RETURN = r"""
---
recorded:
  description: The titles of what was taken from the answers.
  returned: success
  type: list
  elements: str
  sample:
    - Loan Policy Map
questions:
  description: The titles of what is still asked.
  returned: success
  type: list
  elements: str
  sample:
    - Loan Policy 'ReShare borrowing'
worksheet:
  description: The worksheet with the questions. V(null) where nothing is asked.
  returned: success
  type: str
  sample: /srv/consortium/record/worksheets/fairview.adopt.html
pending:
  description: Whether anything waits for a person, of what was asked for before.
  returned: success
  type: bool
  sample: false
waiting:
  description: What waits for a person, of what was asked for before.
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
  sample: []
diff:
  description: What was recorded and what is still asked. Ansible shows it with C(--diff).
  returned: success
  type: dict
  contains:
    before:
      description: Always empty.
      type: dict
    after:
      description: The titles of what was recorded, and of what is asked.
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
    - /srv/consortium/received/fairview.answers.json
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.worksheets import adoption_task

TASK = adoption_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
