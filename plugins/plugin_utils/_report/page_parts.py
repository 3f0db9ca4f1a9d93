# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The style, script and template of a report's page, beside what every page of the collection has."""

from __future__ import annotations

STYLE = """
html { scroll-padding: 1.2rem 0; }
[tabindex="-1"]:focus { outline: none; }
.page { max-width: 96rem; }
header { padding: 1.6rem 0 .2rem; }
.kind { overflow-wrap: anywhere; }
.outcome { margin: .5rem 0 .9rem; font-size: 1.1rem; }
.note { margin: 0 0 1.2rem; }
.note p { margin: 0; color: var(--warn); font-weight: 650; }
.facts { display: flex; flex-wrap: wrap; gap: .3rem 1.8rem; margin: 0 0 1.3rem; }
.facts div { display: flex; gap: .5rem; min-width: 0; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .7rem; margin: 0 0 2.2rem; padding: 0;
  list-style: none; }
.tiles li { display: flex; border: 1px solid var(--line); border-radius: .4rem; background: var(--card); }
.tiles a, .tiles .none { flex: 1; display: block; padding: .6rem .8rem; color: inherit; text-decoration: none; border-radius: inherit; }
.tiles a:hover .what { text-decoration: underline; }
.tiles .none { color: var(--soft); }
.tiles .count { display: flex; gap: .5rem; align-items: baseline; font-size: 1.6rem; line-height: 1.2; font-weight: 650;
  font-variant-numeric: tabular-nums; }
.tiles .sign { font-size: 1.1rem; }
.tiles .some { border-left-width: .3rem; }
.tiles .failed.some, .tiles .failed.some a { color: var(--stop); border-color: var(--stop-line); }
.tiles .not_checkable.some, .tiles .not_checkable.some a { color: var(--move); border-color: currentcolor; }
.tiles .drift.some, .tiles .drift.some a { color: var(--warn); border-color: var(--warn-line); }
.tiles .pending.some, .tiles .pending.some a { color: var(--accent); border-color: currentcolor; }
.tiles .changed.some, .tiles .changed.some a, .tiles .in_place.some, .tiles .in_place.some a { color: var(--good);
  border-color: currentcolor; }

section { margin: 0 0 2.4rem; }
section > h2 { margin: 0 0 .6rem; font-size: 1.35rem; }
.card { padding: 1rem 1.1rem; }
.next > ol { margin: 0; padding: 1rem 1.1rem; list-style: none; counter-reset: next; }
.next > ol > li { margin: 0 0 .9rem; padding: .2rem 0 0 2.5rem; position: relative; counter-increment: next; }
.next > ol > li:last-child { margin: 0; }
.next > ol > li::before { content: counter(next); position: absolute; left: 0; top: .1rem; width: 1.7rem; height: 1.7rem;
  color: var(--card); background: var(--accent); border-radius: 1rem; text-align: center; font-size: .95rem; line-height: 1.7rem; }
.next h3 { font-size: 1.08rem; }
.next h3 .soft { font-weight: 400; }
.next p { margin: .15rem 0 .3rem; }
.next h3 { margin-bottom: .2rem; }
.next ul { margin: 0; padding: 0; list-style: none; }
.next ul li { padding: .35rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.next .who { font-weight: 650; }
.next .said { white-space: pre-line; }
.advice { display: block; }
.advice::before { content: "\\2192"; content: "\\2192" / ""; padding-right: .4rem; color: var(--accent); }
.path { font: .94rem/1.45 var(--mono);
  overflow-wrap: anywhere; }
.more > summary { padding: .35rem 0; }

.tools { display: flex; flex-wrap: wrap; gap: .7rem 1.6rem; align-items: end; margin: 0 0 .8rem; }
.tools label, .tools legend { font-weight: 600; }
.tools input[type=search] { display: block; width: min(20rem, 100%); }
.tools .find { flex: 0 1 20rem; }
fieldset { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; min-width: 0; margin: 0; padding: 0; border: 0; }
fieldset legend { float: left; padding: .35rem .6rem .35rem 0; }
.tick { display: inline-flex; gap: .45rem; align-items: center; padding: .35rem 0; cursor: pointer; }
.tools .tick { font-weight: 400; }
input[type=checkbox] { width: 1.25rem; height: 1.25rem; }
button { min-height: 2.2rem; }
.shown { margin: 0 0 .5rem; color: var(--soft); }
summary { cursor: pointer; }

.box { overflow: auto; width: fit-content; max-width: 100%; max-height: min(85vh, 60rem); background: var(--card);
  border: 1px solid var(--line); border-radius: .4rem; }
table { border-collapse: separate; border-spacing: 0; }
th, td { padding: .35rem .55rem; border-bottom: 1px solid var(--line); }
.matrix thead { position: sticky; top: 0; z-index: 3; }
.matrix thead th { border-right: 1px solid var(--line); vertical-align: bottom; }
.matrix thead tr:first-child th[scope=colgroup] { vertical-align: middle; }
.matrix .name { position: sticky; left: 0; z-index: 2; min-width: 8rem; max-width: 16rem; background: var(--card);
  border-right: 1px solid var(--line); font-weight: 600; }
.matrix .name a { display: inline-block; width: max-content; max-width: 14rem; overflow-wrap: anywhere; }
.matrix thead .name { background: var(--shade); }
.matrix tbody tr:last-child > * { border-bottom: 0; }
.matrix td { white-space: nowrap; border-right: 1px solid var(--line); }
.matrix td.seconds { text-align: right; font-variant-numeric: tabular-nums; border-right: 0; }
.matrix td a { display: block; margin: -.35rem -.55rem; padding: .35rem .55rem; color: inherit; }
.matrix .sign { display: inline-block; min-width: 1.05em; font-weight: 650; text-align: center; }
.matrix .kind-name { min-width: 6.4rem; }
.matrix .in_place { color: var(--good); }
.matrix .not_part { color: var(--soft); }
.matrix .failed { color: var(--stop); background: var(--stop-shade); }
.matrix .not_checkable { color: var(--move); background: var(--move-shade); }
.matrix .drift { color: var(--warn); background: var(--warn-shade); }
.matrix .pending { color: var(--accent); background: var(--accent-shade); }
.matrix .changed { color: var(--good); background: var(--good-shade); }
.compact .word { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
.compact td { position: relative; }
.compact td:not(.seconds) { text-align: center; }
.compact .kind-name { min-width: 0; padding: .5rem .3rem; }
.compact .kind-name > span { display: inline-block; max-height: 12.5rem; writing-mode: vertical-rl; transform: rotate(180deg);
  line-height: 1.2; }
.compact thead th:not(.name, [scope=colgroup]) { text-align: center; }
.legend { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); gap: .25rem 1.6rem; margin: .9rem 0 0;
  font-size: .92rem; }
.legend div { display: flex; gap: .5rem; }
.legend dt { flex: 0 0 9.5rem; font-weight: 600; }
.legend dd { margin: 0; color: var(--soft); }

.library { margin: 0 0 .7rem; padding: 0; }
.library > summary { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; padding: .6rem 1.1rem; }
.library > summary::before { content: "\\25B8"; content: "\\25B8" / ""; color: var(--accent); }
.library[open] > summary::before { content: "\\25BE"; content: "\\25BE" / ""; }
.library > summary::-webkit-details-marker { display: none; }
.library > summary { list-style: none; }
.library > summary h3 { flex: 0 1 auto; font-size: 1.12rem; }
.library > summary .soft { margin-left: auto; }
.library > div { padding: .2rem 1.1rem 1rem; border-top: 1px solid var(--line); }
.mark.failed { color: var(--stop); background: var(--stop-shade); }
.mark.not_checkable { color: var(--move); background: var(--move-shade); }
.mark.drift { color: var(--warn); background: var(--warn-shade); }
.mark.pending { color: var(--accent); background: var(--accent-shade); }
.mark.changed, .mark.in_place { color: var(--good); background: var(--good-shade); }
.library h4 { display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: baseline; margin: 1.1rem 0 .4rem; font-size: 1.02rem; }
.problem { margin: .5rem 0; padding: .5rem .8rem; color: var(--stop); background: var(--stop-shade); border-left: .3rem solid var(--stop-line);
  white-space: pre-line; overflow-wrap: anywhere; }
.problem.warning { color: var(--warn); background: var(--warn-shade); border-color: var(--warn-line); }
.family { margin: 0; padding: 0 0 .2rem; border-top: 1px solid var(--line); }
.family:target > h4 { text-decoration: underline 2px; text-underline-offset: .25em; }
.family ul { margin: 0 0 .6rem; padding-left: 1.2rem; }
.family li { overflow-wrap: anywhere; }
.change { margin: 0 0 .3rem; overflow-wrap: anywhere; }
.diff { margin: 0 0 .9rem; padding: .4rem .6rem; background: var(--shade); border-radius: .25rem; white-space: pre-wrap;
  overflow-wrap: anywhere; font: .9rem/1.45 var(--mono); }
.diff > * { display: block; text-decoration: none; }
.diff del { color: var(--stop); background: var(--stop-shade); }
.diff ins { color: var(--good); background: var(--good-shade); }
.quiet { margin: .9rem 0 0; padding-top: .6rem; border-top: 1px solid var(--line); }
.checks { width: 100%; margin: .9rem 0 0; }
.checks th, .checks td { overflow-wrap: anywhere; }
.checks td p { margin: 0; }
.checks { table-layout: fixed; }
.checks thead th:first-child { width: 12.5rem; }
.checks thead th:nth-child(3) { width: 33%; }
.back { margin: .8rem 0 0; }
footer { overflow-wrap: anywhere; }

@media screen {
  .left-out { display: none !important; }
}
@media screen and (max-width: 44rem) {
  button, .tick { min-height: 2.75rem; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .matrix .name { min-width: 6rem; }
  .matrix .name a { max-width: 8rem; }
  .checks thead { position: absolute; left: -99rem; }
  .checks, .checks caption, .checks tbody, .checks tr, .checks td, .checks th { display: block; width: auto; }
  .checks tr { padding: .4rem 0; border-bottom: 1px solid var(--line); }
  .checks tr > * { padding: .15rem 0; border: 0; }
}
@media print {
  @page { size: A4 portrait; margin: 14mm 13mm 16mm; }
  @page wide { size: A4 landscape; margin: 12mm 11mm 14mm; }
  .back, .shown { display: none !important; }
  header { padding: 0; }
  .change, summary { break-after: avoid; }
  .tiles { grid-template-columns: repeat(3, minmax(0, 1fr)); margin-bottom: 1rem; }
  .tiles li, .note, .next li li, .checks tr, .matrix tr, .legend div { break-inside: avoid; }
  .overview { page: wide; }
  .box { overflow: visible; width: auto; max-height: none; border: 0; }
  .matrix { width: 100%; font-size: 8.5pt; }
  .matrix thead, .matrix .name { position: static; }
  .matrix th, .matrix td { padding: 1pt 2pt; border-color: #8a949d; }
  .matrix .sign { min-width: 0; }
  .matrix td a { margin: 0; padding: 0; }
  .matrix .name { min-width: 0; }
  .matrix .name a { max-width: 30mm; }
  .matrix .kind-name { min-width: 0; }
  /* A head of more than a quarter of the page is not repeated. */
  .compact .kind-name > span { max-height: 35mm; font-size: 7.5pt; }
  .compact .kind-name { padding: 1pt; }
  .library { border-left-width: 1px; border-color: #8a949d; }
  .library > summary::before { content: none !important; }
  details::details-content { display: block; content-visibility: visible; block-size: auto; }
  .more > summary { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

SCRIPT = r"""
const rows = all(".matrix tbody tr").map((row) => {
  const card = byId(row.dataset.card);
  const texts = [row.querySelector("th"), ...all(".problem", card)].map((one) => one.textContent);
  return { row, card, state: row.dataset.state, text: texts.join("\n").toLowerCase() };
});
const find = byId("find");
const boxes = all(".tools input[name=state]");
const matrix = byId("matrix");
const compact = byId("compact");

function filter() {
  const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { row, card, state, text } of rows) {
    const shown = (!wanted.size || wanted.has(state)) && words.every((word) => text.includes(word));
    row.classList.toggle("left-out", !shown);
    card.classList.toggle("left-out", !shown);
    count += shown;
  }
  byId("shown").textContent = count === rows.length ? `All ${count} libraries are shown.` : `${count} of ${rows.length} libraries are shown.`;
}

function chooseOnly(state) {
  find.value = "";
  for (const box of boxes) box.checked = box.value === state;
  filter();
}

function shorten(short) {
  compact.checked = short;
  matrix.classList.toggle("compact", short);
}

// What a link points at can be in a closed part, or filtered out.
function reveal(id) {
  const target = byId(id);
  if (!target) return;
  if (target.closest(".left-out")) chooseOnly(null);
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  target.scrollIntoView();
  (target.querySelector(":scope > summary") ?? target).focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  if (link.dataset.only) chooseOnly(link.dataset.only);
  reveal(link.hash.slice(1));
});
addEventListener("hashchange", () => reveal(location.hash.slice(1)));
find.addEventListener("input", filter);
for (const box of boxes) box.addEventListener("change", filter);
compact.addEventListener("change", () => shorten(compact.checked));
byId("tools").addEventListener("submit", (event) => event.preventDefault());
byId("everything").addEventListener("click", () => { chooseOnly(null); find.focus(); });
for (const [id, open] of [["open", true], ["close", false]]) {
  byId(id).addEventListener("click", () => { for (const card of all(".library:not(.left-out)")) card.open = open; });
}

// Paper has everything, in signs where there are many columns.
let before = null;
addEventListener("beforeprint", () => {
  const closed = all("details:not([open])");
  before = { closed, short: compact.checked };
  for (const one of closed) one.open = true;
  if (matrix.dataset.many) shorten(true);
});
addEventListener("afterprint", () => {
  for (const one of before?.closed ?? []) one.open = false;
  if (before) shorten(before.short);
  before = null;
});

shorten(compact.checked || innerWidth < 704);
filter();
if (location.hash) reveal(location.hash.slice(1));
"""

PAGE = """
{% extends "frame" %}

{% macro who(names) %}
{% for name in names[:8] %}
<a href="#{{ anchors[name] }}">{{ name }}</a>{{ ", " if not loop.last }}
{%- endfor %}
{% if names | length > 8 %}
 and <span title="{{ names[8:] | join(', ') }}">{{ names | length - 8 }} more</span>
{%- endif %}
{% endmacro %}

{% macro mark(state) %}
<span class="mark {{ state }}"><span aria-hidden="true">{{ looks[state].sign }} </span>{{ looks[state].word }}</span>
{% endmacro %}

{% macro item(one) %}
<li><span class="who">{{ who(one.libraries) }}</span>: <span class="said">{{ one.text }}</span>
{% if one.path %}
<span class="advice">Worksheet: <span class="path">{{ one.path }}</span></span>
{% endif %}
{% if one.advice %}
<span class="advice">{{ one.advice }}</span>
{% endif %}
</li>
{% endmacro %}

{% macro urgent(section) %}
<li><h3>{{ section.title }} <span class="soft">({{ section.libraries }} {{ "library" if section.libraries == 1 else "libraries" }})</span></h3>
{% if section.intro %}
<p>{{ section.intro }}</p>
{% endif %}
<ul>
{% for one in section["items"][:5] %}
{{ item(one) }}
{% endfor %}
</ul>
{% if section["items"] | length > 5 %}
<details class="more"><summary>{{ section["items"] | length - 5 }} more</summary>
<ul>
{% for one in section["items"][5:] %}
{{ item(one) }}
{% endfor %}
</ul></details>
{% endif %}
</li>
{% endmacro %}

{% macro cell(state, target) %}
<td class="{{ state }}">
{%- if target %}<a href="#{{ target }}">{% endif %}
<span class="sign" aria-hidden="true">{{ looks[state].sign }}</span> <span class="word">{{ looks[state].word }}</span>
{%- if target %}</a>{% endif %}</td>
{% endmacro %}

{% macro outcomes(library, target) %}
{% set found = tally(library) %}
{% if not found %}
{{ cell("not_part", "") }}
{%- else %}
<td class="{{ checks[found[0][0]].meaning }}"><a href="#{{ target }}-checks">
{%- for status, count in found -%}
<span class="sign" aria-hidden="true">{{ checks[status].sign }}</span> {{ count }}<span class="word"> {{ checks[status].word }}</span>
{{- ", " if not loop.last }}
{%- endfor %}</a></td>
{% endif %}
{% endmacro %}

{% macro matrix() %}
<table class="matrix{{ " compact" if compact }}" id="matrix"{{ ' data-many="1"' | safe if compact }}>
<caption class="hidden">Libraries and families of objects, the most urgent libraries first</caption>
<thead>
<tr><th class="name" scope="col" rowspan="2">Library</th><th scope="col" rowspan="2" class="kind-name"><span>State</span></th>
{% if any_checks %}
<th scope="col" rowspan="2" class="kind-name"><span>Checks</span></th>
{% endif %}
{% for group, families in groups %}
{% if families | length > 1 %}
<th scope="colgroup" colspan="{{ families | length }}">{{ group }}</th>
{% else %}
<th scope="col" rowspan="2" class="kind-name"><span>{{ families[0].label }}</span></th>
{% endif %}
{% endfor %}
<th scope="col" rowspan="2" class="kind-name"><span>Time</span></th></tr>
<tr>
{% for group, families in groups if families | length > 1 %}
{% for family in families %}
<th scope="col" class="kind-name"><span>{{ family.label }}</span></th>
{% endfor %}
{% endfor %}
</tr>
</thead>
<tbody>
{% for name, id, library in rows %}
<tr data-state="{{ library.state }}" data-card="{{ id }}"><th class="name" scope="row" id="{{ id }}-row" tabindex="-1"><a href="#{{ id }}">{{ name }}</a>
{%- if library.withdrawn %} <span class="soft">withdrawn</span>{% endif %}</th>
{{ cell(library.state, "") }}
{%- if any_checks %}
{{ outcomes(library, id) }}
{%- endif %}
{% for family in columns %}
{% set told = library.families.get(family.kind) %}
{{ cell(told.state if told else "not_part", "%s-%d" | format(id, loop.index) if told and has_details(told) else "") }}
{%- endfor %}
<td class="seconds">{{ library.seconds | duration }}</td></tr>
{% endfor %}
</tbody>
</table>
{% endmacro %}

{% macro outcome_mark(status) %}
<span class="mark {{ checks[status].meaning }}"><span aria-hidden="true">{{ checks[status].sign }} </span>{{ checks[status].word }}</span>
{% endmacro %}

{% macro difference(change, diff) %}
<p class="change"><strong>{{ change.title }}</strong>: {{ became[change.status] | format(change.action) }}
{%- if change.action == "updated" and change.what %} <span class="soft">({{ change.what | join("; ") }})</span>{% endif %}</p>
{% if diff.before is not none or diff.after is not none %}
<div class="diff">
{%- for sign, lines in blocks(diff.before, diff.after) -%}
{% if sign == "+" %}<ins>+ {{ lines | join("\\n+ ") }}</ins>
{%- elif sign == "-" %}<del>- {{ lines | join("\\n- ") }}</del>
{%- elif sign == "..." %}<span class="soft">&hellip;</span>
{%- else %}<span>  {{ lines | join("\\n  ") }}</span>
{%- endif %}
{%- endfor -%}
</div>
{% endif %}
{% endmacro %}

{% macro details(name, family, id, told) %}
<section class="family" id="{{ id }}" tabindex="-1" aria-labelledby="{{ id }}-title">
<h4 id="{{ id }}-title">{{ family.label }} {{ mark(told.state) }}</h4>
{% if told.message %}
<p class="problem">{{ told.message | without_name(name) }}</p>
{% endif %}
{% if told.waiting %}
<p>Pending steps:</p>
<ul>
{% for step in told.waiting %}
<li>{{ step.title }}
{% if step.since %}
<span class="soft">asked for since {{ step.since | day }}</span>
{% endif %}
{% if step.remark %}
<span class="soft">({{ step.remark }})</span>
{% endif %}
</li>
{% endfor %}
</ul>
{% endif %}
{% for change in told.changes %}
{{ difference(change, told.diff[loop.index0]) }}
{%- endfor %}
</section>
{% endmacro %}

{% macro checked(library, id) %}
<div id="{{ id }}-checks" tabindex="-1">
{% for heading, found in by_heading(library) %}
<table class="checks">
<caption>Checks: {{ heading }}</caption>
<thead><tr><th scope="col">Outcome</th><th scope="col">Check</th><th scope="col">What was found</th><th scope="col">What to do</th></tr></thead>
<tbody>
{% for check in found %}
<tr><td>{{ outcome_mark(check.status) }}</td>
<th scope="row">{{ check.title }}</th><td>{{ check.detail }}
{% if check.reason %}
<p>Waived because: {{ check.reason }}</p>
{% endif %}
</td><td>{{ check.remedy }}</td></tr>
{% endfor %}
</tbody>
</table>
{% endfor %}
</div>
{% endmacro %}

{% macro quiet(library, state, words) %}
{% set found = without_details(library, state, columns) %}
{% if found %}
<p class="quiet"><strong>{{ words }}:</strong> {{ found }}</p>
{% endif %}
{% endmacro %}

{% macro card(name, id, library) %}
<details class="card library" id="{{ id }}">
<summary><h3>{{ name }}</h3> {{ mark(library.state) }} <span class="soft">{{ library.seconds | duration }}</span></summary>
<div>
{% for message in library.messages if message.text not in family_messages(library) %}
<p class="problem{{ " warning" if message.level == "warning" }}">{{ message.text | without_name(name) }}</p>
{% endfor %}
{% if library.withdrawn %}
<p>Withdrawn{% if library.withdrawn.by %} by {{ library.withdrawn.by }}{% endif %}{% if library.withdrawn.at %} on {{ library.withdrawn.at[:10] }}{% endif %}
{%- if library.withdrawn.reason %}: {{ library.withdrawn.reason }}{% endif %}</p>
{% endif %}
{% if library.plan %}
<p>Plan <span class="path">{{ library.plan.fingerprint }}</span>, made on {{ library.plan.made }} by {{ library.plan.by }}
{%- if library.plan.approved_by %}, approved by {{ library.plan.approved_by }}{% endif %}
{%- if not library.plan.applies %}: not applied, because the changes are not those of the plan{% endif %}</p>
{% endif %}
{% if library.worksheet %}
<p>Worksheet: <span class="path">{{ library.worksheet }}</span></p>
{% endif %}
{% for one in library.remarks %}
<p>{{ one.by }}{% if one.title %} about {{ one.title }}{% endif %}: {{ one.remark }}</p>
{% endfor %}
{% if library.checks %}
{{ checked(library, id) }}
{%- endif %}
{% for family in columns %}
{% set told = library.families.get(family.kind) %}
{% if told and has_details(told) %}
{{ details(name, family, "%s-%d" | format(id, loop.index), told) }}
{%- endif %}
{% endfor %}
{{ quiet(library, "not_checkable", "Not checked, because the run ended earlier") }}
{{- quiet(library, "in_place", "In place") }}
{#- #}
<p class="back"><a href="#{{ id }}-row">Back to {{ name }} in the table</a></p>
</div></details>
{% endmacro %}

{% set any_checks = rows | map(attribute=2) | selectattr("checks") | list %}

{% block title %}{{ headline }} - {{ title }}{% endblock %}

{% block body %}
<a class="skip" href="#details">Skip to the details of each library</a>
<div class="page">
<header>
<p class="kind">{{ title }}</p>
<h1>{{ headline }}</h1>
<p class="outcome">{{ outcome }}</p>
{% if data.sandbox %}
<div class="note"><p>Rehearsal: this run used the sandbox, not OCLC or ReShare.</p></div>
{% endif %}
<dl class="facts">
<div><dt>Started</dt><dd><time datetime="{{ data.started }}">{{ data.started | moment }}</time></dd></div>
<div><dt>Playbook</dt><dd>{{ data.playbook }}</dd></div>
<div><dt>Mode</dt><dd>{{ "check mode" if data.check_mode else "normal run" }}</dd></div>
<div><dt>Duration</dt><dd>{{ seconds | duration }}</dd></div>
</dl>
</header>
<main>
<section aria-labelledby="summary-title">
<h2 id="summary-title">State of the libraries</h2>
<ul class="tiles" role="list">
{% for state, names in data.summary.items() if names or state in ("failed", "not_checkable") or (columns and state != "not_part") %}
<li class="{{ state }}{{ " some" if names }}">
{{ '<a href="#overview" data-only="%s">' | safe | format(state) if names else '<span class="none">' | safe }}
<span class="count"><span class="sign" aria-hidden="true">{{ looks[state].sign }}</span>{{ names | length }}</span>
<span class="what">{{ tiles[state] }}</span>
{{ ("</a>" if names else "</span>") | safe }}
</li>
{% endfor %}
</ul>
</section>
{% if todo %}
<section class="next" aria-labelledby="next-title">
<h2 id="next-title">What to do next</h2>
<ol class="card" role="list">
{% for section in todo %}
{{ urgent(section) }}
{%- endfor %}
</ol>
</section>
{% endif %}
<section class="overview" id="overview" tabindex="-1" aria-labelledby="overview-title">
<h2 id="overview-title">All libraries at a glance</h2>
<form class="tools screen" id="tools" role="search">
<div class="find"><label for="find">Find a name or message</label><input type="search" id="find" autocomplete="off"></div>
{% if data.summary.values() | select | list | length > 1 %}
<fieldset><legend>Show only</legend>
{% for state, names in data.summary.items() if names %}
<label class="tick"><input type="checkbox" name="state" value="{{ state }}" autocomplete="off">
<span><span aria-hidden="true">{{ looks[state].sign }} </span>{{ looks[state].word }} ({{ names | length }})</span></label>
{% endfor %}
</fieldset>
{% endif %}
<button type="button" id="everything">Show all</button>
<label class="tick"><input type="checkbox" id="compact" autocomplete="off"{{ " checked" if compact }}> <span>Signs only</span></label>
</form>
<p class="shown screen" id="shown" role="status" aria-live="polite"></p>
<div class="box" role="region" tabindex="0" aria-labelledby="overview-title">
{{ matrix() }}
</div>
<dl class="legend">
{% for state, look in looks.items() if state in shown %}
<div><dt><span aria-hidden="true">{{ look.sign }} </span>{{ look.word }}</dt><dd>{{ look.meaning }}</dd></div>
{% endfor %}
</dl>
</section>
<section id="details" tabindex="-1" aria-labelledby="details-title">
<h2 id="details-title">Library by library</h2>
<p class="tools screen"><button type="button" id="open">Open all</button> <button type="button" id="close">Close all</button></p>
{% for name, id, library in rows %}
{{ card(name, id, library) }}
{%- endfor %}
</section>
</main>
<footer>Written by Ansible with the callback reshare.wms.report. The same data as JSON: {{ other }}</footer>
</div>
{% endblock %}
"""
