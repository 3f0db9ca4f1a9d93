# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tasks of one run share about a library."""

from __future__ import annotations


class RunState:
    """The state of a task in a separate process, which does not have the data of earlier tasks."""

    def is_proven(self, connection: str) -> bool:
        """Whether an earlier task of this run has proven the identity of the library with this connection."""
        return False

    def note_proven(self, connection: str) -> None:
        """Record for later tasks that the identity is proven."""

    @property
    def writes(self) -> int | None:
        """The number of writes of earlier tasks of this run for the library; None if it is not known."""
        return None

    def note_write(self) -> None:
        """Record for later tasks that this task is about to write."""
