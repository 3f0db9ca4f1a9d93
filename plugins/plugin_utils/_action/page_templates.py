# SPDX-License-Identifier: GPL-3.0-or-later

"""The compiled templates of the pages, which the workers of a run share: to compile them takes as long as all else that a worker does for a
page. Ansible's parent process imports this module, and its workers inherit the memory."""

from __future__ import annotations

import hashlib
import mmap
import struct
from collections.abc import Iterable

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from ...module_utils._pages.page import templates

#: The head of a slot: the size of the code, and its digest.
_HEAD = struct.Struct("Q32s")
_SLOT = 1 << 18


class CompiledTemplates(BytecodeCache):
    """The code of templates, each with a slot. Workers write without a lock: code that another one is writing has another digest, and is compiled anew."""

    def __init__(self, names: Iterable[str]) -> None:
        self._slots = {self.get_cache_key(name): number for number, name in enumerate(names)}
        self._memory = mmap.mmap(-1, _SLOT * len(self._slots))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja's entry point: the code of a template, if it is there."""
        offset = self._offset(bucket)
        size, digest = _HEAD.unpack_from(self._memory, offset)
        code = self._memory[offset + _HEAD.size : offset + _HEAD.size + size]
        if digest == self._digest(bucket, code):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja's entry point: keep the code of a template."""
        code, offset = bucket.bytecode_to_string(), self._offset(bucket)
        if _HEAD.size + len(code) <= _SLOT:
            self._memory[offset + _HEAD.size : offset + _HEAD.size + len(code)] = code
            _HEAD.pack_into(self._memory, offset, len(code), self._digest(bucket, code))

    def _offset(self, bucket: Bucket) -> int:
        return _SLOT * self._slots[bucket.key]

    @staticmethod
    def _digest(bucket: Bucket, code: bytes) -> bytes:
        return hashlib.sha256(f"{bucket.key} {bucket.checksum} ".encode() + code).digest()


templates().bytecode_cache = CompiledTemplates(templates().list_templates(["html"]))
