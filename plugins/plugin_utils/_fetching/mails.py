# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON files in an e-mail or a ZIP file. Everything in them is hostile: sizes, depths and numbers are bounded, and a name is for messages only."""

from __future__ import annotations

import email.header
import email.utils
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from pathlib import PurePath
from typing import Any

from ...module_utils._answers.inbox import is_json
from ...module_utils._core.texts import LARGEST_FILE, one_line

#: The maximum number of parts of an e-mail and of files in a ZIP file, of their bytes after decompression, and the depth of what is in one another.
_MOST_PARTS, _MOST_BYTES, _DEEPEST = 200, 60_000_000, 3
#: How often an e-mail or a ZIP file has these bytes at most, since the parsers of Python keep an object for each header, part or entry before anything else is
#: known. The word boundary: a line is compared with all boundaries around it.
_MOST_OF_MAIL = {b"\n": 500_000, b"\n--": 1000, b"boundary": 40}
_MOST_OF_ZIP = {b"PK\x01\x02": 1000}
#: How much of a file is searched for the header of the e-mail.
_LONGEST_HEADER = 1 << 16
#: The maximum length of a text of an e-mail in messages.
_LONGEST = 120

_ZIP = b"PK\x03\x04"


class Unusable(Exception):
    """A file that cannot be opened. The text is the end of a sentence."""


@dataclass(frozen=True)
class Attachment:
    """A file with JSON. name: without folders, for messages."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ClaimedSender:
    """Who sent an e-mail, as it claims. address: None if it names nobody, or several. is_automatic: whether a program answered."""

    address: str | None
    subject: str
    is_automatic: bool


def sender(heading: bytes) -> ClaimedSender:
    """The sender in the header of an e-mail."""
    found: Message = BytesHeaderParser(policy=policy.compat32).parsebytes(heading[:_LONGEST_HEADER])
    addresses = email.utils.getaddresses([str(one) for one in found.get_all("From", [])])
    # Of several, and of one that cannot be read, it is not known who it is.
    address = one_line(addresses[0][1].casefold())[:_LONGEST] if len(addresses) == 1 and addresses[0][1] else None
    submitted = str(found.get("Auto-Submitted", "no")).partition(";")[0].strip().casefold()
    bounced = str(found.get("Return-Path", "")).strip() == "<>" or found.get_content_type() == "multipart/report"
    return ClaimedSender(address, _text(found.get("Subject", "")), submitted != "no" or bounced)


def attachments(name: str, content: bytes) -> Iterator[Attachment]:
    """The JSON files in an e-mail (name with the ending .eml), in a ZIP file, or the file itself. Raises Unusable."""
    return _Opener().file(name, content, 0)


class _Opener:
    """What is left of the bounds while one file is opened."""

    def __init__(self) -> None:
        self._parts, self._bytes = _MOST_PARTS, _MOST_BYTES

    def file(self, name: str, content: bytes, depth: int) -> Iterator[Attachment]:
        self._parts -= 1
        self._bytes -= len(content)
        if self._parts < 0 or self._bytes < 0:
            raise Unusable("contains more files than any answer has")
        if depth > _DEEPEST:
            raise Unusable("has files in files in files")
        if name.casefold().endswith(".eml"):
            yield from self._mail(content, depth)
        elif content.startswith(_ZIP):
            yield from self._zip(content, depth)
        elif is_json(content):
            yield Attachment(_text(PurePath(name.replace("\\", "/")).name) or "attachment", content)

    def _mail(self, content: bytes, depth: int) -> Iterator[Attachment]:
        _refuse_many(content.lower(), _MOST_OF_MAIL)
        try:
            parts = [*BytesParser(policy=policy.compat32).parsebytes(content).walk()]
        except (RecursionError, ValueError, LookupError, TypeError):
            raise Unusable("is damaged") from None
        for part in parts:
            name = _name(part)
            # The text of an e-mail is no file, whatever it begins with.
            if not part.is_multipart() and (name or part.get_content_maintype() == "application"):
                yield from self.file(name, _payload(part), depth + 1)

    def _zip(self, content: bytes, depth: int) -> Iterator[Attachment]:
        _refuse_many(content, _MOST_OF_ZIP)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                entries = [one for one in archive.infolist() if not one.is_dir()]
                if len(entries) > _MOST_PARTS:
                    raise Unusable("contains more files than any answer has")
                for entry in entries:
                    yield from self.file(entry.filename, _unzipped(archive, entry), depth + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, LookupError):
            raise Unusable("is a damaged or encrypted ZIP file") from None


def _refuse_many(content: bytes, most: Mapping[bytes, int]) -> None:
    if any(content.count(part) > number for part, number in most.items()):
        raise Unusable("contains more parts than any answer has")


def _unzipped(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A file of a ZIP file, whose stated size proves nothing."""
    # The other methods need memory without a bound.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unusable("is compressed with another method than ZIP files usually are")
    with archive.open(entry) as handle:
        content = handle.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Unusable(f"contains a file of more than {LARGEST_FILE // 1_000_000} MB")
    return content


def _payload(part: Message) -> bytes:
    try:
        found: Any = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        raise Unusable("is damaged") from None
    return found if isinstance(found, bytes) else b""


def _name(part: Message) -> str:
    try:
        return str(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        raise Unusable("is damaged") from None


def _text(written: Any) -> str:
    """A header or name in one line, however it is encoded."""
    try:
        shown = str(email.header.make_header(email.header.decode_header(str(written))))
    except (ValueError, LookupError):
        shown = str(written)
    return one_line(shown)[:_LONGEST].strip()
