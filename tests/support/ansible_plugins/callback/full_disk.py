# SPDX-License-Identifier: GPL-3.0-or-later

"""Simulates a full disk: no file below the directory in FULL_DISK can be written completely."""

from __future__ import annotations

import errno
import os

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: full_disk
type: notification
short_description: A disk that is full
description: Used by the integration tests of reshare.wms only.
options: {}
"""

_fsync = os.fsync


def _full(descriptor):
    if os.readlink(f"/proc/self/fd/{descriptor}").startswith(os.environ["FULL_DISK"]):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    _fsync(descriptor)


class CallbackModule(CallbackBase):
    """Loaded before workers are forked, so that it applies to all of them."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "full_disk"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self):
        super().__init__()
        os.fsync = _full
