# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of what every module returns if it fails."""


class ModuleDocFragment:
    """The value ``failure``."""

    RETURN = r"""
failure:
  description: The failure as data, for use in playbooks. The text is in C(msg).
  returned: failure
  type: dict
  contains:
    code:
      description:
        - V(invalid) if options or variables are wrong, V(unknown_reference) if a name does not exist, V(in_use) if other objects refer to
          the object, V(differs) if a verified object differs from the task, V(not_owned) if the object was not created by this collection,
          V(not_approved) if the changes are not those of the plan that is applied, V(conflict) for a concurrent change, V(not_seen) if a
          system accepted a change and did not show it within ten seconds (a delay and a change that was not carried out look the same),
          V(other_library) if a
          tenant, record or file belongs to another library or to a rehearsal, V(no_record) if the record of a library that was configured
          before is missing, V(damaged) for a record that cannot be read, V(file_error) if a file cannot be read or written, V(locked) if
          another task uses it, V(rejected_file) for a received file that was not imported, V(unreachable) if a system did not respond or
          returned a server error, V(refused) if a system rejected the credentials or they lack a permission, V(unexpected_response) for any
          other response of a system, V(bug) for an error in this collection, and V(error) for all other failures.
      type: str
    object:
      description: The object that failed.
      returned: if it is one object, and known
      type: str
    fields:
      description:
        - The names of the fields or options that are wrong, missing or not stored. A field in a section has the form C(section.field).
      returned: if known
      type: list
      elements: str
    candidates:
      description: Existing names that are similar to the unknown name, the most similar first, or the full names of an ambiguous one.
      returned: if there are any
      type: list
      elements: str
    parts:
      description: The single errors.
      returned: if there are several
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
      description: The permission or scope that the account or the WSKey lacks, or seems to lack.
      returned: if known
      type: str
    request:
      description: The method and URL of the request that failed.
      returned: if it is one request, and known
      type: str
    status:
      description: The HTTP status of the response.
      returned: if there was a response
      type: int
    no_answer:
      description: A system did not respond or returned a server error, so that a later run can succeed.
      returned: if true
      type: bool
  sample:
    code: refused
    status: 401
"""
