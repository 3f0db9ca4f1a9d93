# SPDX-License-Identifier: GPL-3.0-or-later

"""Files: written atomically, and read only if they are regular files.

A directory may be writable for others, so names of temporary files are unpredictable, and links are not followed.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from io import BufferedReader
from pathlib import Path

from .errors import FileError, ValidationError


def absolute(written: str) -> Path:
    """The absolute path of what a person wrote, with environment variables and ``~`` expanded."""
    return Path(os.path.abspath(os.path.expanduser(os.path.expandvars(written))))


def entries(option: str, folder: Path) -> list[Path]:
    """The entries of the folder in an option, sorted by name. Raises ValidationError if it is missing or cannot be read."""
    try:
        return sorted(folder.iterdir())
    except OSError as fault:
        text = f"{folder} cannot be read: {fault.strerror}; correct the path, or create the folder"
        raise ValidationError(text, about=str(folder), fields=[option]) from None


def check_folder(folder: Path, *options: str) -> None:
    """Raise ValidationError unless the path in these options is a folder."""
    if not folder.is_dir():
        raise ValidationError(f"{folder} is not a folder; correct the path", about=str(folder), fields=options)


def below(folder: Path, unreadable: Callable[[OSError], object] | None = None) -> Iterator[Path]:
    """The files in a folder and in its folders, without hidden files: locks, the files of git, and files that a run is writing. Links to folders are
    not followed. unreadable: called for a folder that cannot be read; without it, such a folder is left out."""
    for inner, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(inner, name) for name in sorted(names) if not name.startswith("."))


def open_regular(path: Path) -> BufferedReader:
    """A regular file, opened for reading. Raises OSError for anything else: a pipe can block, a device may never end."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    handle = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        handle.close()
        raise OSError(errno.EINVAL, "is not a regular file")
    return handle


def read_regular(path: Path, most: int) -> bytes:
    """Up to that many bytes of a regular file. Raises OSError for anything else."""
    with open_regular(path) as handle:
        return handle.read(most)


def encoding_of(content: bytes) -> str:
    """The encoding of a text file, given its beginning: some spreadsheets and reports are in UTF-16, with a mark at the start."""
    return "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


#: What to do if a file cannot be read or written.
_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "free space on that disk"),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS), "give the user of this command access to it, or choose another folder"
    ),
}


def remedy(fault: OSError, option: str = "the path") -> str:
    """What to do after an error: the end of a sentence. option: the one with the path."""
    return f"{_REMEDIES.get(fault.errno or 0, f'check {option}')}, and run the command again"


def create(path: Path, content: bytes, permissions: int = 0o666) -> None:
    """Write a file that must not exist yet, not even as a link. permissions: before the umask."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, permissions), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def append(path: Path, text: str) -> None:
    """Append to a file, which is created if it is missing, with one system call, so that parallel runs do not mix their texts. Raises FileError."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, flags, 0o666), "wb", buffering=0) as handle:
            handle.write(text.encode())
    except OSError as fault:
        raise FileError(f"{path} cannot be written: {fault.strerror}; {remedy(fault)}", str(path)) from None


def write_new(path: Path, text: str) -> None:
    """Write a file that must not exist yet, not even as a link: whole, or not at all. Raises FileError."""
    beside = None
    try:
        beside = _write_beside(path, text)
        os.link(beside, path)
    except OSError as fault:
        raise FileError(f"{path} cannot be written: {fault.strerror}; {remedy(fault)}", str(path)) from None
    finally:
        if beside:
            beside.unlink()


def replace(texts: Mapping[Path, str | None]) -> bool:
    """Replace files by texts; None removes a file. All texts are first written to temporary files beside them, so that no file
    changes if an error occurs. Files keep their permissions and group. Returns whether anything changed.
    """
    before = {path: _text(path) for path in texts}
    changed = {path: text for path, text in texts.items() if before[path] != text}
    beside: dict[Path, Path] = {}
    path, replaced = None, []
    try:
        for path, text in changed.items():
            if text is not None:
                beside[path] = _write_beside(path, text)
        for path in changed:
            _put(path, beside)
            replaced.append(path)
    except OSError as fault:
        for done in replaced:
            with suppress(OSError):
                if (text := before[done]) is not None:
                    beside[done] = _write_beside(done, text)
                _put(done, beside)
        text = f"{path} cannot be written: {fault.strerror}. The file was not changed; {remedy(fault)}"
        raise FileError(text, str(path)) from None
    finally:
        for file in beside.values():
            with suppress(OSError):
                file.unlink()
    return bool(changed)


def differing(texts: Mapping[Path, str | None]) -> dict[Path, str | None]:
    """The current texts of the files that ``replace`` would change; None for a file that does not exist or is not text."""
    present = {path: _text(path) for path in texts}
    return {path: text for path, text in present.items() if text != texts[path]}


def sweep(path: Path) -> None:
    """Remove the temporary files of killed runs beside a file. The caller has locked it."""
    with suppress(OSError):
        for entry in os.scandir(path.parent):
            if (left := _UNFINISHED.fullmatch(entry.name)) and left[1] == path.name:
                os.unlink(entry.path)


_UNFINISHED = re.compile(r"\.(.+)\.[0-9a-f]{16}\.new")


def is_unfinished(path: Path) -> bool:
    """Whether a file is the temporary file of a run that is writing another file, or was killed while it did."""
    return _UNFINISHED.fullmatch(path.name) is not None


def _text(path: Path) -> str | None:
    with suppress(OSError, UnicodeDecodeError):
        return read_regular(path, -1).decode("utf-8")
    return None


def _write_beside(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.new")
    try:
        create(beside, text.encode("utf-8"))
        _keep_access(path, beside)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise
    return beside


def _keep_access(path: Path, beside: Path) -> None:
    with suppress(FileNotFoundError):
        status = os.stat(path, follow_symlinks=False)
        if stat.S_ISREG(status.st_mode):
            with suppress(PermissionError):
                os.chown(beside, -1, status.st_gid)
            os.chmod(beside, stat.S_IMODE(status.st_mode) & 0o777)


def _put(path: Path, beside: dict[Path, Path]) -> None:
    if path in beside:
        os.replace(beside[path], path)
        del beside[path]
    else:
        path.unlink()
