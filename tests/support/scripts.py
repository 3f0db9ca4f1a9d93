# SPDX-License-Identifier: GPL-3.0-or-later

"""The scripts of web/ and assistant/ for tests: as the extension has them, as modules in Node, and as functions of a page."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .environment import BUILD, ROOT

_MODULES = BUILD / "node/node_modules"


@cache
def extension() -> Path:
    """The folder of the unpacked extension. It is built if its sources are newer; workers of pytest wait for each other."""
    if not shutil.which("npm") and "CI" not in os.environ:
        pytest.skip("no npm here (Debian: apt-get install npm)")
    with (BUILD / "assistant.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(["make", "--silent", "assistant"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return BUILD / "assistant"


def script(name: str) -> str:
    """A script of the extension: fill.js or look.js."""
    return (extension() / name).read_text(encoding="utf-8")


def in_node(source: str, *arguments: Any) -> Any:
    """The value of ``result`` after a module in Node. source: its text, in the folder of the checkout, which gets ``given``, the list of arguments."""
    module = f"""
        import {{ readFileSync }} from "node:fs";
        const given = JSON.parse(readFileSync(0));
        let result = null;
        {source}
        console.log(JSON.stringify(result));
    """
    # The imports have to come first.
    lines = [line.strip() for line in module.splitlines()]
    ordered = sorted(lines, key=lambda line: not line.startswith("import "))
    command = ["node", "--no-warnings", "--input-type=module", "--eval", "\n".join(ordered)]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@cache
def in_page(source: str) -> str:
    """A script for a page, which defines ``tested`` with what a module exports. source: its text, in the folder of the checkout."""
    extension()
    options = ["--bundle", "--format=iife", "--global-name=tested", "--log-level=warning"]
    done = subprocess.run(
        [_MODULES / ".bin/esbuild", *options], cwd=ROOT, input=source, capture_output=True, text=True, check=True
    )
    return done.stdout
