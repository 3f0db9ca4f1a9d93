# SPDX-License-Identifier: GPL-3.0-or-later

"""An e-mail with a page as its attachment."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.charset import QP, Charset
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formatdate

from .._core.contacts import Contact
from .._pages.letter import Letter

#: Texts that need no encoding: in a subject, before an address, and as the name of a file. Each of their words fits on a line.
_SUBJECT = re.compile(r"[!-<>-~]{1,60}(?: [!-<>-~]{1,60})*")
_NAME = re.compile(r"[A-Za-z0-9&'-]{1,60}(?: [A-Za-z0-9&'-]{1,60})*")
_FILE = re.compile(r"[A-Za-z0-9._-]+")

#: The maximum bytes of an encoded word, so that the first one fits on the line of the header's name: on the next line, it would begin with a blank.
_WORD = 39


@dataclass(frozen=True)
class Sender:
    """Who sends e-mails. reply_to: where answers go, if not to the sender."""

    email: str
    name: str | None = None
    reply_to: str | None = None

    @property
    def shown(self) -> str:
        """The sender in a text."""
        return self.name or self.email


def message(sender: Sender, contact: Contact, letter: Letter, number: str) -> bytes:
    """The e-mail, with the pages in the letter attached. number: identifies it; the same number gives the same Message-ID.

    The policy compat32 writes the headers as they are here. The newer ones parse them again, and decode encoded words in a name.
    """
    made = MIMEMultipart(policy=compat32)
    made["From"] = _address(sender.name, sender.email)
    made["To"] = _address(contact.name, str(contact.email))
    if contact.deputy is not None:
        made["Cc"] = _address(contact.deputy.name, str(contact.deputy.email))
    if sender.reply_to:
        made["Reply-To"] = sender.reply_to
    made["Subject"] = _encoded(letter.subject, _SUBJECT)
    made["Date"] = formatdate(usegmt=True)
    made["Message-ID"] = f"<{hashlib.sha256(number.encode()).hexdigest()[:32]}@{sender.email.rpartition('@')[2]}>"
    # Prevents out-of-office replies.
    made["Auto-Submitted"] = "auto-generated"
    readable = Charset("utf-8")
    readable.body_encoding = QP
    made.attach(MIMEText(letter.text(contact), "plain", readable))  # type: ignore[arg-type]  # its stubs lack a Charset
    for enclosed in letter.enclosed:
        page = MIMEText(enclosed.content, "html", "utf-8")
        name = enclosed.file
        page.add_header(
            "Content-Disposition", "attachment", filename=name if _FILE.fullmatch(name) else ("utf-8", "", name)
        )
        made.attach(page)
    return made.as_bytes(policy=compat32.clone(linesep="\r\n"))


def _address(name: str | None, address: str) -> str:
    return f"{_encoded(name, _NAME)} <{address}>" if name else address


def _encoded(text: str, plain: re.Pattern[str]) -> str:
    """A text in a header: as encoded words, unless it is plain."""
    if plain.fullmatch(text):
        return text
    return " ".join(f"=?utf-8?b?{base64.b64encode(piece.encode()).decode()}?=" for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces for encoded words. No character is split."""
    start = size = 0
    for at, character in enumerate(text):
        size += len(character.encode())
        if size > _WORD:
            yield text[start:at]
            start, size = at, len(character.encode())
    yield text[start:]
