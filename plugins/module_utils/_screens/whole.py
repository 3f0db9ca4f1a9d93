# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the texts around a table say that it is whole. Only a text that counts all rows proves it, and nothing beside it may lead to others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from .labels import is_beginning, plain, words_of
from .words import date_words, row_words, site_words, text_words
from .words.vocabulary import SITE_WORDS

_ACTIONS, _NEXT, _NUMBER, _PAGE, _PAGE_SIZE = map(
    re.compile, (row_words.ACTIONS, row_words.LEADS, row_words.NUMBER, row_words.PAGE, row_words.PAGE_SIZE)
)
_ALL_ROWS, _TOTAL_ROWS, _SOME_ROWS, _RANGE = map(
    re.compile, (row_words.ALL_ROWS, row_words.TOTAL_ROWS, row_words.SOME_ROWS, row_words.RANGE)
)
_TICKED, _SORTED, _DATES, _SIZE = map(
    re.compile, (row_words.TICKED, row_words.SORTED, date_words.DATES, row_words.SIZE)
)
_GROUP, _DIVIDERS, _COPYRIGHT, _CLAUSES = map(
    re.compile, (row_words.GROUP, text_words.DIVIDERS, site_words.COPYRIGHT, text_words.CLAUSES)
)
_ORDER, _FILTERS, _LAST_SAVED = map(re.compile, (row_words.ORDER, row_words.FILTERS, text_words.LAST_SAVED))
_STATUS, _END_OF_LIST = re.compile(text_words.STATUS), re.compile(row_words.END_OF_LIST)
_YEAR, _VERSION = re.compile(date_words.YEAR), re.compile(site_words.NAME_AND_VERSION)
#: The number of a page, or of the present one: *3*, *[2]*.
_LINK = re.compile(r"\[?([0-9]{1,12})\]?")


@dataclass
class Wholeness:
    """What texts say about a table. proven: whether one counts all of its rows. more: those that show that there are others, or can be.
    unsure: those that are not understood."""

    proven: bool = False
    more: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)


def wholeness(rows: int, pagers: Iterable[str], around: Sequence[str], known: Collection[str]) -> Wholeness:
    """What the pagers on a screen, and other texts around a table, say about it. rows: on the screen. known: plain texts that say nothing of rows."""
    found = Wholeness(unsure=[text for text in around if is_beginning(text) and plain(text) not in known])
    around = [part for text in around for part in _parts_of(text)]
    pagers, around = ([text for text in texts if not _is_about_others(plain(text))] for texts in (pagers, around))
    counting = [text for text in around if _counts(text)]
    is_end = any(_END_OF_LIST.search(plain(text)) for text in around)
    for text in dict.fromkeys([*pagers, *counting]):
        if counts_all(text, rows) or (is_end and _counts_shown(text, rows)):
            found.proven = True
        elif not _is_only_page(text, rows):
            found.more.append(text)
    for text in dict.fromkeys(text for text in around if text not in counting):
        is_more = _counts_more(text, rows) or _is_full(text, rows, found.proven)
        if is_more or _leads_on(text, rows if found.proven else None):
            found.more.append(text)
        elif not _is_silent(text, rows, known, found.proven):
            found.unsure.append(text)
    return found


def _parts_of(text: str) -> list[str]:
    """The sentences of a text beside a table, but for the foot of a site."""
    return [text] if _COPYRIGHT.search(plain(text)) else _CLAUSES.split(text)


def counts_all(pager: str, rows: int) -> bool:
    """Whether a text counts all rows, and these are the rows on the screen: *1 - 25 of 25*, *25 rows in total*."""
    text = plain(_PAGE.sub("", plain(pager)).strip(" ()[],;|"))
    found = _ALL_ROWS.search(text) or _TOTAL_ROWS.search(text)
    numbers = [] if found is None else [_int(one) for one in found.groups() if one is not None]
    return _is_first(pager) and numbers in ([1, rows, rows], [rows])


def pages_of(pager: str) -> list[tuple[int, int]]:
    """The pages in a pager: the number of each, and of all."""
    groups = (found.groups() for found in _PAGE.finditer(plain(pager)))
    return [(_int(one[0] or one[2]), _int(one[1] or one[3])) for one in groups]


def page_among(around: Sequence[str], rows: int) -> list[tuple[int, int]]:
    """The present page among links to pages, and the last one; none if they do not show it. A number of *rows* can be the size of a page."""
    links = [text for text in around if _LINK.fullmatch(text) and text != str(rows)]
    present = [text for text in links if text.startswith("[")]
    numbers = [int(text.strip("[]")) for text in links]
    return [(int(present[0].strip("[]")), max(numbers))] if len(present) == 1 else []


def range_in(text: str) -> list[int]:
    """The numbers in a text such as *26 - 50 of 60*; none of another one."""
    return numbers_of(text) if _RANGE.search(_PAGE.sub("", plain(text))) else []


def numbers_of(pager: str) -> list[int]:
    """The numbers in a pager that are not those of pages."""
    return [_int(number) for number in _NUMBER.findall(_PAGE.sub("", plain(pager)))]


def _int(text: str) -> int:
    return int(re.sub(r"[,.]", "", text))


def _is_first(pager: str) -> bool:
    return set(pages_of(pager)) <= {(1, 1)}


def _is_only_page(pager: str, rows: int) -> bool:
    """Whether a pager says nothing of other rows than those on the screen, without proving it."""
    pages, numbers = pages_of(pager), numbers_of(pager)
    if pages:
        return _is_first(pager) and set(numbers) <= {rows, 1}
    return numbers == [rows, rows] or _counts_shown(pager, rows)


def _counts_shown(text: str, rows: int) -> bool:
    """Whether a text counts the rows on the screen, which can be some of all: *25 rows*."""
    return not pages_of(text) and numbers_of(text) == [rows] and _SOME_ROWS.search(plain(text)) is not None


def _counts(text: str) -> bool:
    """Whether a text counts rows or pages, these or others."""
    undated = _DATES.sub("", plain(text))
    # The value of a control without a label is no count.
    if _PAGE_SIZE.search(undated) or _LINK.fullmatch(undated) or undated.startswith(":"):
        return False
    return any(pattern.search(undated) for pattern in (_PAGE, _ALL_ROWS, _TOTAL_ROWS, _SOME_ROWS, _RANGE))


def is_of_rows(text: str) -> bool:
    """Whether a text can only be about the rows of a table: it counts some or leads to others."""
    shown = plain(text)
    return _counts(text) or any(pattern.search(shown) for pattern in (_NEXT, _PAGE_SIZE, _SORTED))


def is_about_order(text: str) -> bool:
    """Whether a text says no more than in which order the rows of a map are used, or what a blank cell means."""
    return _ORDER.search(plain(text).rstrip(".!").replace("\u2019", "'")) is not None


def is_button(text: str) -> bool:
    """Whether a text beside a table is short enough for the name of a button, and begins as one."""
    return len(text.split(" ")) <= row_words.LONGEST_BUTTON and _ACTIONS.search(plain(text)) is not None


def _is_about_others(text: str) -> bool:
    """Whether a (plain) text counts the rows that are ticked, or says how the rows are sorted."""
    return (_NUMBER.search(text) and _TICKED.search(text) or _SORTED.search(text)) is not None


def _counts_more(text: str, rows: int) -> bool:
    """Whether a text in any language has the number of rows on the screen and a larger one, or that of a group of other rows."""
    plain_text = plain(text)
    group = _GROUP.search(plain_text)
    if group is not None and _int(group[1]) != rows:
        return True
    numbers = [] if _DATES.search(plain_text) or _SIZE.search(plain_text) else numbers_of(text)
    return rows in numbers and max(numbers) > rows


def _leads_on(text: str, proven: int | None) -> bool:
    """Whether a text can only lead to other rows: a button, the number of a page, or a drop-down without a label that is not at *All*. proven: the
    number of rows, if these are proven to be all."""
    plain_text = plain(text)
    label, colon, value = plain_text.partition(":")
    number = _LINK.fullmatch(value.strip() if colon and not label else plain_text)
    # The size of a page that has room for all rows.
    is_size = number is not None and proven is not None and int(number[1]) >= proven
    if colon and not label:
        return value.strip() not in row_words.UNFILTERED and not is_size
    if number:
        return int(number[1]) != 1 and not is_size
    return _NEXT.search(plain_text) is not None


def _is_full(text: str, rows: int, proven: bool) -> bool:
    """Whether a text has a size of pages with which the present one, or the last of several, is full, so that more can follow. proven: that the rows are
    all there are."""
    size = _PAGE_SIZE.search(plain(text))
    return size is not None and not proven and 0 < _int(size[1]) <= rows and rows % _int(size[1]) == 0


def _is_silent(text: str, rows: int, known: Collection[str], proven: bool) -> bool:
    """Whether a text says nothing of other rows."""
    plain_text = plain(text)
    size = _PAGE_SIZE.search(plain_text)
    if size is not None:
        return _int(size[1]) + proven > rows
    _label, colon, value = plain_text.partition(":")
    is_open = bool(colon) and value.strip() in row_words.UNFILTERED
    return bool(plain_text) and (
        is_open
        or _LINK.fullmatch(plain_text) is not None
        or _is_action(plain_text)
        or _END_OF_LIST.search(plain_text) is not None
        or _LAST_SAVED.search(plain_text) is not None
        or is_about_order(text)
        or (text.endswith(":") and _FILTERS.search(plain_text) is not None)
        or _is_of_site(plain_text, known)
        or all(_is_of_site(part.strip(), known) for part in _DIVIDERS.split(plain_text))
    )


def _is_action(text: str) -> bool:
    """Whether a (plain) text can only be the name of a button. A state or year in it can say which rows these are: *Import preview*."""
    rest = text.partition(" ")[2]
    return _ACTIONS.search(text) is not None and not (_STATUS.search(rest) or _YEAR.search(rest))


def _is_of_site(text: str, known: Collection[str]) -> bool:
    """Whether a (plain) text is known, or in the head, the menu or the foot of a site: *Loans*, *Circulus 4.2*, *\u00a9 2026 Circulus Systems*."""
    is_mark = _VERSION.fullmatch(text) or _COPYRIGHT.search(text)
    return text in known or text in ("", "-") or is_mark is not None or set() < {*words_of(text).split()} <= SITE_WORDS
