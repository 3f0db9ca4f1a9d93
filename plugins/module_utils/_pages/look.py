# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The style and frame of the collection's web pages. As Python texts, because Ansible ships only Python files.

``screen``: only in a browser that runs the script. ``hidden``: for screen readers only.
"""

from __future__ import annotations

#: Runs before the page is shown, to avoid flicker.
EARLY = 'document.documentElement.classList.add("js");'

#: Comes before a page's own style.
STYLE = """
:root {
  color-scheme: light;
  --ink: #1b2530; --soft: #52606c; --back: #f3f5f7; --card: #fff; --line: #cfd7de; --field: #7d8a96; --shade: #eef2f5;
  --accent: #0b5c7a; --accent-shade: #e2f1f7; --on-accent: #fff; --good: #17613a; --good-shade: #e3f3e8;
  --warn: #704800; --warn-shade: #fff5da; --warn-line: #c98a12; --stop: #97190f; --stop-shade: #fdecea; --stop-line: #c5362a;
  --move: #3f3d8f; --move-shade: #ecebfa;
  --mono: ui-monospace, "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --ink: #e7ecf0; --soft: #a9b5bf; --back: #11171d; --card: #1a222a; --line: #35414c; --field: #7f8d99; --shade: #232d37;
    --accent: #74c7e5; --accent-shade: #123240; --on-accent: #08222d; --good: #86d3a0; --good-shade: #173524;
    --warn: #f2c66d; --warn-shade: #362a10; --warn-line: #b98a2c; --stop: #ffb0a8; --stop-shade: #3d1b18; --stop-line: #d9655a;
    --move: #c3c1ff; --move-shade: #2a2950;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); background: var(--back);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; overflow-wrap: break-word; }
html:not(.js) .screen, [hidden] { display: none !important; }
.hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; z-index: 9; padding: .6rem 1rem; color: var(--ink); background: var(--card); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .2rem; }
a { color: var(--accent); }
p { margin: 0 0 .6rem; }
h1, h2, h3, h4 { margin: 0; line-height: 1.25; overflow-wrap: anywhere; }
.soft { color: var(--soft); }

.page { margin: 0 auto; padding: 0 1rem 4rem; }
header h1 { font-size: 1.85rem; letter-spacing: -.01em; }
.kind { margin: 0 0 .3rem; color: var(--accent); font-weight: 650; }
.note { padding: .65rem .9rem; background: var(--warn-shade); border: 1px solid var(--warn-line); border-left-width: .35rem;
  border-radius: .3rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; }
.mark { display: inline-block; padding: .05rem .55rem; border: 1px solid currentcolor; border-radius: 1rem; font-size: .88rem;
  font-weight: 650; line-height: 1.5; white-space: nowrap; color: var(--soft); }
button, summary, input, textarea, select { font: inherit; color: inherit; }
button { padding: .3rem .75rem; color: var(--accent); background: transparent; border: 1px solid var(--accent); border-radius: .3rem;
  cursor: pointer; }
button:hover:not(:disabled) { background: var(--shade); }
input[type=checkbox], input[type=radio] { flex: none; margin: 0; accent-color: var(--accent); }
textarea, select, input:not([type]), input[type=search] { min-height: 2.6rem; padding: .45rem .6rem; background: var(--card);
  border: 1px solid var(--field); border-radius: .3rem; }
table { font-size: .95rem; }
caption { padding: .2rem 0 .4rem; text-align: left; font-weight: 650; }
th, td { text-align: left; vertical-align: top; }
thead th { background: var(--shade); font-weight: 600; }
footer { margin: 1.6rem 0 0; color: var(--soft); font-size: .92rem; }
@media (min-width: 64rem) {
  .page { padding: 0 2rem 5rem; }
}
@media (prefers-reduced-motion: no-preference) {
  html { scroll-behavior: smooth; }
}
"""

#: Comes after a page's own style.
PRINT = """
@media print {
  @page { @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
  :root { --back: #fff; --shade: #f2f4f6; --soft: #3c4751; }
  html .screen, .skip { display: none !important; }
  html { font-size: 10pt; }
  body { line-height: 1.4; }
  .page { max-width: none; padding: 0; }
  h2, h3, h4, caption, thead { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""

#: Comes before a page's own script.
SCRIPT = """
"use strict";
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
"""

#: The frame of every page.
FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>{% block title %}{{ title }}{% endblock %}</title>
<link rel="icon" href="data:,">
<style>{{ style | safe }}</style>
<script>{{ early | safe }}</script>
</head>
<body>
{% block body %}{% endblock %}
<script>{{ script | safe }}</script>
</body>
</html>
"""
