# SPDX-License-Identifier: GPL-3.0-or-later

"""Patterns that no text for people may contain."""

from __future__ import annotations

import re

from support.library import Library

#: Double blanks and stops, a stop in a list, a sentence that starts with a small letter.
_UNTIDY = re.compile(r"  |\.\.|\.\)\.|\.;|;;|,,| ,| \.|:\.|\. [a-z](?![a-z]*\.)|\n")


def untidy_sentences(text: str) -> list[str]:
    """The places where a text is not made of well-formed sentences."""
    return [text[max(0, found.start() - 40) : found.end() + 20] for found in _UNTIDY.finditer(text)]


def secrets_of(library: Library) -> list[str]:
    return [library.options[name] for name in ("wms_secret", "reshare_password")]
