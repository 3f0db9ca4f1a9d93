# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of what modules return that run checks."""

from .library import ModuleDocFragment as Library


class ModuleDocFragment:
    """The checks, and how many did not pass."""

    RETURN: str = (
        Library.RETURN
        + r"""
checks:
  description: All checks, in the order in which they ran.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name of the check, for example for a waiver.
      type: str
    title:
      description: The condition that is true if the check passes.
      type: str
    status:
      description: One of V(pass), V(fail), V(unknown) (the check is inconclusive), V(waived) and V(later) (the check is only possible after
        the configuration is applied).
      type: str
    detail:
      description: The result of the check, or the reason why it is inconclusive.
      type: str
    remedy:
      description: The action to take.
      type: str
    reason:
      description: The reason for the waiver.
      type: str
    failure:
      description:
        - The error because of which the check failed or is inconclusive, as data, like C(failure) of a failed task. V(null) if there was
          none.
      type: dict
    problems:
      description: The other reasons why the check did not pass, as data.
      type: list
      elements: dict
      contains:
        code:
          description:
            - V(pending) for a step that a person still has to make, V(not_applied) for an object of the declared configuration that is not
              applied, or if the check is only possible after that, V(depends) if another check has to pass first, whose name is then C(object).
            - V(other_policy) if another policy applies than the declared one, V(limit), V(bill) and V(unavailable) if the policy limits, bills
              or prevents a loan or hold, V(differs) if an object or a case is not as declared.
            - V(blocked) and V(expires) for a patron account that cannot be used, V(legacy) for a Notification Policy that is not sent any more,
              V(unsupported) for a module of ReShare that is missing or too old, or a library system that CrossLink does not support,
              V(refused) if ReShare rejects an account, or a permission is missing, V(other_library) if the tenant belongs to another library,
              V(invalid) for a wrong value, and V(not_known) if there is not enough information.
            - V(unreachable) and V(unexpected_response) for a system that did not respond, or responded otherwise than with a result. A check
              with nothing but these and V(not_known) is inconclusive.
          type: str
        object:
          description: The object, as used in messages. V(null) if it is not known.
          type: str
        fields:
          description: The names of the fields or options concerned, as far as they are known.
          type: list
          elements: str
        permission:
          description: The permission that the account lacks. V(null) if it is not known.
          type: str
        row:
          description: The number of the row of the map that applies, from 1.
          type: int
        patron_types:
          description: The patron types for which it is so.
          type: list
          elements: str
        material_formats:
          description: The material formats for which it is so. Empty if it is so for all, or does not depend on it.
          type: list
          elements: str
failed_checks:
  description: Number of failed checks. Use this number in conditions instead of a text, because texts can be masked.
  returned: success
  type: int
  sample: 0
unknown_checks:
  description: Number of inconclusive checks.
  returned: success
  type: int
  sample: 0
"""
    )
