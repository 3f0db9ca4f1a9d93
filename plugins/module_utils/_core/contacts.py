# SPDX-License-Identifier: GPL-3.0-or-later

"""The contact of a library: the person who gets its worksheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .texts import LONGEST_NAME, one_line

#: Stricter than the standard: without quotes, comments, encoded words, and characters that not every mail server accepts.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@)(?!.*=\?){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")


@dataclass(frozen=True)
class Contact:
    """A person. email: None if there is no address. deputy: gets a copy of each e-mail; None if there is none."""

    name: str
    email: str | None = None
    deputy: Contact | None = None

    @property
    def addresses(self) -> list[str]:
        """The addresses of the person and of the deputy."""
        return [contact.email for contact in (self, self.deputy) if contact is not None and contact.email is not None]


def contact_of(given: Mapping[str, Any]) -> Contact:
    """The contact in a variable. Raises ValueError, with the end of a sentence, if it is not valid."""
    problems = list(_problems(given))
    if problems:
        raise ValueError("; ".join(problems))
    deputy = contact_of(given["deputy"]) if given.get("deputy") else None
    return Contact(str(given["name"]).strip(), given.get("email") or None, deputy)


def same_address(address: str) -> str:
    """The form in which addresses are compared. In practice, mail servers ignore upper and lower case."""
    return address.strip().casefold()


def _problems(given: Mapping[str, Any]) -> Iterator[str]:
    unknown = sorted(set(map(str, given)) - {"name", "email", "deputy"})
    if unknown:
        yield f"has the unknown key {unknown[0]}; use name, email and deputy"
    if problem := name_problem(given.get("name")):
        yield f"has a name that {problem}"
    if given.get("email") and (problem := address_problem(given["email"])):
        yield f"has an email that {problem}"
    if deputy := given.get("deputy"):
        if not isinstance(deputy, Mapping) or not deputy.get("email") or deputy.get("deputy"):
            yield "has a deputy that is not a dictionary of name and email"
        else:
            yield from (f"has a deputy that {problem}" for problem in _problems(deputy))


def name_problem(name: Any) -> str | None:
    """The problem with the name of a person or library: the end of a sentence. None if it is valid."""
    if not isinstance(name, str) or not name.strip():
        return "is missing or not a text"
    if one_line(name) != name:
        return "has more than one line, or a character that cannot be seen"
    return f"has more than {LONGEST_NAME} characters" if len(name) > LONGEST_NAME else None


def address_problem(address: Any) -> str | None:
    """The problem with an e-mail address: the end of a sentence. None if it is valid."""
    valid = isinstance(address, str) and _ADDRESS.fullmatch(address) and len(address) <= 254
    return None if valid else "is not an e-mail address such as jane.doe@example.org"
