# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A library that becomes a member of the consortium, with a configuration service or a record."""

from __future__ import annotations

from typing import Any

from support.library import Library
from support.library_record import Record
from support.roles import Roles


class LibraryOperations:
    """What playbooks, and its people, do to a library, without the seconds that a playbook takes to start."""

    def __init__(self, library: Library, record: Record | None = None, **variables: Any):
        self.library, self.record = library, record
        if record is not None:
            # Nobody looked what patron types there are.
            variables |= record.options | {"preflight_waivers": {"patron_types": "Nobody is left out."}}
        self._roles = Roles(library, **variables)
        self._confirmation_file = ""

    def onboard(self) -> None:
        self._roles.onboard()

    def withdraw(self) -> None:
        self._roles.switch("withdrawn")

    def make_steps(self) -> None:
        """Make the steps of the worksheet on the screens, and send the confirmation."""
        self.record.make_steps()
        self._confirmation_file = self.record.send_file(self.record.confirmation(self.record.steps))

    def confirm(self) -> None:
        """Take the confirmation."""
        assert self.record.run("record_confirmation", files=[self._confirmation_file]).get("msg") is None

    def comparable(self) -> tuple[Any, ...]:
        """What became of it, as of a twin to which the same was done."""
        return self.library.comparable(), self.record and self.record.comparable()
