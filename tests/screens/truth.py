# SPDX-License-Identifier: GPL-3.0-or-later

"""truth.json of a collection of pages: what is on them, and what a person would answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

#: The members of a page, with the types of their values.
_MEMBERS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("id", "file", "library", "kind", "face", "twin", "map", "save"), str),
    **dict.fromkeys(("click", "free", "rows"), list),
    **dict.fromkeys(("labels", "values"), dict),
    **dict.fromkeys(("first", "total"), int),
    "teach": bool,
    "open": (list, str),
    **dict.fromkeys(("wanted", "sent"), (dict, list)),
}
FACES = ("view", "edit", "new", "row")


def read_truth(folder: Path, catalogue: Mapping[str, Any]) -> dict[str, Any]:
    """The truth of a collection. Raises ValueError if it is malformed. catalogue: of all kinds."""
    try:
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("truth.json is nested too deeply") from None
    if not isinstance(truth, dict) or truth.get("version") != 1:
        raise ValueError("truth.json: version must be 1")
    libraries, pages = truth.get("libraries"), truth.get("pages")
    if not isinstance(libraries, dict) or not isinstance(pages, list) or not pages:
        raise ValueError("truth.json needs libraries, an object, and pages, a list that is not empty")
    for key, library in libraries.items():
        if problem := next(_of_library(library), None):
            raise ValueError(f"library {key}: {problem}")
    for page in pages:
        if problem := next(_of_page(page, truth, folder.resolve(), catalogue), None):
            name = page.get("id") if isinstance(page, dict) else page
            raise ValueError(f"page {name}: {problem}")
    _check_ids(pages)
    return truth


def _of_library(library: Any) -> Iterator[str]:
    if not isinstance(library, dict):
        yield "it is not an object"
        return
    if not re.fullmatch(r"[0-9]{1,20}", str(library.get("registry_id"))):
        yield "registry_id must be a number, as text"
    if not all(isinstance(library.get(name), str) for name in ("registry_id", "symbol", "display_name")):
        yield "registry_id, symbol and display_name must be texts"
    names = library.get("names", {})
    if (
        not _are_texts(library.get("people", []))
        or not isinstance(names, dict)
        or not all(map(_are_texts, names.values()))
    ):
        yield "people must be texts, and names lists of texts by kinds"


def _of_page(page: Any, truth: Mapping[str, Any], root: Path, catalogue: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(page, dict):
        yield "it is not an object"
        return
    for name in ("id", "file", "library", "kind", *(() if "map" in page else ("face",))):
        if name not in page:
            yield f"no {name}"
    for name, value in page.items():
        if name not in _MEMBERS:
            yield f"'{name}' is not a member of a page"
        elif not isinstance(value, _MEMBERS[name]) or (isinstance(value, bool) and name != "teach"):
            yield f"{name} has another type"
    if page["library"] not in truth["libraries"]:
        yield f"no library {page['library']}"
    if page["kind"] not in catalogue:
        yield f"'{page['kind']}' is not a kind of object"
    if page.get("face", "view") not in FACES:
        yield f"face is none of {', '.join(FACES)}"
    file = (root / page["file"]).resolve()
    if not file.is_relative_to(root) or not file.is_file():
        yield f"no file {page['file']} in the collection"
    yield from _of_truth(page, catalogue[page["kind"]])


def _of_truth(page: Mapping[str, Any], kind: Mapping[str, Any]) -> Iterator[str]:
    columns, is_open, is_row = kind.get("columns"), page.get("open") == "all", page.get("face") == "row"
    inputs = {one["name"] for one in columns or kind["inputs"]}
    opened = page.get("open", [])
    if not is_open and not _are_texts(opened):
        yield 'open must be "all" or a list of inputs'
    if problem := _of_filling(page, kind):
        yield problem
    if bool(columns) != ("map" in page) and not (columns and is_row):
        yield f"{page['kind']} is {'a' if columns else 'no'} map"
    if not _are_texts(page.get("click", [])) or not _are_texts(page.get("free", [])):
        yield "click and free must be lists of texts"
    for name in ("values", "labels"):
        given = page.get(name, {})
        if unknown := sorted(given.keys() - inputs):
            yield f"{name}: {', '.join(unknown)} is not an input of {page['kind']}"
        if not _are_texts([*given.values()]):
            yield f"{name} must be texts"
    if not is_open and (unknown := sorted({*opened} - inputs)):
        yield f"open: {', '.join(unknown)} is not an input of {page['kind']}"
    if columns and not is_open and not is_row:
        rows = page.get("rows", ())
        if not rows or not _are_rows(rows, columns):
            yield f"rows must be lists of {len(columns)} texts"
        if page.get("first", 0) < 1 or page.get("total", 0) < page.get("first", 0) + len(rows) - 1:
            yield "first and total do not fit the rows"
    if not columns and not is_open and "values" not in page:
        yield "no values"


def _of_filling(page: Mapping[str, Any], kind: Mapping[str, Any]) -> str | None:
    """What is wrong with wanted (values, or new rows), and sent (the same in the terms of the page, where they differ)."""
    columns, lists = kind.get("columns"), {one["name"]: one.get("columns", []) for one in kind.get("inputs", ())}
    if "wanted" in page and "save" not in page:
        return "wanted needs save, a selector"
    if page.get("face") == "row" and (not columns or len(page.get("wanted", "1")) != 1):
        return "face row needs a map, and one row as wanted"
    for name in ("wanted", "sent"):
        given = page.get(name, [] if columns else {})
        if columns and not (isinstance(given, list) and _are_rows(given, columns)):
            return f"{name} must be rows of {len(columns)} texts of {page['kind']}"
        if not columns and not (isinstance(given, dict) and lists.keys() >= given.keys()):
            return f"{name} must be values by inputs of {page['kind']}"
        if not columns and not all(_fits(value, lists[one]) for one, value in given.items()):
            return f"{name} must be texts, or rows of texts of a list in a form"
    return None


def _fits(value: Any, columns: list[Any]) -> bool:
    return isinstance(value, str) or bool(columns and isinstance(value, list) and _are_rows(value, columns))


def _are_rows(rows: list[Any], columns: list[Any]) -> bool:
    return all(_are_texts(row) and len(row) == len(columns) for row in rows)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _check_ids(pages: list[dict[str, Any]]) -> None:
    ids = [page["id"] for page in pages]
    names = [page["map"] for page in pages if "map" in page]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise ValueError(f"page {twice[0]}: another page has the same id")
    for page in pages:
        if page.get("twin", ids[0]) not in ids or page.get("twin") == page["id"]:
            raise ValueError(f"page {page['id']}: no twin {page['twin']}")
    for name in names:
        of_map = {(one["library"], one["kind"], one.get("twin") is None) for one in pages if one.get("map") == name}
        if len(of_map) > 1:
            raise ValueError(f"map {name}: its pages are of more than one library or kind")
