# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of what modules return that import files from other people."""

from __future__ import annotations


class ModuleDocFragment:
    """The files; as a part, what captures among them show."""

    RETURN = r"""
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
      description: The library that is named in the file.
      type: str
    format:
      description: The format that is given in the file.
      type: str
    reason:
      description: Why the file was not imported.
      type: str
  sample: []
unassigned_files:
  description: Files that do not name a library or cannot be read. Each of them is also a warning.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    why:
      description: Always V(damaged).
      type: str
    reason:
      description: The problem and its remedy.
      type: str
  sample: []
rejected_files:
  description: Files of the library that were not imported. The task fails if there are any, after it imported all others.
  returned: always
  type: list
  elements: dict
  contains:
    path:
      description: The file. V(null) for answers in options.
      type: str
    why:
      description:
        - V(damaged) if the content is not that of a worksheet, V(other_version) if another version of this collection created it,
          V(other_record) if it is for another institution or record, V(future) if its date is in the future.
        - V(outdated) if it does not match the pending steps, V(contradicted) if OCLC's systems show something else, V(early) if it
          confirms that the library goes live while other steps are pending, V(invalid) if an answer is not valid.
      type: str
    object:
      description: The step or object concerned. V(null) if there are several, or none.
      type: str
    reason:
      description: The problem and its remedy.
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
      description: The object, as named in the file.
      type: str
    reason:
      description: The reason, for example that a later answer is already recorded.
      type: str
    repeated:
      description: Whether this part already had its effect when the same file was imported before.
      type: bool
  sample: []
remarks:
  description: New remarks that people wrote for the operator.
  returned: success
  type: list
  elements: dict
  contains:
    by:
      description: The person.
      type: str
    at:
      description: The time, UTC.
      type: str
    remark:
      description: The remark, or the reason why a step could not be done.
      type: str
    kind:
      description: The kind of the object. V(null) for a remark about the whole file, like the following values.
      type: str
    name:
      description: The name, code, key or barcode of the object.
      type: str
    identity:
      description: The fields that identify the object, with their values.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample:
    - by: Jane Doe
      at: "2026-11-26T10:00:00Z"
      remark: There is a second map for the branch.
      kind: null
      name: null
      identity: null
      title: null
"""

    CAPTURES = r"""
captures:
  description:
    - What the captures in O(captures) show, in the order of their times. Check mode returns the same.
    - Values in the record that are not older than a capture are kept, and listed in RV(without_effect).
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    at:
      description: When the screen was captured, UTC.
      type: str
    screen:
      description: The kind of the objects on the screen, which is also the name of its module. V(null) if the screen was not recognised.
      type: str
    objects:
      description: The objects that were recognised.
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
        fields:
          description: The fields that were seen. For a map, its rows.
          type: dict
    differs:
      description: Fields and rows that are not as the record or the declaration wants them.
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
        label:
          description: The label of the field on the screen; for a row, that of the map.
          type: str
        seen:
          description: The value on the screen. Empty if it is blank.
          type: str
        wanted:
          description: The value that the record or the declaration wants. Empty if it is blank.
          type: str
    open:
      description: What was not understood, and was not recorded.
      type: list
      elements: dict
      contains:
        label:
          description: The label of the field or table, or the heading of the screen.
          type: str
        reason:
          description: Why it was not understood.
          type: str
    unplaced:
      description: The labels of values that belong to no known field.
      type: list
      elements: str
  sample:
    - path: /srv/consortium/captures/fairview/loan-policy.json
      at: "2026-11-26T09:30:00Z"
      screen: loan_policy
      objects:
        - kind: loan_policy
          name: ReShare borrowing
          identity:
            name: ReShare borrowing
          title: Loan Policy 'ReShare borrowing'
          fields:
            name: ReShare borrowing
            loan_period: 21 days
      differs:
        - kind: loan_policy
          name: ReShare borrowing
          identity:
            name: ReShare borrowing
          title: Loan Policy 'ReShare borrowing'
          label: Regular Loan Period
          seen: 21 days
          wanted: 28 days
      open:
        - label: Overdue Notification Policy
          reason: "'None' can be a name, or mean that nothing is chosen; add it to wms_screen_labels.blank in the latter case"
      unplaced:
        - Interlibrary loan remark
"""
