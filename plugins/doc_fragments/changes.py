# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of what modules return that can change something."""

from .library import ModuleDocFragment as Library


class ModuleDocFragment:
    """The changes, and what is pending or left over; as parts, what is pending, and the option ``earlier_diff``."""

    EARLIER = r"""
options:
  earlier_diff:
    description:
      - The RV(reshare.wms.circulation_configuration#module:diff) of an earlier task M(reshare.wms.circulation_configuration) of the same play.
      - In C(check_mode), that task has created nothing. With this option, references to the shelving locations that it would create are valid.
        Without it, the task issues a warning that they do not exist. Outside C(check_mode), this option is ignored.
    type: dict
"""

    PENDING: str = (
        Library.RETURN
        + r"""
pending:
  description:
    - Whether changes of this task still have to be made by hand.
    - This is possible only for a library with a record, whose changes a person makes on OCLC's screens, and for a patron account that is
      only verified and cannot exist yet. Changes in ReShare are never pending.
  returned: success, and failure while writing
  type: bool
  sample: true
pending_steps:
  description: Changes of this task that still have to be made by hand; listed on the worksheet.
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind: &kind
      description: The kind of the object, which is also the name of its module.
      type: str
    name: &name
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity: &identity
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title: &title
      description: The object, as used in messages.
      type: str
    rows: &rows
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
  sample:
    - kind: loan_policy_map
      name: ""
      identity: {}
      title: Loan Policy Map
      rows:
        - patron_policy: All
          material_format: All
          holding_location: FAVM
          shelving_location: Interlibrary Loan
      since: "2026-11-25"
      remark: null
      waits_for: null
      confirmed: null
"""
    )

    RETURN: str = (
        PENDING
        + r"""
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
    kind: *kind
    name: *name
    identity: *identity
    title: *title
    rows: *rows
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The changed fields, by option name. For a map, or the shelving locations of a holding code, what is added (after C(+)) and
        removed (after C(-)), or V(order of rows).
      type: list
      elements: str
    earlier:
      description: What the change replaces, as a configuration that restores it, with secrets masked. V(null) if there was nothing, as before
        the creation of an object.
      type: dict
  sample:
    - kind: loan_policy
      name: ReShare borrowing
      identity:
        name: ReShare borrowing
      title: Loan Policy 'ReShare borrowing'
      rows: []
      action: updated
      what:
        - loan_period
      earlier:
        loan_policies:
          - name: ReShare borrowing
            loan_period: 14 days
    - kind: loan_policy_map
      name: ""
      identity: {}
      title: Loan Policy Map
      rows:
        - patron_policy: All
          material_format: All
          holding_location: LFMM
          shelving_location: ReShare
      action: updated
      what:
        - "+ Holding Location LFMM, Shelving Location ReShare -> Loan Policy ReShare borrowing"
      earlier:
        loan_policy_map:
          - patron_policy: All
            material_format: All
            holding_location: LFMM
            shelving_location: ReShare
            loan_policy: ReShare borrowing
            state: absent
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
    kind: *kind
    name:
      description: The name of the object.
      type: str
    identity: *identity
    title: *title
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
"""
    )
