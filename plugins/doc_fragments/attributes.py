# SPDX-License-Identifier: GPL-3.0-or-later

"""The author, and the attributes shared by all modules, for other fragments."""


class ModuleDocFragment:
    """The lines below C(attributes) and C(author): of modules that change something, and of those that only read.

    What is not a whole YAML document has a type here and in the other fragments, because ansible-test parses all other assignments.
    """

    CHANGES: str = r"""
  check_mode:
    description: Supports C(check_mode). Returns the changes that would be made, without making them.
    support: full
  diff_mode:
    description: Returns the changed fields before and after (in C(check_mode), the changes that would be made) in C(diff) mode.
    support: full
  idempotent:
    description: A second run with the same arguments outside check mode changes and writes nothing.
    support: full
author:
  - the reshare.wms authors (@reshare-wms)
"""

    READS: str = r"""
  check_mode:
    description: Supports C(check_mode). The module never changes anything.
    support: full
  diff_mode:
    description: Returns details of changes in C(diff) mode.
    support: N/A
    details:
      - The module never changes anything.
  idempotent:
    description: A second run changes nothing.
    support: full
author:
  - the reshare.wms authors (@reshare-wms)
"""
