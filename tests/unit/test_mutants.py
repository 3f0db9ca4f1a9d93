# SPDX-License-Identifier: GPL-3.0-or-later

"""The list of the mutants that no unit test notices (tests/tools/mutants.py)."""

from __future__ import annotations

import runpy

from support.environment import ROOT

TOOL = runpy.run_path(str(ROOT / "tests/tools/mutants.py"))
KEY = "ansible_collections.reshare.wms.plugins.module_utils._core.matching.xǁMatchǁ_data__mutmut_3"
PATH = "ansible_collections/reshare/wms/plugins/module_utils/_core/matching.py"
DIFF = """\
--- matching.py
+++ matching.py
@@ -{line},3 +{line},3 @@
 def _data(self, number):
-    if number > 1:
+    if number >= 1:
         return {{}}"""
MUTANT = ("_core/matching.py", "Match._data", "if number > 1:", "if number >= 1:")


def test_a_mutant_is_the_same_wherever_its_line_is():
    assert TOOL["Mutant"].of(PATH, KEY, DIFF.format(line=1)) == MUTANT
    assert TOOL["Mutant"].of(PATH, KEY.replace("_3", "_4"), DIFF.format(line=90)) == MUTANT
    assert TOOL["Mutant"].of(PATH, KEY.replace("xǁMatchǁ_data", "x__overlaps"), "").function == "_overlaps"


def test_the_list_is_read_as_it_was_written_and_is_in_order():
    mutant = TOOL["Mutant"](*MUTANT)
    assert TOOL["read"](TOOL["written"]([mutant])) == {mutant}
    text = TOOL["SURVIVORS"].read_text(encoding="utf-8")
    assert TOOL["written"](TOOL["read"](text)) == text


def test_only_a_listed_mutant_may_survive_and_only_a_survivor_may_be_listed():
    listed, noticed, other = (TOOL["Mutant"](*MUTANT[:3], text) for text in ("listed", "noticed", "other"))
    find, everything = TOOL["problems"], {listed, noticed, other}
    assert find({listed}, everything, {listed: False, noticed: True}) == []
    # Of a sample, nothing is said about the others.
    assert find({listed, other}, everything, {noticed: True}) == []
    for arguments, what in [
        (({listed}, everything, {listed: False, other: False}), "no unit test notices"),
        (({noticed}, everything, {noticed: True}), "is noticed, and has to leave the list:"),
        (({other}, {listed}, {}), "is not in the code any more, and has to leave the list:"),
    ]:
        (problem,) = find(*arguments)
        assert problem.startswith(f"{what} _core/matching.py Match._data\n    - if number > 1:\n")
