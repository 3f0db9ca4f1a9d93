# SPDX-License-Identifier: GPL-3.0-or-later
"""One page for the options that most modules have. antsibull-docs writes them to the page of every module, where they hide its own options, and a search
for one of them finds every module."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

PAGE = "connection_options"
#: An option with the same text on more pages than this one is described once.
_MOST = 20
_TABLE = """\
:orphan:

Connection options
++++++++++++++++++

The modules that connect to a system, or read a record, have these options. Options that are not set on a task default to the inventory variables of the same
names; those of requests have the prefix ``reshare_wms_`` there (:doc:`Connection options and input checks </docs/connection>`).

.. list-table::
  :width: 100%
  :widths: auto
  :header-rows: 1
  :class: longtable ansible-option-table

  * - Parameter
    - Comments

"""
_CELL = '  {} - .. raw:: html\n\n        <div class="ansible-option-cell">\n{}\n{}\n      .. raw:: html\n\n        </div>\n\n'
_ROW = re.compile(r"^  \* - \.\. raw:: html\n.*?(?=^  \* - |^\S|\Z)", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r'id="parameter-([^"]+)"')
_ANCHOR = re.compile(r'^ +<div class="ansibleOptionAnchor" id="parameter-.*\n', re.MULTILINE)
_LABEL = re.compile(r"^ +\.\. _ansible_collections\..*__parameter-.*:\n", re.MULTILINE)
_NOTE = re.compile(r"^   - (?=Connection options not set ).*\n", re.MULTILINE)
_MODULE = re.compile(r"(?<=reshare\.wms\.)[\w\\]+(?=_module__|#module)")
_OPTION = re.compile(r":ansopt:`reshare\.wms\.[\w\\]+#module:")


class SharedOptions:
    """The options that are on more than _MOST of the pages of modules."""

    def __init__(self, pages: Iterable[Path]):
        rows = [row for page in pages for row in _ROW.findall(page.read_text(encoding="utf-8")) if _NAME.search(row)]
        self._rows = {_plain(row): row for row in reversed(rows)}
        found = Counter(map(_plain, rows))
        self._shared = {row for row, count in found.items() if count > _MOST}

    def page(self) -> str:
        """The page with all of them, in the order of their names."""
        rows = sorted((self._rows[row] for row in self._shared), key=lambda row: _NAME.findall(row)[0])
        return _TABLE + _OPTION.sub(":literal:`", "".join(_LABEL.sub("", row) for row in rows))

    def without(self, text: str) -> str:
        """A page of a module with one row in place of them, and without the note about them. Links to them lead to this row."""
        own = [row for row in _ROW.findall(text) if _NAME.search(row) and _plain(row) in self._shared]
        for row in own[1:]:
            text = text.replace(row, "", 1)
        return _NOTE.sub("", text.replace(own[0], _link(own), 1)) if own else text


def _plain(row: str) -> str:
    """The text of a row without the name of the module."""
    return _MODULE.sub("", row)


def _link(rows: list[str]) -> str:
    anchors = "".join(_ANCHOR.findall("".join(rows)))
    labels = "\n".join(_LABEL.findall("".join(rows)))
    title = f"{labels}\n      .. rst-class:: ansible-option-title\n\n      **Connection options**\n"
    return _CELL.format("*", anchors, title) + _CELL.format(
        " ", "", f"      :doc:`{len(rows)} options that most modules have <{PAGE}>`\n"
    )
