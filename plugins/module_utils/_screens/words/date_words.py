# SPDX-License-Identifier: GPL-3.0-or-later

"""The patterns of dates on screens."""

from __future__ import annotations

from .vocabulary import BEFORE_DATES

#: A day in a text, with the beginning of the name of its month in several languages.
MONTH = (
    r"(?:jan|f[e\u00e9][bv]|m[a\u00e4]r|mrt|maa|a[pbv]r|ma[iy]|mei|ju[iln]|lug|giu|gen|a[ou][g\u00fb]|sep|set|o[ck]t|ott|nov|d[e\u00e9i][czs]|ene)"
    r"[a-z\u00df-\u00ff]*"
)
DATE = rf"(?:[0-9]{{1,2}}\.? (?:de )?{MONTH}\.? (?:de )?[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{1,2}}[./][0-9]{{1,2}}[./][0-9]{{2,4}})"
#: Numbers in a text around a table that are those of dates and times.
DATES = rf"{DATE}|[0-9]{{1,2}}:[0-9]{{2}}"
#: What a text has before the numbers of a date.
DATED = "|".join("".join(f"[{one.upper()}{one}]" for one in word) for word in BEFORE_DATES)
#: Numbers that can be a date: *24.05*, *24.5.2026*.
DAY_OF_YEAR = r"[0-3]?[0-9]\.(?:0[1-9]|1[0-2]|[0-3]?[0-9]\.20[0-9]{2})(?![0-9.])"
YEAR = r"(?<![0-9])20[0-9]{2}(?![0-9])"
#: A day, and what stands between several of them in one text.
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
BETWEEN_DAYS = r"[,;\n ] ?"
#: A day with the name of its month, which cannot be read in two ways, in two orders; and the beginnings of these names.
DAY_MONTH = r"^([0-9]{1,2})\.? ([a-z]{3,9})\.? ([0-9]{4})$"
MONTH_DAY = r"^([a-z]{3,9})\.? ([0-9]{1,2}), ([0-9]{4})$"
#: A day in numbers. Between points, the day comes first.
DAY_IN_NUMBERS = r"^([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})$"
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
