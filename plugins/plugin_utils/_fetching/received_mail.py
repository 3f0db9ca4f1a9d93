# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON files in an e-mail or a ZIP file. Everything in them is hostile: sizes, depths and numbers are bounded, and a name is for messages only."""

from __future__ import annotations

import email.header
import email.utils
import io
import mimetypes
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
from ...module_utils._mail.imap import LARGEST

#: The maximum number of bytes that are read of an e-mail, after decompression. Attached JSON files are read first, and always fit.
_MOST_BYTES = 80_000_000
#: The minimum number of bytes that a file counts as, however small it is.
_EACH = 10_000
#: How deeply files can be nested: a ZIP file in an e-mail in an e-mail.
_DEEPEST = 3
#: How often these bytes may occur: Python's parsers keep an object for each header, part or entry, before anything else is known of it, and compare each
#: line with the boundary of each part around it.
_MOST_OF_MAIL = {b"\n": 500_000, b"\n--": 1000, b"boundary": 40}
_MOST_OF_ZIP = {b"PK\x01\x02": 1000}
#: The number of bytes in which the header of an e-mail is searched for.
_LONGEST_HEADER = 1 << 16
#: The maximum length of a text from an e-mail in messages, in characters.
_LONGEST = 120

_ZIP = b"PK\x03\x04"
#: How many bytes at the beginning show what kind of file it is.
_START = 64
#: The media type of any file, and those of files without answers, besides signatures. A file of another type that is not read may contain answers.
_ANY, _WITHOUT_ANSWERS = "application/octet-stream", ("text/", "image/", "audio/", "video/")
#: The beginning of a text that is encrypted.
_ENCRYPTED = b"-----BEGIN PGP MESSAGE"
#: The encodings in which some programs forward a whole e-mail, which Python does not decode.
_ENCODED = ("base64", "quoted-printable")
#: The beginning of the names of files with metadata, which a Mac adds to a ZIP file; they end like the names of the files.
_NOTES = "._"


TOO_LARGE = f"is larger than {LARGEST // 1_000_000} MB"


class Unusable(Exception):
    """A file that cannot be opened. The text is the end of a sentence."""


@dataclass(frozen=True)
class Attachment:
    """A file with JSON. name: without folders, for messages. problem: why the file cannot be opened; it then has no content."""

    name: str
    content: bytes = b""
    problem: str | None = None


@dataclass(frozen=True)
class ClaimedSender:
    """The sender of an e-mail, as its header claims. address: None if it names nobody, or several people. is_automatic: whether a program answered."""

    address: str | None
    subject: str
    is_automatic: bool


def sender(heading: bytes) -> ClaimedSender:
    """The sender in the header of an e-mail."""
    headers: Message = BytesHeaderParser(policy=policy.compat32).parsebytes(heading[:_LONGEST_HEADER])
    addresses = email.utils.getaddresses([str(header) for header in headers.get_all("From", [])])
    # With several addresses, or one that cannot be parsed, the sender is not known.
    address = one_line(addresses[0][1].casefold())[:_LONGEST] if len(addresses) == 1 and addresses[0][1] else None
    submitted = str(headers.get("Auto-Submitted", "no")).partition(";")[0].strip().casefold()
    bounced = str(headers.get("Return-Path", "")).strip() == "<>" or headers.get_content_type() == "multipart/report"
    return ClaimedSender(address, _text(headers.get("Subject", "")), submitted != "no" or bounced)


class Opener:
    """Opens one e-mail or file. Each file in it is judged by itself: one that cannot be opened does not hide the others.

    unknown: the names of files in formats that are not read but may have answers, such as winmail.dat or an encrypted e-mail.
    """

    def __init__(self) -> None:
        self._left = _MOST_BYTES
        self.unknown: list[str] = []

    def file(self, name: str, content: bytes, depth: int = 0, kind: str = "") -> Iterator[Attachment]:
        """The JSON files in an e-mail (name with the ending .eml), in a ZIP file, or the file itself. kind: the media type of an attached file, if known."""
        try:
            if _is_answer(name, content):
                self._spend(len(content))
                yield Attachment(_shown(name), content)
            elif _has_files(name, content):
                self._spend(len(content))
                if depth > _DEEPEST:
                    raise Unusable("is nested too deeply")
                if len(content) > LARGEST:
                    raise Unusable(TOO_LARGE)
                yield from self._mail(content, depth) if _is_mail(name) else self._zip(content, depth)
            elif _may_have_answers(name, content, kind):
                self.unknown.append(_shown(name))
        except Unusable as fault:
            yield Attachment(_shown(name), problem=str(fault))

    def _spend(self, size: int) -> None:
        self._left -= size + _EACH
        if self._left < 0:
            raise Unusable("is not read, because the e-mail has too many files, or too large ones")

    def _mail(self, content: bytes, depth: int) -> Iterator[Attachment]:
        _refuse_many(content.lower(), _MOST_OF_MAIL)
        try:
            parts = [*BytesParser(policy=policy.compat32).parsebytes(content).walk()]
        except _DAMAGED:
            raise Unusable("is damaged") from None
        files = [_attached(part) for part in parts if not part.is_multipart() or _is_encoded(part)]
        for name, inner, kind in sorted(files, key=lambda file: not is_json(file[1])):
            # The text of an e-mail is not a file, whatever it begins with.
            if name or not kind.startswith("text/") or inner.startswith(_ENCRYPTED):
                yield from self.file(name, inner, depth + 1, kind)

    def _zip(self, content: bytes, depth: int) -> Iterator[Attachment]:
        _refuse_many(content, _MOST_OF_ZIP)
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGED:
            raise Unusable("is a damaged ZIP file") from None
        with archive:
            for entry in archive.infolist():
                if entry.is_dir() or PurePath(entry.filename).name.startswith(_NOTES):
                    continue
                self._spend(0)
                try:
                    inner = _unzipped(archive, entry)
                except Unusable as fault:
                    yield Attachment(_shown(entry.filename), problem=str(fault))
                else:
                    yield from self.file(entry.filename, inner, depth + 1)


#: What Python's parsers of e-mails and ZIP files raise for those that are damaged, encrypted or hostile.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, LookupError, TypeError)


def _is_answer(name: str, content: bytes) -> bool:
    """Whether a file has JSON, or should have it."""
    return is_json(content) or name.casefold().endswith(".json")


def _is_mail(name: str) -> bool:
    return name.casefold().endswith(".eml")


def _has_files(name: str, content: bytes) -> bool:
    return _is_mail(name) or content.startswith(_ZIP)


def _may_have_answers(name: str, content: bytes, kind: str) -> bool:
    """Whether a file in a format that is not read may have answers."""
    if content.startswith(_ENCRYPTED):
        return True
    if kind in ("", _ANY):
        kind = mimetypes.guess_type(name)[0] or _ANY
    return not (kind.startswith(_WITHOUT_ANSWERS) or kind.endswith("signature"))


def _is_encoded(part: Message) -> bool:
    """Whether a part is a whole e-mail that is encoded, so that Python reads the encoded text as a body without a header."""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().casefold()
    return part.get_content_type() == "message/rfc822" and encoding in _ENCODED


def _refuse_many(content: bytes, most: Mapping[bytes, int]) -> None:
    if any(content.count(part) > number for part, number in most.items()):
        raise Unusable("contains too many parts")


def _unzipped(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The content of a file in a ZIP file, whose stated size proves nothing; only the beginning if it has no answers, such as a picture."""
    # The other methods need unbounded memory.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unusable("is compressed with another method than ZIP files usually are")
    try:
        with archive.open(entry) as handle:
            content = handle.read(_START)
            if _has_files(entry.filename, content):
                content += handle.read(LARGEST + 1 - _START)
            elif _is_answer(entry.filename, content):
                content += handle.read(LARGEST_FILE + 1 - _START)
    except _DAMAGED:
        raise Unusable("is damaged or encrypted, in a ZIP file") from None
    return content


def _attached(part: Message) -> tuple[str, bytes, str]:
    """The name, the content and the media type of a part of an e-mail. A part that cannot be decoded counts as damaged answers."""
    try:
        name, kind = str(part.get_filename() or ""), part.get_content_type()
        if part.is_multipart():
            inner: Any = part.get_payload(0)
            inner["Content-Transfer-Encoding"] = str(part["Content-Transfer-Encoding"])
            part, name = inner, "forwarded.eml"
        content: Any = part.get_payload(decode=True)
    except _DAMAGED:
        return "attachment.json", b"", _ANY
    return name, content if isinstance(content, bytes) else b"", kind


def _shown(name: str) -> str:
    """The name of a file without folders, for messages."""
    return _text(PurePath(name.replace("\\", "/")).name) or "attachment"


def _text(written: Any) -> str:
    """A header or name in one line, however it is encoded."""
    try:
        shown = str(email.header.make_header(email.header.decode_header(str(written))))
    except (ValueError, LookupError):
        shown = str(written)
    return one_line(shown)[:_LONGEST].strip()
