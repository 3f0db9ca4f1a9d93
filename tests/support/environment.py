# SPDX-License-Identifier: GPL-3.0-or-later

"""The checkout and the environment of the tests: they and their processes generate files only in .build."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"

#: The Makefile exports some of these too: linters, molecule and the demo need them without pytest.
VARIABLES = {
    "ANSIBLE_ASYNC_DIR": BUILD / "ansible/async",
    "ANSIBLE_CONFIG": ROOT / "ansible.cfg",
    "ANSIBLE_HOME": BUILD / "ansible",
    "ANSIBLE_REMOTE_TMP": BUILD / "ansible/tmp",
    # By default in the user's folder, not below ANSIBLE_HOME.
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
    # Containers set it: with another folder for compiled code, each process would compile even Python's own library.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    _link_collection()
    store_compiled_code()


def store_compiled_code() -> None:
    """Let Ansible's loader of collections store compiled code as Python does: it compiles each module in each process."""
    name = "ansible.utils.collection_loader._collection_finder"
    base = importlib.import_module(name)._AnsibleCollectionPkgLoaderBase
    compiled = base.get_code

    def get_code(loader: Any, module: str) -> Any:
        path = loader.get_filename(module)
        return SourceFileLoader(module, path).get_code(module) if os.path.isfile(path) else compiled(loader, module)

    base.get_code = get_code


def _link_collection() -> None:
    """Make the checkout importable as the collection, for Python and for Ansible."""
    link = BUILD / "collections/ansible_collections/reshare/wms"
    link.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        link.symlink_to("../../../..")
    # The import system may have cached that the directory does not exist.
    importlib.invalidate_caches()
