# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The worksheet as a page for librarians: its template, style and script."""

from __future__ import annotations

WORKSHEET = """
{% extends "layout" %}
{% from "parts" import address, path, pen, signature %}

{% macro shown(value) %}
{% if value == "" %}<span class="blank">blank</span>{% else %}{{ value }}{% endif %}
{% endmacro %}

{% macro field(line, id) %}
<div>
<dt>{{ line.label }}</dt>
<dd>
{% if line.before is not none %}
<p class="was"><span class="tag">Now</span> <span>{{ shown(line.before) }}</span></p>
{% endif %}
<div class="entry">
{% if line.before is not none %}
<span class="tag">Change to</span>
{% endif %}
{% if line.value == "" %}
<span class="blank">{{ "leave blank" if line.before is none else "blank: clear it" }}</span>
{% else %}
<span class="value" id="{{ id }}">{{ line.value }}</span>
<button type="button" class="copy screen" data-copy="{{ id }}" data-label="{{ line.label }}">Copy<span class="hidden"> {{ line.label }}</span></button>
{% endif %}
</div>
</dd>
</div>
{% endmacro %}

{% macro cells(row, columns) %}
{% for cell in row.cells %}
<td role="cell" data-label="{{ columns[loop.index0] }}"><span>{{ shown(cell) }}
{%- if row.before and row.before[loop.index0] != cell %}
 <span class="earlier">before: {{ shown(row.before[loop.index0]) }}</span>
{%- endif %}
</span></td>
{% endfor %}
{% endmacro %}

{% macro columns(labels) %}
<thead role="rowgroup"><tr role="row">
{% for label in labels %}
<th role="columnheader" scope="col">{{ label }}</th>
{% endfor %}
</tr></thead>
{% endmacro %}

{% macro grid(table, title) %}
<p class="sum">{{ table | summary }}</p>
{% if table.why %}
<p>{{ table.why }}</p>
{% endif %}
{% if table.rows %}
<table class="rows" role="table">
<caption>{{ title }} after the change</caption>
{{ columns(["Row", "This row"] + table.columns) }}
{% for row in table.rows %}
<tbody role="rowgroup" class="{{ row.mark }}">
<tr role="row"><th role="rowheader" scope="row" data-label="Row">{{ loop.index }}</th>
<td role="cell" class="marked"><span class="mark {{ row.mark }}">{{ marks[row.mark] }}</span></td>
{{ cells(row, table.columns) }}
</tr>
{% if row.where %}
<tr role="row"><td role="cell" class="explain" colspan="{{ table.columns | length + 2 }}"><span>Row {{ loop.index }}: {{ row.where }}</span></td></tr>
{% endif %}
</tbody>
{% endfor %}
</table>
{% endif %}
{% if table.gone %}
<table class="rows" role="table">
<caption>Rows to remove</caption>
{{ columns(["This row"] + table.columns) }}
{% for row in table.gone %}
<tbody role="rowgroup" class="gone">
<tr role="row"><th role="rowheader" scope="row"><span class="mark gone">{{ marks.gone }}</span></th>
{{ cells({"cells": row, "before": none}, table.columns) }}
</tr>
</tbody>
{% endfor %}
</table>
{% endif %}
<p class="soft">A row on the screen that is not listed here stays as it is. Please mention it in the remark at the end.</p>
{% endmacro %}

{% macro answer(step) %}
<div class="answer screen">
<label class="tick"><input type="checkbox" data-done autocomplete="off"> <span>Done<span class="hidden">: step {{ step.number }}</span></span></label>
<details><summary>Could not be done<span class="hidden">: step {{ step.number }}</span></summary>
<label for="why-{{ step.number }}">What stopped you?</label>
<textarea id="why-{{ step.number }}" rows="2" maxlength="{{ limits.remark }}" autocomplete="off"></textarea>
<p class="soft">If you write a reason here, the step counts as one that could not be done.</p>
</details>
</div>
<div class="answer paper">
<p><span class="box"></span>Done</p>
<p class="pen"><span class="box"></span>Could not be done, because: <span class="rule"></span></p>
</div>
{% endmacro %}

{% macro instruction(step, level) %}
<article class="card step" id="step-{{ step.number }}" aria-labelledby="step-{{ step.number }}-title">
<h{{ level }} id="step-{{ step.number }}-title"><span class="number"><span class="hidden">Step </span>{{ step.number }}</span>
<span class="title">{{ step.title }}</span> <span class="mark {{ step.action }}">{{ actions[step.action] }}</span></h{{ level }}>
<p class="since">Asked for since <time datetime="{{ step.since }}">{{ step.since | day }}</time></p>
{% if step.impossible %}
<div class="note"><p>This could not be done earlier</p><p class="quote">{{ step.impossible.remark }}</p>
<p class="soft">{{ step.impossible.by }}, {{ step.impossible.at | day }}</p></div>
{% endif %}
<p class="how">{{ step.how }}</p>
{% if step.lines %}
<dl class="fields">
{% for line in step.lines %}
{{ field(line, "value-%d-%d" | format(step.number, loop.index)) }}
{% endfor %}
</dl>
{% endif %}
{% if step.table %}
{{ grid(step.table, step.title) }}
{% endif %}
{{ answer(step) }}
</article>
{% endmacro %}

{% macro screen(group, id, level) %}
<section class="group" id="{{ id }}" aria-labelledby="{{ id }}-title">
<h{{ level }} id="{{ id }}-title">{{ group.screen[-1] }}</h{{ level }}>
{{ path(group.screen) }}
{% if group.cautions %}
<div class="note" role="note"><p>Notes on this screen</p>
<ul>
{% for caution in group.cautions %}
<li>{{ caution }}</li>
{% endfor %}
</ul></div>
{% endif %}
{% for step in group.steps %}
{{ instruction(step, level + 1) }}
{% endfor %}
</section>
{% endmacro %}

{% block heading %}
<p class="kind">Worksheet</p>
<h1>Changes for {{ sheet.library }}</h1>
<p class="institution">WMS institution {{ sheet.registry_id }}</p>
<p class="intro">Make {{ "this change" if total == 1 else "these %d changes" | format(total) }} in OCLC Service Configuration ({{ address() }}), signed
in for institution {{ sheet.registry_id }}, from top to bottom. Tick <strong>Done</strong> when you have saved a change there; if a change
cannot be made, give the reason. <span class="screen">At the end, download the confirmation and e-mail it to the sender of this
worksheet.</span><span class="paper">At the end, write your name and the date, and send this paper back to the person who gave it to you.</span>
Nothing on this page changes WMS by itself.</p>
{% endblock %}

{% block work %}
{% for group in sheet.groups %}
{{ screen(group, "screen-%d" | format(loop.index), 2) }}
{% endfor %}
{% if sheet.last or sheet.locked %}
<section class="last" id="last" aria-labelledby="last-title">
<h2 id="last-title">Last: changes that go live</h2>
{% if sheet.locked %}
<p><strong>Not yet.</strong> These changes are on a later worksheet, once everything above is confirmed:</p>
<ul>
{% for title in sheet.locked %}
<li>{{ title }}</li>
{% endfor %}
</ul>
<p>Change nothing there until then: saving on these screens makes the changes live at once.</p>
{% else %}
<p><strong>Changes that you save here are live at once, for patrons and partner libraries.</strong> All earlier steps are confirmed. Make sure
that the sender of this worksheet expects these changes to go live now.</p>
{% for group in sheet.last %}
{{ screen(group, "last-%d" | format(loop.index), 3) }}
{% endfor %}
{% endif %}
</section>
{% endif %}
{% endblock %}

{% block finish %}
<h2 id="finish-title">Send your confirmation</h2>
<form class="screen" id="finish" novalidate autocomplete="off">
<p class="intro">You do not have to do everything at once: send the steps that are done now. The others are on the next worksheet.</p>
{{ signature() }}
<p class="send"><button type="submit">Download confirmation</button> <span class="told" id="told" role="status" aria-live="polite"></span></p>
<p class="soft after">The button creates a small file, <strong>{{ sheet.library }}.confirmation.json</strong>. E-mail it to the sender of this
worksheet.</p>
</form>
<div class="paper pen">
{{ pen("Name") }}
{{ pen("Date") }}
{{ pen("Remarks") }}
{{ pen("") }}
{{ pen("") }}
</div>
{% endblock %}
"""

WORKSHEET_STYLE = """
.answer { margin: .8rem -1.1rem -1rem -.9rem; padding: .4rem 1.1rem .4rem .9rem; border-top: 1px solid var(--line); }
.answer.screen { display: flex; flex-wrap: wrap; gap: 0 1.6rem; align-items: flex-start; }
.answer details { flex: 0 1 auto; }
.answer details[open] { flex: 1 1 18rem; padding-bottom: .6rem; }
.answer summary { padding: .5rem 0; color: var(--accent); cursor: pointer; }
.answer details label { display: block; margin: 0 0 .25rem; font-weight: 600; }
.answer details p { margin: .3rem 0 0; font-size: .92rem; }
.step.done { border-color: var(--good); }
.step.done .answer.screen { background: var(--good-shade); border-radius: 0 0 .35rem 0; }
.step.impossible { border-color: var(--warn-line); }
.step.impossible .answer.screen { background: var(--warn-shade); border-radius: 0 0 .35rem 0; }
.quote { margin: .2rem 0; white-space: pre-line; overflow-wrap: anywhere; }
.sum { margin: 0 0 .4rem; }
.card table + table { margin-top: .8rem; }
.card table + p { margin: .6rem 0 0; font-size: .92rem; }
.rows .stays > tr > * { color: var(--soft); }
.rows .new td, .rows .new th { background: var(--good-shade); }
.rows .changed td, .rows .changed th { background: var(--warn-shade); }
.rows .moved td, .rows .moved th { background: var(--move-shade); }
.rows .gone td, .rows .gone th { background: var(--stop-shade); }
.rows .mark { border-color: currentcolor; background: none; }
.rows .mark.stays { border-color: transparent; }
.rows td .blank { color: inherit; }
.rows td.explain { font-size: .92em; border-top: 0; }
.earlier { display: block; color: var(--warn); font-size: .9rem; }
.after { margin: .9rem 0 0; }
@media print {
  .answer { margin: .7rem 0 0; padding: .4rem 0 0; break-inside: avoid; break-before: avoid; }
  .answer p { margin: 0 0 .25rem; }
  .answer .pen { display: flex !important; align-items: flex-end; }
  .answer .rule { height: 1.4em; margin-left: .5em; }
  html.js .step.done .answer.screen, html.js .step.impossible .answer.screen { display: flex !important; background: none; }
  html.js .step.done .answer.paper, html.js .step.impossible .answer.paper, .step.done details, .answer .soft { display: none !important; }
}
@media screen and (max-width: 44rem) {
  .rows td.marked { grid-column: 2; }
  .rows td[colspan] { display: block; padding-bottom: .5rem; }
  .rows .new, .rows .changed, .rows .moved, .rows .gone { overflow: hidden; }
  .rows .new { background: var(--good-shade); }
  .rows .changed { background: var(--warn-shade); }
  .rows .moved { background: var(--move-shade); }
  .rows .gone { background: var(--stop-shade); }
}
"""

WORKSHEET_SCRIPT = r"""
const groups = [
  ...sheet.groups.map((group, at) => ({ id: `screen-${at + 1}`, steps: group.steps })),
  ...(sheet.last.length ? [{ id: "last", steps: sheet.last.flatMap((group) => group.steps) }] : []),
];
const cards = new Map(groups.flatMap((group) => group.steps).map((step) => [step, cardOf(step)]));

function cardOf(step) {
  const card = byId(`step-${step.number}`);
  return { card, done: card.querySelector("[data-done]"), cannot: card.querySelector("details"), reason: card.querySelector("textarea") };
}

function answerOf(step) {
  const { done, reason } = cards.get(step);
  return done.checked ? "done" : reason.value.trim() ? "impossible" : null;
}

function answered(which, steps = [...cards.keys()]) {
  return steps.filter((step) => answerOf(step) === which);
}

function show() {
  for (const [step, { card }] of cards) {
    card.classList.toggle("done", answerOf(step) === "done");
    card.classList.toggle("impossible", answerOf(step) === "impossible");
  }
  const done = answered("done").length, impossible = answered("impossible").length;
  showProgress(done, cards.size, `${done} of ${cards.size} done${impossible ? `, ${impossible} could not be done` : ""}`);
  for (const { id, steps } of groups) showGroup(id, answered("done", steps).length, steps.length);
}

function keyOfStep(step) {
  return [sheet.record, "step", step.digest];
}

function changed(step) {
  const { done, reason } = cards.get(step);
  // A step that was made long ago and is asked for again must not come up ticked: the day tells the two apart.
  remember(keyOfStep(step), { since: step.since, done: done.checked, reason: reason.value });
  show();
}

function restore(step) {
  const found = recall(keyOfStep(step)), before = found?.since === step.since ? found : { done: false, reason: "" };
  const { done, cannot, reason } = cards.get(step);
  done.checked = before.done;
  reason.value = before.reason;
  cannot.open = answerOf(step) === "impossible";
}

function watch(step) {
  const { done, cannot, reason } = cards.get(step);
  done.addEventListener("change", () => {
    cannot.open = answerOf(step) === "impossible";
    changed(step);
  });
  reason.addEventListener("input", () => {
    if (reason.value.trim()) done.checked = false;
    changed(step);
  });
}

async function copy(button) {
  const source = byId(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
    say(`Copied: ${button.dataset.label}`);
  } catch {
    getSelection().selectAllChildren(source);
    const copied = document.execCommand("copy");
    say(copied ? `Copied: ${button.dataset.label}` : "This browser does not let the page copy. The text is selected: copy it with the keyboard.");
  }
}

function send() {
  const steps = [...cards.keys()].filter(answerOf).map((step) => ({
    step: step.name,
    digest: step.digest,
    answer: answerOf(step),
    remark: answerOf(step) === "impossible" ? cards.get(step).reason.value.trim() : null,
    asked: step.asked,
  }));
  const name = handOver("confirmation", { ...signed("reshare.wms confirmation", { worksheet: sheet.digest }), steps });
  const done = answered("done").length, impossible = steps.length - done;
  tell(`${name} is downloaded: ${done} done${impossible ? `, ${impossible} could not be done` : ""}. Now e-mail it.`, false);
}

for (const step of cards.keys()) {
  restore(step);
  watch(step);
}
for (const button of all("[data-copy]")) button.addEventListener("click", () => copy(button));
prepareFinish(
  [sheet.record, "remark", sheet.digest],
  () => !answered("done").length && !answered("impossible").length,
  "Nothing is ticked yet. Tick the steps that you have done.",
  () => cards.values().next().value.done,
  send,
);
show();
"""
