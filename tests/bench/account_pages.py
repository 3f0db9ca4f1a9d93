# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the account of a run over many libraries in Chromium, of a commit and of the checkout in turn."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from support import environment
from support.page_browser import chromium
from support.process_tree import cpu_seconds

from .comparison import checkout

environment.prepare()
sys.path.insert(0, str(environment.BUILD / "collections"))

FOLDER = environment.BUILD / "bench/account"
SIZES = (200, 1000)
#: With the kinds of objects, 60 changes at each library.
PARTNERS = 31
TURNS = 3
COLUMNS = ("MB", "elements", "load", "processor", "open", "search", "open all")

_RENDER = """
import json, sys
from pathlib import Path
from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_page import html
data, page = map(Path, sys.argv[1:])
page.write_text(html(json.loads(data.read_text()), Path("run.json")))
"""
#: Each is done in a task of its own, and measured until the page is laid out.
_SECONDS = """
const done = arguments[0], start = performance.now();
ACTION;
setTimeout(() => { document.body.offsetHeight; done((performance.now() - start) / 1000); }, 0);
"""
_ACTIONS = (
    "document.querySelectorAll('.library > summary')[1].click()",
    "const find = document.querySelector('#find'); find.value = '17'; find.dispatchEvent(new Event('input'))",
    "document.querySelector('#everything')?.click();"
    "for (const one of document.querySelectorAll('.library:not([open]) > summary')) one.click()",
)


def main() -> None:
    """Measure the pages of the sizes on the command line, or of all sizes."""
    # It imports the collection, which prepare() made importable.
    from support.account_examples import onboarding_account, text

    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    FOLDER.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        commit = os.environ.get("BENCH_COMPARE")
        trees = {commit: stack.enter_context(checkout(commit))} if commit else {}
        trees["checkout"] = environment.ROOT
        print(f"{'':26}" + "".join(f"{column:>10}" for column in COLUMNS))
        for size in sizes:
            data = FOLDER / "run.json"
            data.write_text(text(onboarding_account(size, PARTNERS)), encoding="utf-8")
            pages = {name: _page(tree, data, FOLDER / f"{name}-{size}.html") for name, tree in trees.items()}
            turns = [{name: tuple(_measured(page)) for name, page in pages.items()} for _turn in range(TURNS)]
            for name in pages:
                figures = map(median, zip(*(turn[name] for turn in turns)))
                print(f"{size:5} libraries, {name:10}" + "".join(f"{one:>10.2f}" for one in figures), flush=True)
        print(f"Load of the machine: {os.getloadavg()[0]:.1f}")


def _page(tree: Path, data: Path, page: Path) -> Path:
    path = {"PYTHONPATH": str(tree / ".build/collections")}
    subprocess.run([sys.executable, "-c", _RENDER, data, page], env={**os.environ, **path}, cwd=tree, check=True)
    return page


def _measured(page: Path) -> Iterator[float]:
    """The values of COLUMNS, in seconds if they are times."""
    with tempfile.TemporaryDirectory() as profile, chromium(Path(profile)) as browser:
        browser.set_script_timeout(600)
        browser.set_window_size(1280, 1000)
        browser.get("about:blank")
        process = browser.service.process.pid
        used = cpu_seconds(process)
        browser.get(page.as_uri())
        used = cpu_seconds(process) - used
        yield page.stat().st_size / 1e6
        yield browser.execute_script("return document.querySelectorAll('*').length")
        yield browser.execute_script("return performance.getEntriesByType('navigation')[0].loadEventEnd / 1000")
        yield used
        yield from (browser.execute_async_script(_SECONDS.replace("ACTION", action)) for action in _ACTIONS)


if __name__ == "__main__":
    main()
