# SPDX-License-Identifier: GPL-3.0-or-later

"""The project's own collections of pages, captured by the extension and read as known screens: nothing is wrong, and a second library is read."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from screens.captured import captures
from screens.catalogue import catalogue
from screens.looks import LOOKS, write
from screens.truth import read_truth

from support.environment import ROOT

#: Of a second library, so much is read of what a person could read, with so many questions a capture.
LEAST_READ, MOST_ASKED = 0.9, 0.4


#: The captures of some pages. If their items mean something else than before, raise `meaning` in assistant/screen/look.js; in any case, write them anew.
GOLDEN = Path(__file__).with_name("golden_captures.json")


def judged(folder, pages=None):
    """The lines of `make screens`: those of pages, and the sums by library; and the captures."""
    truth = read_truth(folder, catalogue())
    truth["pages"] = [one for one in truth["pages"] if pages is None or pages(one)]
    given = {"truth": truth, "captures": captures(folder, truth), "catalogue": catalogue(), "teach": 1}
    done = subprocess.run(
        ["node", ROOT / "tests/screens/person.js"], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    sums = {one["library"]: one for one in lines if "id" not in one}
    return [one for one in lines if "id" in one], sums, given["captures"]


def test_forms_of_a_second_library_are_read_and_their_traps_are_not(tmp_path):
    write(tmp_path, "native")
    lines, sums, seen = judged(
        tmp_path / "native",
        lambda page: page["library"] in "AB" and page["kind"] == "loan_policy" and page["face"] == "edit",
    )
    assert [one["wrong"] for one in lines if one["wrong"]] == []
    assert sums["B"]["right"] >= LEAST_READ * (sums["B"]["right"] + sums["B"]["open"])
    assert sums["traps of B"]["pages"] > 9
    for page, items in json.loads(GOLDEN.read_text(encoding="utf-8")).items():
        assert seen[page]["items"] == items, page


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS)
def test_screens_of_all_looks_are_read(tmp_path, look):
    write(tmp_path, look)
    lines, sums, _seen = judged(tmp_path / look)
    assert [one["wrong"] for one in lines if one["wrong"]] == []
    pages = read_truth(tmp_path / look, catalogue())["pages"]
    for library in ("B", "C"):
        found = sums[library]
        assert found["right"] >= LEAST_READ * (found["right"] + found["open"]), library
        captured = [one for one in pages if one["library"] == library and "twin" not in one]
        assert found["questions"] <= MOST_ASKED * len(captured), library
    asked = [question for one in lines if one["id"].startswith("c") for question in one["questions"]]
    assert {code for _scope, code, _text in asked} <= {"new_names"}
