# SPDX-License-Identifier: GPL-3.0-or-later

"""Prints how the forms of a collection are filled (`make fill COLLECTION=<folder>`): a line of JSON for each page with ``wanted``, then the sum.

The extension fills the page from a worksheet in Chromium. Then the page's own button is pressed (``save``), and what the page would send
(``window.__saved``, by the names of inputs or their labels on the page) is compared with what was wanted; if a field was left, with what was there before.
Exit code 1: a value was wrong; 2: the collection is malformed. (make prints this code, and itself ends with 2 in both cases.)
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from screens.captured import click, paths, served
from screens.catalogue import catalogue
from screens.collection import MALFORMED
from screens.truth import read_truth
from selenium.common.exceptions import WebDriverException

from ansible_collections.reshare.wms.plugins.module_utils._core.placement import Row, with_rows
from ansible_collections.reshare.wms.plugins.module_utils._pages.page import worksheet_html
from support.assistant_browser import AssistantBrowser, assistant_browser
from support.page_browser import FIND
from support.screen_librarian import fill_step
from support.waiting import wait_until

Step = dict[str, Any]

_PRESS = f"{FIND} window.__saved = null; find(document, arguments[0]).click();"
#: The fields with a reason, in the panel; those that are filled have an arrow between their values.
_REFUSED = "[...document.querySelectorAll('#tab-fields li')].map((one) => one.innerText).filter((one) => !one.includes('\u2192'))"
#: What the page, or a frame of it, would send; as JSON, because a page can send anything.
_SENT = """const sent = (view) => view.__saved ?? [...view.frames].map(sent).find(Boolean) ?? null;
return JSON.stringify(sent(window));"""


def main() -> int:
    """Fill the forms of a collection."""
    parser = argparse.ArgumentParser(prog="make fill", description="How the forms of a collection are filled.")
    parser.add_argument("collection", type=Path, help="a folder with truth.json")
    given = parser.parse_args()
    known = catalogue()
    try:
        truth = read_truth(given.collection, known)
    except (OSError, ValueError) as error:
        print(f"{given.collection}: {error}", file=sys.stderr)
        return MALFORMED
    counts: Counter[str] = Counter()
    for line in fillings(given.collection, truth, known):
        print(json.dumps(line, ensure_ascii=False), flush=True)
        counts.update({name: len(line[name]) for name in ("filled", "left", "wrong")})
    print(json.dumps(counts))
    return 1 if counts["wrong"] else 0


def fillings(folder: Path, truth: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What was filled in each page with ``wanted``: {id, filled, left, wrong, code, reasons}; names of inputs, or numbers of rows, from 1."""
    with served(folder, truth) as address:
        waiting = {f"{address}{path}": page for path, page in paths(truth).items() if "wanted" in page}
        while waiting:
            # A page that does not finish blocks its browser, so the others get another one.
            with (
                tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data,
                assistant_browser(Path(data)) as browser,
            ):
                browser.driver.set_page_load_timeout(20)
                while waiting:
                    url, page = waiting.popitem()
                    kind, library = known[page["kind"]], truth["libraries"][page["library"]]
                    try:
                        code, refused, sent = _filled(browser, url, page, worksheet(page, kind, library, known))
                    except (WebDriverException, AssertionError, RuntimeError) as error:
                        code, refused, sent = "failed", [str(error)[:200]], None
                    yield {
                        "id": page["id"],
                        **_judged(page, kind, code, refused, sent),
                        "code": code,
                        "reasons": refused,
                    }
                    if code == "failed":
                        break


def _filled(
    browser: AssistantBrowser, url: str, page: Mapping[str, Any], sheet: dict[str, Any]
) -> tuple[str, list[str], Any]:
    """The code of the result, what the panel lists as not filled, and what the page would send."""
    browser.driver.get(url)
    click(browser.driver, page)
    panel = browser.open_panel()
    panel.until("document.getElementById('choose') !== null")
    panel.script("document.getElementById('forget')?.checkVisibility() && document.getElementById('forget').click()")
    panel.paste(worksheet_html(sheet))
    step = sheet["groups"][0]["steps"][0]
    panel.until(f"document.getElementById('step-{step['number']}') !== null")
    code = fill_step(panel, step)
    refused: list[str] = panel.script(_REFUSED)
    if code not in ("filled", "already_so"):
        refused.insert(0, panel.text("#tab-result"))
    browser.driver.execute_script(_PRESS, page["save"])
    wait_until(lambda: browser.driver.execute_script(_SENT) != "null")
    return code, refused, json.loads(browser.driver.execute_script(_SENT))


# ------------------------------------------------------------------------------------------------------- the worksheet


def worksheet(
    page: Mapping[str, Any], kind: Mapping[str, Any], library: Mapping[str, Any], known: Mapping[str, Any]
) -> dict[str, Any]:
    """A worksheet with one step: what is wanted of a page."""
    about = {name: library[name] for name in ("registry_id", "display_name")}
    step = {**_about(page, kind), **(_rows(page, kind) if "columns" in kind else _lines(page, kind))}
    nothing = {"rehearsal": False, "assignee": None, "due": None, "last": [], "locked": []}
    own = {
        "registry_id": library["registry_id"],
        "people": library.get("people", []),
        "names": library.get("names", {}),
    }
    return {
        **about,
        **nothing,
        **{"library": "measured", "record": "0" * 32, "digest": "0" * 16, "count": 1, "fills": True},
        "groups": [{"screen": [kind["label"]], "label": kind["label"], "cautions": [], "steps": [step]}],
        "screens": {"catalogue": known, "patches": "eNqLjgUAARUAuQ==", "library": own},
    }


def _about(page: Mapping[str, Any], kind: Mapping[str, Any]) -> Step:
    nothing = dict.fromkeys(("table", "impossible", "sent_back", "confirmed"))
    action = "created" if page.get("face") == "new" else "updated"
    texts = {"title": kind["label"], "how": "", "since": "2026-11-25", "digest": "0" * 16}
    return {"number": 1, "name": kind["plural"], "action": action, "asked": [], "lines": [], **texts, **nothing}


def _lines(page: Mapping[str, Any], kind: Mapping[str, Any]) -> Step:
    inputs, before = {one["name"]: one for one in kind["inputs"]}, page.get("values", {})
    named = {**page["wanted"], **before}
    identity = {name: named[name] for name in kind["identity"]}
    lines = [
        {"name": name, "label": inputs[name]["label"], "value": _text(value), "before": before.get(name)}
        for name, value in page["wanted"].items()
    ]
    lists = {name: _named(inputs[name], rows) for name, rows in page["wanted"].items() if isinstance(rows, list)}
    name = "/".join([kind["plural"], *identity.values()])
    return {"name": name, "lines": lines, "declares": {kind["plural"]: [{**identity, **lists}]}}


def _rows(page: Mapping[str, Any], kind: Mapping[str, Any]) -> Step:
    """The table with the new rows in their places."""
    new, before = _named(kind, page["wanted"]), [*page.get("values", {}).values()] or None
    marks = {
        False: {"mark": "stays", "before": None, "where": ""},
        True: {"mark": "changed" if before else "new", "before": before, "where": "As shown."},
    }
    rows = [{"cells": [*row.values()], **marks[row in new]} for row in _after(page, kind)]
    labels = [one["label"] for one in kind["columns"]]
    table = {"columns": labels, "rows": rows, "ordered": kind["ordered"], "why": "", "gone": []}
    return {"table": table, "declares": {kind["plural"]: new}}


def _after(page: Mapping[str, Any], kind: Mapping[str, Any]) -> list[Row]:
    selectors = [one["name"] for one in kind["columns"] if one.get("wildcard")]
    return with_rows(_named(kind, page.get("rows", [])), _named(kind, page["wanted"]), selectors)


def _named(kind: Mapping[str, Any], rows: list[list[str]]) -> list[Row]:
    return [dict(zip([one["name"] for one in kind["columns"]], row)) for row in rows]


# ---------------------------------------------------------------------------------------------------------- judgement


def _judged(
    page: Mapping[str, Any], kind: Mapping[str, Any], code: str, refused: list[str], sent: Any
) -> dict[str, Any]:
    """refused: what the panel lists as not filled, each with its label."""
    is_filled = code in ("filled", "partly", "already_so")
    if "columns" in kind:
        return _judged_rows(page, kind, is_filled, sent)
    labels, wanted = {one["name"]: one["label"] for one in kind["inputs"]}, page["wanted"]
    left = [name for name in wanted if not is_filled or any(one.startswith(f"{labels[name]}:") for one in refused)]
    filled = {name: page.get("sent", wanted).get(name, wanted[name]) for name in wanted if name not in left}
    expected = page.get("values", {}) | filled
    wrong = [name for name, value in expected.items() if not _same(_sent(sent, name, page, kind), value)]
    return {"filled": [one for one in filled if one not in wrong], "left": left, "wrong": wrong if sent else []}


def _judged_rows(page: Mapping[str, Any], kind: Mapping[str, Any], is_filled: bool, sent: Any) -> dict[str, Any]:
    """Rows in the order of the page; each is a list of texts, or an object by labels."""
    if page.get("face") == "row":
        before = page.get("values", {})
        rows = [[_sent(sent, one["name"], page, kind) for one in kind["columns"]]] if sent else []
        left, after = [[before.get(one["name"], "") for one in kind["columns"]]], page["wanted"]
    else:
        rows = [[*row.values()] if isinstance(row, dict) else row for row in sent or ()]
        left, after = page["rows"], [[*row.values()] for row in _after(page, kind)]
    expected = page.get("sent", after) if is_filled else left
    numbers = [*range(1, len(page["wanted"]) + 1)]
    wrong = rows if sent and _plain_rows(rows) != _plain_rows(expected) else []
    return {"filled": numbers if is_filled and not wrong else [], "left": [] if is_filled else numbers, "wrong": wrong}


def _sent(sent: Any, name: str, page: Mapping[str, Any], kind: Mapping[str, Any]) -> Any:
    """What is sent for an input, under its name or its label on the page."""
    (one,) = (one for one in kind.get("columns") or kind["inputs"] if one["name"] == name)
    keys = (name, page.get("labels", {}).get(name), one["label"])
    return next((sent[key] for key in keys if key in (sent or {})), None)


def _same(one: Any, other: Any) -> bool:
    return _plain(one) == _plain(other)


def _plain_rows(rows: Iterable[list[Any]]) -> list[list[list[str]]]:
    """The rows that are not blank."""
    return [[_plain(cell) for cell in row] for row in rows if any(map(_text, row))]


def _text(value: Any) -> str:
    """A value of a page as the text of a worksheet."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list) and any(isinstance(one, list) for one in value):
        return "\n".join(" | ".join(_word(_text(cell)) for cell in row) for row in value if any(map(_text, row)))
    if isinstance(value, list):
        return "\n".join(map(_text, value))
    if isinstance(value, dict) and "unlimited" in value:
        return "No Limit" if value["unlimited"] else _text(value["number"])
    if isinstance(value, dict):
        return f"{value['number']} {value['unit']}" if value.get("number") else ""
    return "" if value is None else str(value)


def _plain(value: Any) -> list[str]:
    """A value without what makes no difference: case, order, the number of a unit, zeros behind a point, and All for a blank."""
    return sorted(_word(line) for line in _text(value).splitlines() if _word(line))


def _word(line: str) -> str:
    number, *others = line.casefold().split() or [""]
    try:
        number = str(Decimal(number).normalize())
        others = [one.removesuffix("s") for one in others]
    except InvalidOperation:
        pass
    words = " ".join([number, *others])
    return "" if words == "all" else words


if __name__ == "__main__":
    sys.exit(main())
