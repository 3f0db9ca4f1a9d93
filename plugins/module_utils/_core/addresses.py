# SPDX-License-Identifier: GPL-3.0-or-later

"""URLs in a form that is safe to show: some contain a password or a key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote

from .redaction import sounds_secret

#: user:password@, also if the password contains characters that end the host in a valid URL.
_USER = re.compile(r"(?<=//)(?:[^/?#@\s]*@|[^/?#@\s]*:(?!\d*(?:[/?#]|$))\S*@)")


def shown(address: str) -> str:
    """The URL without user, password, query and fragment."""
    return re.split("[?#]", _USER.sub("", address, count=1))[0]


def credentials(address: str) -> Iterator[str]:
    """The passwords and keys in a URL."""
    user = _USER.search(address)
    if user is not None:
        yield unquote(user[0][:-1].partition(":")[2])
    query = re.split("[?#]", _USER.sub("", address, count=1), maxsplit=1)[1:]
    parameters = [pair for part in query for pair in parse_qsl(part.replace("#", "&"))]
    yield from (value for name, value in parameters if sounds_secret(name))
