# SPDX-License-Identifier: GPL-3.0-or-later

"""What the scripts in assistant/ get of the words and patterns."""

from __future__ import annotations

import re
from typing import Any

from ..._core.values import UNITS
from . import date_words, reasons, row_words, site_words, text_words, value_words
from .limits import LONGEST_AROUND, LONGEST_LABEL, LONGEST_PAGER, LONGEST_TEXT, MOST_AROUND, MOST_ITEMS
from .row_words import LONGEST_BUTTON, LONGEST_PAGING, MORE, NEXT_PAGE, OF, PAGE_WORD, SCROLLS, TO
from .site_words import NOTES
from .text_words import MOST_READ_ONLY, REVIVING
from .vocabulary import EXPLAINING, NAMES, PART_WORDS, SITE_WORDS

_MODULES = (date_words, reasons, row_words, site_words, text_words, value_words)
_ALL = {name: value for module in _MODULES for name, value in vars(module).items() if name.isupper()}
#: The patterns that the scripts use, too.
_PATTERNS = """
SEPARATORS DIVIDERS VERBS NEW_ROW ALL_ROWS TOTAL_ROWS SOME_ROWS GROUP RANGE PAGE NUMBER LEADS PAGE_SIZE ACTIONS CODE THOUSANDS GROUPED FRACTION PAGE_FIELDS
END_OF_LIST
NO_CHOICE MAYBE_NO_CHOICE SET_APART ABSENT UNSET BRACKETED PERIOD_TEXT DAY BETWEEN_DAYS DAY_MONTH MONTH_DAY DAY_IN_NUMBERS MAYBE_ALL REMARK ARROW CUT INITIALS
VERSION NAME_AND_VERSION YEAR PERSON RELEASE SHORTCUT SIGNED_IN PROGRAM PRODUCT PHRASE NUMBERED CHIP
TICKED SORTED DATES SIZE HINT LAST_SAVED HARMLESS HARMLESS_BESIDE
BREAKS SENTENCE NO_NAME REFUTES NOT_YET NUMBER_LABELS BESIDE_LABEL UNIT_IN_LABEL CURRENCY CURRENCY_SIGN
STATUS SCOPE NOW ORDER CLAUSES OTHER_SITE INSTITUTION GROUP_OF_LIBRARIES COPYRIGHT SEVERAL DEFAULTS FILTERS UNIT_LABELS
"""


def _by_name(names: str) -> dict[str, Any]:
    """Constants, by their names in the scripts (``newRow``)."""
    found = {re.sub("_(.)", lambda found: found[1].upper(), name.lower()): _ALL[name] for name in names.split()}
    return {name: [*value] if isinstance(value, tuple) else value for name, value in found.items()}


#: For assistant/read, which recognises captures.
DATA: dict[str, Any] = {
    "limits": {
        "items": MOST_ITEMS,
        "text": LONGEST_TEXT,
        "label": LONGEST_LABEL,
        "around": LONGEST_AROUND,
        "button": LONGEST_BUTTON,
        "paging": LONGEST_PAGING,
        "readOnly": MOST_READ_ONLY,
    },
    "patterns": _by_name(_PATTERNS),
    **_by_name("UNLIMITED YES_NO SWITCHED SCROLLS"),
    "vocabulary": {
        "parts": " ".join(sorted(PART_WORDS)),
        "sites": " ".join(sorted(SITE_WORDS)),
        "explaining": " ".join(sorted(EXPLAINING)),
        "names": " ".join(sorted(NAMES)),
    },
    **_by_name("DENYING NOT_SAVED UNFILTERED ACTIVE"),
    "units": [*UNITS],
    **_by_name("MONTHS UNIT_WORDS CODED NO_VALUE NUMBERING NUMBERS WORDLESS AMOUNTS DASHES REASONS"),
}
#: For assistant/screen, which has to find pagers and keeps within the limits.
SCREEN: dict[str, Any] = {
    "NOTES": NOTES,
    "REVIVING": REVIVING,
    "MOST_ITEMS": MOST_ITEMS,
    "LONGEST_TEXT": LONGEST_TEXT,
    "MOST_AROUND": MOST_AROUND,
    "LONGEST_AROUND": LONGEST_AROUND,
    "LONGEST_PAGER": LONGEST_PAGER,
    "SCROLLS": SCROLLS,
    "TO": TO,
    "OF": OF,
    "PAGE": PAGE_WORD,
    "MORE": MORE,
    "NEXT": NEXT_PAGE,
}
