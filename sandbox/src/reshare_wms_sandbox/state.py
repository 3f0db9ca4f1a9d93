# SPDX-License-Identifier: GPL-3.0-or-later

"""The persistent state in one SQLite database: libraries, documents, tokens and failed logins.

A document is one object of one library (a policy, a table, a patron account, a setting), so a new kind of object needs
no new table. One event loop processes requests one at a time, so one connection is sufficient.
"""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .clock import Clock
from .refusal import Refused

#: The content of a document.
Body = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS library (
    registry_id TEXT PRIMARY KEY,
    profile TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS document (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    library TEXT NOT NULL,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (library, collection, id)
);
CREATE INDEX IF NOT EXISTS document_order ON document (library, collection, position);
CREATE TABLE IF NOT EXISTS token (
    token TEXT PRIMARY KEY,
    library TEXT NOT NULL,
    expires REAL NOT NULL,
    grants TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS failure (
    library TEXT NOT NULL,
    account TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS locked (
    account TEXT PRIMARY KEY,
    library TEXT NOT NULL
);
"""


_TABLES = {*re.findall(r"TABLE IF NOT EXISTS (\w+)", _SCHEMA)}
#: The number of documents that stay parsed: the directories of the libraries that a run configures at the same time, with some hundreds of entries each.
_PARSED = 10_000


@dataclass(frozen=True, slots=True)
class Document:
    """One object of a library. version: changes with every write. body: never changed in place, since it is shared with later reads. position: in
    its collection."""

    id: str
    version: str
    body: Mapping[str, Any]
    position: int


class State:
    """The database, and the clock for all times in it. path: a file, or ``:memory:``. Raises Refused."""

    def __init__(self, path: str):
        self.clock = Clock()
        #: Returns a document as it is stored, which can differ in a contrary world. Arguments: library, collection, the former document, and the
        #: document that is written.
        self.stored: Callable[[str, str, Mapping[str, Any] | None, Body], Body] = (
            lambda _library, _collection, _former, body: body
        )
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            tables = {name for (name,) in self._db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            if any(name not in _TABLES and not name.startswith("sqlite_") for name in tables):
                raise Refused(f"The database {path} is that of another program. Choose another file (--database).")
            # Each sandbox remembers its libraries, so that two of them cannot share a file.
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            # The state has to survive a restart, not a power failure.
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = OFF")
            self._db.executescript(_SCHEMA)
        except sqlite3.DatabaseError as fault:
            raise Refused(f"The database {path} cannot be used: {fault}. Choose another file (--database).") from None

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all changes or none. Transactions can be nested."""
        self._db.execute("SAVEPOINT change")
        try:
            yield
        except BaseException:
            self._undo()
            raise
        self._db.execute("RELEASE change")

    @contextmanager
    def tentative(self, undo: bool) -> Iterator[None]:
        """Make changes in the context. undo: keep none of them."""
        if not undo:
            yield
            return
        self._db.execute("SAVEPOINT change")
        try:
            yield
        finally:
            self._undo()

    def _undo(self) -> None:
        self._db.execute("ROLLBACK TO change")
        self._db.execute("RELEASE change")

    # Libraries

    def profiles(self) -> list[str]:
        return [row[0] for row in self._db.execute("SELECT profile FROM library ORDER BY registry_id")]

    def save_profile(self, library: str, profile: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO library VALUES (?, ?)", (library, profile))

    def forget(self, library: str) -> None:
        """Delete everything that belongs to a library."""
        for deletion in (
            "DELETE FROM library WHERE registry_id = ?",
            "DELETE FROM document WHERE library = ?",
            "DELETE FROM token WHERE library = ?",
            "DELETE FROM failure WHERE library = ?",
            "DELETE FROM locked WHERE library = ?",
        ):
            self._db.execute(deletion, (library,))

    # Documents

    def documents(self, library: str, collection: str, after: int = 0, limit: int = -1) -> list[Document]:
        """The documents of a collection in the order of their creation."""
        rows = self._db.execute(
            "SELECT id, version, body, position FROM document"
            " WHERE library = ? AND collection = ? AND position > ? ORDER BY position LIMIT ?",
            (library, collection, after, limit),
        )
        return [Document(id, version, _parsed(body), position) for id, version, body, position in rows]

    def document(self, library: str, collection: str, id: str) -> Document | None:
        row = self._db.execute(
            "SELECT id, version, body, position FROM document WHERE library = ? AND collection = ? AND id = ?",
            (library, collection, id),
        ).fetchone()
        return None if row is None else Document(row[0], row[1], _parsed(row[2]), row[3])

    def insert(self, library: str, collection: str, body: dict[str, Any], id: str | None = None) -> Document:
        id, version, body = id or str(uuid.uuid4()), uuid.uuid4().hex, self.stored(library, collection, None, body)
        cursor = self._db.execute(
            "INSERT INTO document (library, collection, id, version, body) VALUES (?, ?, ?, ?, ?)",
            (library, collection, id, version, json.dumps(body, allow_nan=False)),
        )
        return Document(id, version, body, cursor.lastrowid or 0)

    def replace(self, library: str, collection: str, document: Document, body: dict[str, Any]) -> Document:
        version, body = uuid.uuid4().hex, self.stored(library, collection, document.body, body)
        self._db.execute(
            "UPDATE document SET version = ?, body = ? WHERE position = ?",
            (version, json.dumps(body, allow_nan=False), document.position),
        )
        return Document(document.id, version, body, document.position)

    def delete(self, document: Document) -> None:
        self._db.execute("DELETE FROM document WHERE position = ?", (document.position,))

    # Tokens

    def save_token(self, token: str, library: str, expires: float, grants: dict[str, Any]) -> None:
        self._db.execute("INSERT INTO token VALUES (?, ?, ?, ?)", (token, library, expires, json.dumps(grants)))

    def token(self, token: str) -> tuple[float, dict[str, Any]] | None:
        """The expiry of a token and its grant."""
        row = self._db.execute("SELECT expires, grants FROM token WHERE token = ?", (token,)).fetchone()
        return None if row is None else (row[0], json.loads(row[1]))

    def drop_token(self, token: str) -> None:
        self._db.execute("DELETE FROM token WHERE token = ?", (token,))

    # Failed logins

    def save_failure(self, library: str, account: str, at: float) -> None:
        self._db.execute("INSERT INTO failure VALUES (?, ?, ?)", (library, account, at))

    def failures_since(self, account: str, since: float) -> int:
        row = self._db.execute("SELECT COUNT(*) FROM failure WHERE account = ? AND at >= ?", (account, since))
        return int(row.fetchone()[0])

    def lock(self, library: str, account: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO locked VALUES (?, ?)", (account, library))

    def is_locked(self, account: str) -> bool:
        return self._db.execute("SELECT 1 FROM locked WHERE account = ?", (account,)).fetchone() is not None

    def unlock(self, account: str) -> None:
        """Unlock an account and delete its failures."""
        self._db.execute("DELETE FROM locked WHERE account = ?", (account,))
        self._db.execute("DELETE FROM failure WHERE account = ?", (account,))


@lru_cache(_PARSED)
def _parsed(body: str) -> dict[str, Any]:
    """A stored body. Cached, because a large directory is read as a whole for each of its pages."""
    parsed: dict[str, Any] = json.loads(body)
    return parsed
