# SPDX-License-Identifier: GPL-3.0-or-later

"""The outline of a page: whether it is well formed, and what is in it."""

from __future__ import annotations

from html.parser import HTMLParser


class Outline(HTMLParser):
    """The content of a page: its texts and tags, and whether every tag is closed."""

    VOID = frozenset(("meta", "link", "input", "br"))

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.texts, self.ids, self.links = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        attributes = dict(attrs)
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.links += [attributes["href"]] if tag == "a" else []
        self.open += [tag] if tag not in self.VOID else []

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, self.getpos()

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)
