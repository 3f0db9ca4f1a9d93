# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes one decision of the code at a time, and runs the unit tests that run its function: `tests/tools/measure mutants [PERCENT [SEED]]`.

mutmut makes the mutants of the folders in pyproject.toml, in a copy of the checkout. Those of texts, arguments and assigned values are left out:
they are four of five, and the wrong value or the missing one shows wherever the line runs. mutmut changes no function with a decorator.

tests/survivors.txt lists the mutants that no unit test notices, and may only become shorter: another one, and one in the list that is noticed or
that does not exist any more, is an error. WRITE=1 stores what was found.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build/mutation"
SURVIVORS = ROOT / "tests/survivors.txt"
#: The functions of mutmut that are left out.
LEFT_OUT = {
    "operator_arg_removal",
    "operator_assignment",
    "operator_dict_arguments",
    "operator_lambda",
    "operator_string",
}
HEAD = """\
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The mutants that no unit test notices: file in plugins/module_utils, function, line, changed line (tests/tools/mutants.py).
"""


class Mutant(NamedTuple):
    """What a mutant is, wherever its line is in the file. before, after: the changed lines."""

    path: str
    function: str
    before: str
    after: str

    @classmethod
    def of(cls, path: str, key: str, diff: str) -> Mutant:
        """path: of the file. key: what mutmut calls the mutant. diff: the unified difference of the function."""
        function = key.rpartition(".")[2].partition("__mutmut_")[0].removeprefix("x").removeprefix("_")
        lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
        sides = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
        return cls(path.partition("module_utils/")[2], function.strip("ǁ").replace("ǁ", "."), *sides)


def read(text: str) -> set[Mutant]:
    """The mutants in a list."""
    return {Mutant(*line.split("\t")) for line in text.splitlines() if line and not line.startswith("#")}


def written(mutants: Iterable[Mutant]) -> str:
    """A list of mutants."""
    return HEAD + "".join("\t".join(one) + "\n" for one in sorted(mutants))


def problems(listed: Collection[Mutant], there: Collection[Mutant], tried: Mapping[Mutant, bool]) -> list[str]:
    """What is wrong with the list. there: all mutants of the code. tried: whether a test noticed a mutant."""
    found = [("no unit test notices", one) for one, noticed in tried.items() if not noticed and one not in listed]
    found += [("is noticed, and has to leave the list:", one) for one in listed if tried.get(one)]
    found += [("is not in the code any more, and has to leave the list:", one) for one in listed if one not in there]
    return [f"{what} {one.path} {one.function}\n    - {one.before}\n    + {one.after}" for what, one in sorted(found)]


def prepare() -> None:
    """Make the folder in which mutmut works. Its path of a module is the one by which tests import it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    copy = FOLDER / "mutants/ansible_collections/reshare/wms"
    copy.parent.mkdir(parents=True)
    copy.symlink_to("../..")
    os.chdir(FOLDER)
    Path("ansible_collections").symlink_to(ROOT / ".build/collections/ansible_collections")
    Path("pyproject.toml").symlink_to(ROOT / "pyproject.toml")

    from mutmut.configuration import config
    from mutmut.mutation.mutators import mutation_operators

    for path in config().also_copy:
        if (ROOT / path).exists() and not path.exists():
            path.symlink_to(ROOT / path)
    mutation_operators[:] = [one for one in mutation_operators if one[1].__name__ not in LEFT_OUT]


def keys() -> list[str]:
    """What mutmut calls all mutants of the code, in a fixed order."""
    from mutmut.mutation.file_mutation import mutate_file_contents
    from mutmut.utils.file_utils import walk_mutatable_files
    from mutmut.utils.format_utils import get_mutant_name

    return [
        get_mutant_name(path, name)
        for path in sorted(walk_mutatable_files())
        for name in mutate_file_contents(str(path), path.read_text(encoding="utf-8")).mutant_names
    ]


def run(chosen: Sequence[str]) -> tuple[set[Mutant], dict[Mutant, bool]]:
    """All mutants, and whether a test noticed those that were tried."""
    from mutmut.__main__ import cli
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code
    from mutmut.utils.file_utils import walk_mutatable_files

    cli(["run", "--max-children", str(len(os.sched_getaffinity(0))), *chosen], standalone_mode=False)
    there, tried = set(), {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for key, code in data.exit_code_by_key.items():
            mutant = Mutant.of(str(path), key, get_diff_for_mutant(key, path=path))
            there.add(mutant)
            if code is not None:
                noticed = status_by_exit_code[code] not in ("survived", "no tests")
                # One line can have a comparison twice.
                tried[mutant] = noticed and tried.get(mutant, True)
    return there, tried


def _share(text: str) -> float:
    """A number from 0 to 100 that depends on the text alone: other mutants do not change which ones are in a sample."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) * 100 / 2**32


def main() -> int:
    """Try the mutants and compare the survivors with the list."""
    given = sys.argv[1:]
    percent, seed = [*given, *("100", "1")[len(given) :]]
    prepare()
    everything = keys()
    chosen = [key for key in everything if _share(f"{seed} {key}") < float(percent)]
    there, tried = run([] if len(chosen) == len(everything) else chosen)
    listed = read(SURVIVORS.read_text(encoding="utf-8"))
    survivors = {one for one, noticed in tried.items() if not noticed}
    print(f"{len(tried)} of {len(there)} mutants tried: {len(survivors)} survived, {len(listed)} are listed.")
    if os.environ.get("WRITE"):
        SURVIVORS.write_text(written(survivors | (listed & there - tried.keys())), encoding="utf-8")
        return 0
    found = problems(listed, there, tried)
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
