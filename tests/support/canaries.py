# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets that can be recognised in any output."""

from __future__ import annotations

import base64

#: Each common escape changes them. The first is sent in a header, which accepts no other characters.
SECRET = "canary-\"se'cret\\&<%41+"
PASSWORD = 'canary-pass "wörd"\nzwei'


def traces(text: str) -> list[str]:
    """The parts of a canary that a text contains, in any encoding."""
    encoded = [base64.b64encode(b"xx"[:before] + b"canary")[2 * bool(before) : 6].decode() for before in range(3)]
    return [sign for sign in ("canary", b"canary".hex(), b"canary".hex().upper(), *encoded) if sign in text]
