# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of what modules return that use the record of a library."""

from .changes import ModuleDocFragment as Changes


class ModuleDocFragment:
    """The state of the record; as parts, the sources of its fields, who withdrew the library, the evidence in report files, and the option ``withdrawal``."""

    KNOWLEDGE = r"""
knowledge:
  description:
    - How the fields of the objects of this task were learnt, and when. A field that is declared and not known is a pending step, and not
      part of it.
  returned: success, with O(wms_record_dir)
  type: dict
  contains:
    fields:
      description:
        - Number of fields by source. V(read) are read from OCLC by this task, V(capture) were seen on the screen, V(report) are shown by a
          report file of OCLC, and V(answer) are stated by a person.
      type: dict
    oldest:
      description: The object with the oldest field, as in RV(knowledge.objects). V(null) without any object.
      type: dict
    stale:
      description: The objects with a field that is older than O(wms_knowledge_days), or of an unknown age, as in RV(knowledge.objects), the
        oldest first.
      type: list
      elements: dict
    stated:
      description: The objects of which at least one field is only stated by a person, as in RV(knowledge.objects).
      type: list
      elements: dict
    objects:
      description: All objects, each with its oldest field.
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
          description: Number of fields of the object by source.
          type: dict
        field:
          description: The option name of the oldest field. V(null) if the object has no other field than its name, or does not exist.
          type: str
        how:
          description: The source of the oldest field, V(read), V(capture), V(report) or V(answer).
          type: str
        by:
          description: The person.
          type: str
        at:
          description: The time, UTC.
          type: str
        days:
          description: The age in days. V(null) if the time cannot be read, or is in the future.
          type: int
        stale:
          description: Whether the field is older than O(wms_knowledge_days), or of an unknown age.
          type: bool
  sample:
    fields:
      read: 0
      capture: 5
      report: 0
      answer: 0
    oldest: &oldest
      kind: loan_policy
      name: ReShare borrowing
      identity:
        name: ReShare borrowing
      title: Loan Policy 'ReShare borrowing'
      fields:
        read: 0
        capture: 5
        report: 0
        answer: 0
      field: loan_period
      how: capture
      by: Jane Doe
      at: "2026-11-25T09:30:00Z"
      days: 1
      stale: false
    stale: []
    stated: []
    objects:
      - *oldest
"""

    WITHDRAWN = r"""
withdrawn:
  description:
    - Who withdrew the library, when and why, according to the record of the library. V(null) if it is not withdrawn.
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
    removed:
      description: The person (C(by)) who removed its configuration, and the time (C(at)). Only if it was removed.
      type: dict
    former:
      description: Of each stop of its ReShare tenant, by its code, the configuration that it replaced. Only if the tenant was stopped.
      type: dict
  sample:
    by: Jane Doe
    at: "2026-11-25T09:30:00Z"
    reason: The library leaves the consortium at the end of the year.
"""

    _RECORD: str = (
        KNOWLEDGE
        + WITHDRAWN
        + r"""
worksheet:
  description: The path of the library's worksheet. V(null) if no step is pending.
  returned: success, with O(wms_record_dir)
  type: str
  sample: /srv/consortium/record/worksheets/fairview.html
read_back:
  description: Pending steps that the OCLC API shows as done. They are no longer pending.
  returned: success, with O(wms_record_dir)
  type: list
  elements: dict
  contains:
    kind: *kind
    name: *name
    identity: *identity
    title: *title
  sample: []
"""
    )

    RETURN: str = Changes.RETURN + _RECORD
    PENDING: str = Changes.PENDING + _RECORD

    EVIDENCE = r"""
evidence:
  description: The evidence in OCLC's report files that the record has, that is, the latest file of each kind.
  returned: success, with O(wms_record_dir)
  type: list
  elements: dict
  contains:
    report:
      description: The kind of the report file, as in RV(reshare.wms.record_import#module:files[].report).
      type: str
    file:
      description: The name of the file.
      type: str
    first:
      description: The first day of the report file. V(null) if unknown.
      type: str
    last:
      description: The last day of the report file.
      type: str
    imported:
      description: The time of the import, UTC.
      type: str
    loans:
      description: The number of loans that were compared.
      type: int
  sample:
    - report: events
      file: events.csv
      first: "2026-11-02"
      last: "2026-11-25"
      imported: "2026-11-26T09:30:00Z"
      loans: 311
"""

    WITHDRAWAL = r"""
options:
  withdrawal:
    type: dict
    suboptions:
      state:
        description:
          - V(present) records the withdrawal. V(absent) ends it.
          - V(removed) records that the configuration of the withdrawn library is removed, so that no playbook creates it again. It is rejected if the
            library is not withdrawn, or its link is not disabled.
        type: str
        choices: [present, absent, removed]
        default: present
      by:
        description: The name of the person who withdraws the library or ends the withdrawal.
        type: str
        required: true
      reason:
        description: The reason. A new reason replaces the recorded reason.
        type: str
      if_live:
        description: V(fail) rejects a withdrawal that is not in the record yet, if the link is live.
        type: str
        choices: [disable, fail]
        default: disable
"""
