# SPDX-License-Identifier: GPL-3.0-or-later

"""The checkout and the environment of the tests: they and their processes generate files only in .build."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"

#: The Makefile exports some of these too: linters, molecule and the demo need them without pytest.
VARIABLES = {
    "ANSIBLE_ASYNC_DIR": BUILD / "ansible/async",
    "ANSIBLE_CONFIG": ROOT / "ansible.cfg",
    "ANSIBLE_HOME": BUILD / "ansible",
    "ANSIBLE_REMOTE_TMP": BUILD / "ansible/tmp",
    # Not below ANSIBLE_HOME, but in the folder of the user.
    "ANSIBLE_SSH_CONTROL_PATH_DIR": BUILD / "ansible/cp",
    "HYPOTHESIS_STORAGE_DIRECTORY": BUILD / "cache/hypothesis",
    "PYTHONPYCACHEPREFIX": BUILD / "cache/python",
    "RESHARE_WMS_STATE_DIR": BUILD / "state",
    "XDG_CACHE_HOME": BUILD / "cache",
    "XDG_CONFIG_HOME": BUILD / "config",
}


def prepare() -> None:
    """Set the environment of this process and its children. Call this before Ansible is imported, which reads it."""
    os.environ.update({name: str(path) for name, path in VARIABLES.items()})
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"]
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    _link_collection()


def _link_collection() -> None:
    """Make the checkout importable as the collection, for Python and for Ansible."""
    link = BUILD / "collections/ansible_collections/reshare/wms"
    link.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        link.symlink_to("../../../..")
    # The import system may have cached that the directory does not exist.
    importlib.invalidate_caches()
