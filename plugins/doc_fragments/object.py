# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of objects that are created, changed and removed one by one."""

from .record import ModuleDocFragment as Record
from .screen import ModuleDocFragment as Screen


class ModuleDocFragment:
    """The option ``state``, notes on the screen and on names, and the returned values."""

    DOCUMENTATION: str = (
        r"""
options:
  state:
    description:
      - V(present) creates the object, or changes the fields that are set.
      - V(absent) removes it. The task fails if other objects refer to it, and lists them.
    type: str
    choices:
      - present
      - absent
    default: present"""
        + Screen.NOTES
        + r"""  - The object is identified by its name. It cannot be renamed. A task with another name creates another object.
  - The task fails if the name differs from an existing one only in case, or if the name exists twice.
"""
    )

    RETURN: str = (
        Record.RETURN
        + r"""
object:
  description:
    - The object after the task, with the fields that are set. V(null) if it was removed.
    - The keys are the options of this module.
  returned: success
  type: dict
"""
    )
