# SPDX-License-Identifier: GPL-3.0-or-later

"""Onboarding operations for a library of the consortium, with a configuration service or a record."""

from __future__ import annotations

from typing import Any

from support.library import Library
from support.library_record import Record
from support.roles import Roles


class LibraryOperations:
    """The operations of playbooks and people on a library, without starting ansible-playbook."""

    def __init__(self, library: Library, record: Record | None = None, **variables: Any):
        self.library, self.record = library, record
        if record is not None:
            # Nobody has recorded the existing patron types.
            variables |= record.options | {"preflight_waivers": {"patron_types": "Nobody is left out."}}
        self._roles = Roles(library, **variables)
        self._confirmation_file = ""

    def onboard(self) -> None:
        self._roles.onboard()

    def withdraw(self) -> None:
        self._roles.switch("disabled")

    def make_steps(self) -> None:
        """Make the steps of the worksheet on the screens, and send the confirmation."""
        self.record.make_steps()
        self._confirmation_file = self.record.send_file(self.record.confirmation(self.record.steps))

    def receive(self) -> None:
        """Import the confirmation."""
        assert self.record.run("record_import", files=[self._confirmation_file]).get("msg") is None

    def comparable(self) -> tuple[Any, ...]:
        """The state, for comparison with a twin to which the same was done."""
        return self.library.comparable(), self.record and self.record.comparable()
