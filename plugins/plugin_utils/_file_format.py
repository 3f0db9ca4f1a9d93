# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""A format of JSON files, with its name, version and shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..module_utils._core.errors import quoted
from ..module_utils._core.json_shape import Closed, NumberRule, OneOf, fit, load


@dataclass(frozen=True)
class FileFormat:
    """A format. words: what such a file is, in a sentence. members: the shape of its other members."""

    name: str
    version: int
    words: str
    members: Closed

    @property
    def head(self) -> dict[str, Any]:
        """The first members of a file."""
        return {"format": self.name, "version": self.version}

    @property
    def shape(self) -> Closed:
        """The shape of a file."""
        head = {"format": OneOf((self.name,)), "version": NumberRule(self.version)}
        return Closed({**head, **self.members.required}, about=self.members.about)

    def read(self, given: bytes | str) -> dict[str, Any]:
        """The document in the text of a file. Raises ValueError, with the end of a sentence, for anything else."""
        try:
            document = load(given)
        except ValueError:
            raise ValueError("is not JSON") from None
        self.check(document)
        return dict(document)

    def check(self, document: Any) -> None:
        """Raise ValueError, with the end of a sentence, for another format or version, and for a damaged file."""
        name, version = (document.get(one) if isinstance(document, Mapping) else None for one in ("format", "version"))
        if name != self.name:
            raise ValueError(f"is not {self.words}")
        if version != self.version or isinstance(version, bool):
            reads = f"this release reads version {self.version}"
            raise ValueError(f"has version {quoted([str(version)])} of the format '{name}'; {reads}")
        try:
            fit(document, self.shape)
        except ValueError as fault:
            raise ValueError(f"is damaged: {fault}") from None
