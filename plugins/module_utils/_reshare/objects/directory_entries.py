# SPDX-License-Identifier: GPL-3.0-or-later

"""The lending and pickup properties of directory entries (reshare.md 0.2, 2.5, 4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..._core.fields import Field, Schema
from ..._core.kinds import ObjectKind
from ..._core.objects import CurrentObject
from ..._core.values import Reference, Text
from .setting_fields import Vocabulary

_YES_NO_OTHER = Vocabulary(options=("yes", "no", "other"))


class DirectoryEntryKind(ObjectKind):
    """Directory entries. People create them in the directory; the collection only changes them."""

    def export(self, current: Sequence[CurrentObject]) -> list[dict[str, Any]]:
        """The objects; of several values of a property, the first, because mod-rs uses this one, if any."""
        return [
            {**shown, **{name: values[0] for name, values in entry.raw["piled_up"].items()}}
            for entry, shown in zip(current, super().export(current))
        ]


DIRECTORY_ENTRY = DirectoryEntryKind(
    name="reshare_directory_entry",
    plural="directory_entries",
    label="ReShare directory entry",
    screen="Directory",
    # reshare.md 0.2, 2.5, 4.1
    identity_fields=("slug",),
    states=("present",),
    create_hint="Create the entry in ReShare's directory; this collection does not create entries.",
    schema=Schema(
        Field("slug", Text(), "slug", required=True),
        Field("lms_location_code", Reference(kind="branch"), "LMS location code"),
        Field(
            "loan_policy",
            Vocabulary(
                options=(
                    "lending_all_types",
                    "lending_physical_only",
                    "lending_electronic_only",
                    "not_lending",
                )
            ),
            "policy.ill.loan_policy",
        ),
        Field("returns", _YES_NO_OTHER, "policy.ill.returns"),
        Field("last_resort", _YES_NO_OTHER, "policy.ill.last_resort"),
        Field("loan_to_borrow_ratio", Text(), "policy.ill.InstitutionalLoanToBorrowRatio"),
    ),
)
