# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""An e-mail with a page as its attachment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

from .._core.contacts import Contact
from .._pages.letter import Letter


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


def message(sender: Sender, contact: Contact, letter: Letter, attachment: str, number: str) -> EmailMessage:
    """The e-mail. number: identifies it; the same number gives the same Message-ID."""
    made = EmailMessage()
    made["From"] = _address(sender.name, sender.email)
    made["To"] = _address(contact.name, str(contact.email))
    if sender.reply_to:
        made["Reply-To"] = sender.reply_to
    made["Subject"] = letter.subject
    made["Date"] = formatdate(usegmt=True)
    made["Message-ID"] = f"<{hashlib.sha256(number.encode()).hexdigest()[:32]}@{sender.email.rpartition('@')[2]}>"
    # No out-of-office reply.
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text(contact), cte="quoted-printable")
    content = attachment.encode("utf-8")
    made.add_attachment(
        content, maintype="text", subtype="html", filename=letter.attachment, params={"charset": "utf-8"}
    )
    return made


def _address(name: str | None, address: str) -> Address:
    return Address(display_name=name or "", addr_spec=address)
