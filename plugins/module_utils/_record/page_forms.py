# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The two pages for librarians: the worksheet, and the questions about what is there. Templates, each with its script."""

from __future__ import annotations

WORKSHEET = """
{% extends "layout" %}
{% from "parts" import address, path, pen %}

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
<caption>{{ title }} as it is to be</caption>
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
<textarea id="why-{{ step.number }}" rows="2" autocomplete="off"></textarea>
<p class="soft">As soon as you write a reason here, the step counts as one that could not be done.</p>
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
{% if group.traps %}
<div class="note" role="note"><p>Good to know at this screen</p>
<ul>
{% for trap in group.traps %}
<li>{{ trap }}</li>
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
in for institution {{ sheet.registry_id }}, from top to bottom. Tick <strong>Done</strong> when you have saved a change there; where something
can&#39;t be done, say why. <span class="screen">At the end, download the confirmation and e-mail it to whoever sent you this
worksheet.</span><span class="paper">At the end, write your name and the date, and send this paper back to whoever gave it to you.</span>
Nothing on this page changes WMS by itself.</p>
{% endblock %}

{% block work %}
{% for group in sheet.groups %}
{{ screen(group, "screen-%d" | format(loop.index), 2) }}
{% endfor %}
{% if sheet.last or sheet.locked %}
<section class="last" id="last" aria-labelledby="last-title">
<h2 id="last-title">Last of all: what goes live</h2>
{% if sheet.locked %}
<p><strong>Not yet.</strong> This comes on a later worksheet, once everything above is confirmed:</p>
<ul>
{% for title in sheet.locked %}
<li>{{ title }}</li>
{% endfor %}
</ul>
<p>Leave it as it is until then: to save it on its screen would make things live at once.</p>
{% else %}
<p><strong>What you save here is live at once, for patrons and partner libraries.</strong> Everything that comes before it is confirmed. Make
sure that whoever sent you this worksheet expects it to go live now.</p>
{% for group in sheet.last %}
{{ screen(group, "last-%d" | format(loop.index), 3) }}
{% endfor %}
{% endif %}
</section>
{% endif %}
{% endblock %}

{% block finish %}
<h2 id="finish-title">Say what you did</h2>
<form class="screen" id="finish" novalidate autocomplete="off">
<p class="intro">Not everything has to be done at once: send what is done now. What is left comes back on the next worksheet.</p>
<p class="field"><label for="name">Your name <span class="soft">(required)</span></label><input id="name" required autocomplete="name"></p>
<p class="field"><label for="remark">Remark <span class="soft">(optional)</span></label><textarea id="remark" rows="3"></textarea></p>
<p class="send"><button type="submit">Download confirmation</button> <span class="told" id="told" role="status" aria-live="polite"></span></p>
<p class="soft after">The button makes a small file, <strong>{{ sheet.library }}.confirmation.json</strong>. E-mail it to whoever sent you this
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
  return [sheet.library, "step", step.digest];
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
    say(copied ? `Copied: ${button.dataset.label}` : "This browser does not let the page copy. The text is selected: copy it yourself.");
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
  [sheet.library, "remark", sheet.digest],
  () => !answered("done").length && !answered("impossible").length,
  "Nothing is ticked yet. Tick what you have done.",
  () => cards.values().next().value.done,
  send,
);
show();
"""

ADOPTION = """
{% extends "layout" %}
{% from "parts" import address, path, pen %}

{% macro editor(id, title, columns) %}
<div class="editor screen" id="{{ id }}" data-title="{{ title }}">
<table class="rows edit" role="table">
<caption class="hidden">{{ title }}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Row</th>
{% for column in columns %}
<th role="columnheader" scope="col">{{ column.label }}</th>
{% endfor %}
<th role="columnheader" scope="col"><span class="hidden">Move or remove</span></th></tr></thead>
<tbody role="rowgroup"></tbody>
</table>
<p class="none">There are no rows here yet. If there are none on the screen either, leave it so.</p>
<button type="button" class="add">Add a row<span class="hidden"> to {{ title }}</span></button>
<template><tr role="row"><th role="rowheader" scope="row" data-label="Row"></th>
{% for column in columns %}
<td role="cell" data-label="{{ column.label }}"><textarea rows="1" data-column="{{ column.name }}" data-label="{{ column.label }}"></textarea></td>
{% endfor %}
<td role="cell" class="moves"><button type="button" data-move="-1">&uarr;</button> <button type="button" data-move="1">&darr;</button>
<button type="button" data-remove>&times;</button></td></tr></template>
</div>
<table class="paper pens">
<thead><tr><th scope="col">Row</th>
{% for column in columns %}
<th scope="col">{{ column.label }}</th>
{% endfor %}
</tr></thead>
<tbody>
{% for number in range(1, 11) %}
<tr><th scope="row">{{ number }}</th>{% for column in columns %}<td></td>{% endfor %}</tr>
{% endfor %}
</tbody>
</table>
{% endmacro %}

{% macro pen_field(field) %}
{% if field.choices %}
<span class="choices">
{% for choice in field.choices + ["blank"] %}
<span><span class="box"></span>{{ choice }}</span>
{% endfor %}
</span>
{% else %}
<span class="rule"></span>
{% endif %}
{% endmacro %}

{% macro input(field, id) %}
{% if field.shape == "rows" %}
<div class="ask" data-field="{{ field.name }}" data-shape="rows">
<p class="label">{{ field.label }}</p>
{{ editor(id, field.label, field.columns) }}
</div>
{% else %}
<div class="ask" data-field="{{ field.name }}" data-shape="{{ field.shape }}">
<label for="{{ id }}">{{ field.label }}{% if field.shape == "lines" %} <span class="soft">(one per line)</span>{% endif %}</label>
{% if field.shape == "choice" %}
<select class="screen" id="{{ id }}" autocomplete="off"><option value="">blank</option>
{% for choice in field.choices %}
<option>{{ choice }}</option>
{% endfor %}
</select>
{% else %}
<textarea class="screen" id="{{ id }}" rows="{{ 3 if field.shape == "lines" else 1 }}" autocomplete="off"></textarea>
{% endif %}
<div class="paper">{{ pen_field(field) }}</div>
</div>
{% endif %}
{% endmacro %}

{% macro choice(question, label) %}
<fieldset class="choice screen"><legend>Is there a {{ label }} of this name?</legend>
<label class="tick"><input type="radio" name="answer-{{ question.number }}" value="there" autocomplete="off"> It is there</label>
<label class="tick"><input type="radio" name="answer-{{ question.number }}" value="missing" autocomplete="off"> There is no such {{ label }}</label>
</fieldset>
<p class="choice paper"><span class="box"></span>It is there &ensp; <span class="box"></span>There is no such {{ label }}</p>
{% endmacro %}

{% macro ask(question, label) %}
<article class="card question" id="question-{{ question.number }}" aria-labelledby="question-{{ question.number }}-title">
<h3 id="question-{{ question.number }}-title"><span class="number"><span class="hidden">Question </span>{{ question.number }}</span>
<span class="title">{{ question.title }}</span></h3>
{% if question.may_be_missing %}
{{ choice(question, label) }}
{% endif %}
<div class="found">
{% if question.columns is not none %}
<p class="how">Enter the rows in the screen&#39;s order. An empty cell means <strong>All</strong> in the columns that can be All, and blank in the
others.
{% if question.columns | selectattr("shape", "defined") | selectattr("shape", "eq", "lines") | list %}
Write several values in one cell with a semicolon between them.
{% endif %}
</p>
{{ editor("rows-%d" | format(question.number), question.title, question.columns) }}
{% elif question.fields %}
<p class="how">Write what the screen shows now. Leave empty what is blank there.</p>
{% for field in question.fields %}
{{ input(field, "field-%d-%d" | format(question.number, loop.index)) }}
{% endfor %}
{% endif %}
</div>
{% if not question.may_be_missing %}
<label class="tick looked screen"><input type="checkbox" value="looked" autocomplete="off">
<span>I have looked at this<span class="hidden">: {{ question.title }}</span></span></label>
<p class="looked paper"><span class="box"></span>I have looked at this</p>
{% endif %}
</article>
{% endmacro %}

{% block heading %}
<p class="kind">What is there now?</p>
<h1>Questions about {{ sheet.library }}</h1>
<p class="institution">WMS institution {{ sheet.registry_id }}</p>
<p class="intro">Before anything is changed, please look at {{ "this place" if total == 1 else "these %d places" | format(total) }} in OCLC Service
Configuration ({{ address() }}), signed in for institution {{ sheet.registry_id }}, and write down what the screens show. <strong>Change nothing
there.</strong> <span class="screen">At the end, download your answers and e-mail them to whoever sent you this page.</span><span class="paper">At the
end, write your name and the date, and send this paper back to whoever gave it to you.</span> Nothing on this page changes WMS by
itself.</p>
{% endblock %}

{% block work %}
{% for group in sheet.groups %}
{% set id = "screen-%d" | format(loop.index) %}
<section class="group" id="{{ id }}" aria-labelledby="{{ id }}-title">
<h2 id="{{ id }}-title">{{ group.screen[-1] }}</h2>
{{ path(group.screen) }}
{% for question in group.questions %}
{{ ask(question, group.label) }}
{% endfor %}
</section>
{% endfor %}
{% endblock %}

{% block finish %}
<h2 id="finish-title">Send your answers</h2>
<form class="screen" id="finish" novalidate autocomplete="off">
<p class="intro">Not everything has to be answered at once: only what you ticked is sent, and what is left can follow.</p>
<p class="field"><label for="name">Your name <span class="soft">(required)</span></label><input id="name" required autocomplete="name"></p>
<p class="field"><label for="remark">Remark <span class="soft">(optional)</span></label><textarea id="remark" rows="3"></textarea></p>
<p class="send"><button type="submit">Download answers</button> <span class="told" id="told" role="status" aria-live="polite"></span></p>
<p class="soft after">The button makes a small file, <strong>{{ sheet.library }}.answers.json</strong>. E-mail it to whoever sent you this page.</p>
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

ADOPTION_STYLE = """
.choice { margin: .6rem 0 0; padding: 0; border: 0; }
.choice legend { padding: 0; color: var(--soft); }
.choice .tick { margin-right: 1.8rem; }
.ask { margin: 0 0 .9rem; }
.ask > label, .ask > .label { display: block; margin: 0 0 .25rem; font-weight: 600; }
.ask > textarea, .ask > select { max-width: 38rem; }
.card .tick.looked { margin: .9rem 0 0; }
.question.answered { border-color: var(--good); }
.edit { margin: 0 0 .6rem; }
.edit:has(tbody:empty) { display: none; }
.edit:not(:has(tbody:empty)) + .none { display: none; }
.edit td { padding: .25rem; }
.edit textarea { min-height: 2.3rem; padding: .3rem .4rem; resize: none; }
.edit td.moves { width: 1%; white-space: nowrap; }
.edit .moves button { min-width: 2.3rem; min-height: 2.3rem; padding: .1rem; }
.after { margin: .9rem 0 0; }
.pens td { height: 2em; }
.choices > span { margin-right: 1.4em; }
@media print {
  .choice { margin: .4rem 0; }
  html .question:not(.answered) .found[hidden], html.js .question.answered .screen { display: revert !important; }
  html.js .question.answered .tick { display: inline-flex !important; }
  html.js .question.answered .paper, .edit .moves, .edit th:last-child, .edit + .none { display: none !important; }
  .ask { break-inside: avoid; margin-bottom: .5rem; }
  .ask .rule { height: 1.6em; }
  .ask > label { display: block !important; margin: 0; }
}
@media screen and (max-width: 44rem) {
  .edit td { align-items: center; padding: .25rem .6rem; }
  .edit tr + tr { border-top: 1px solid var(--line); }
  .edit th[scope=row] { padding-top: .5rem; }
  .edit td.moves { padding: .4rem .6rem .7rem; }
  .edit .moves button { min-width: 2.75rem; }
}
"""

ADOPTION_SCRIPT = r"""
const groups = sheet.groups.map((group, at) => ({ id: `screen-${at + 1}`, questions: group.questions }));
const cards = new Map(groups.flatMap((group) => group.questions).map((question) => [question, cardOf(question)]));

function cardOf(question) {
  const card = byId(`question-${question.number}`);
  return {
    card,
    found: card.querySelector(".found"),
    marks: all("input[type=radio], input[type=checkbox]", card),
    fields: all(".ask", card),
    table: card.querySelector(".found > .editor"),
  };
}

function answerOf(question) {
  return cards.get(question).marks.find((mark) => mark.checked)?.value ?? null;
}

// ------------------------------------------------------------------------------- tables

function rowsOf(editor) {
  return all("tbody tr", editor).map((row) =>
    Object.fromEntries(all("[data-column]", row).map((cell) => [cell.dataset.column, cell.value])));
}

function addRow(editor, values = {}) {
  const row = editor.querySelector("template").content.firstElementChild.cloneNode(true);
  for (const cell of all("[data-column]", row)) cell.value = values[cell.dataset.column] ?? "";
  editor.querySelector("tbody").append(row);
  renumber(editor);
  return row;
}

function renumber(editor) {
  const rows = all("tbody tr", editor);
  rows.forEach((row, at) => {
    row.querySelector("th").textContent = at + 1;
    for (const cell of all("[data-column]", row)) cell.setAttribute("aria-label", `Row ${at + 1}, ${cell.dataset.label}`);
    const [up, down] = all("[data-move]", row);
    name(up, `Move row ${at + 1} up`);
    name(down, `Move row ${at + 1} down`);
    up.disabled = at === 0;
    down.disabled = at === rows.length - 1;
    name(row.querySelector("[data-remove]"), `Remove row ${at + 1}`);
  });
}

function name(button, text) {
  button.setAttribute("aria-label", text);
  button.title = text;
}

function moveRow(editor, button) {
  const row = button.closest("tr"), by = Number(button.dataset.move);
  if (by < 0) row.previousElementSibling.before(row);
  else row.nextElementSibling.after(row);
  renumber(editor);
  // A row at the edge can only be moved the other way: the focus must not get lost.
  (button.disabled ? all("[data-move]", row).find((other) => !other.disabled) : button).focus();
  say(`This is now row ${row.querySelector("th").textContent}.`);
}

function removeRow(editor, button) {
  const row = button.closest("tr"), next = row.nextElementSibling ?? row.previousElementSibling;
  say(`Row ${row.querySelector("th").textContent} is removed.`);
  row.remove();
  renumber(editor);
  (next?.querySelector("[data-remove]") ?? editor.querySelector(".add")).focus();
}

function watchEditor(editor, onChange) {
  // A cell is one line, even where a long one is shown in two.
  editor.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("textarea")) event.preventDefault(); });
  editor.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches(".add")) addRow(editor).querySelector("textarea").focus();
    else if (button.dataset.move) moveRow(editor, button);
    else removeRow(editor, button);
    onChange();
  });
}

// A row in which nothing was written is none.
function tableOf(editor, columns) {
  const cell = (column, text) => (column.shape === "lines" ? listed(text, ";") : text.trim().replace(/\s*\n\s*/g, " "));
  return rowsOf(editor)
    .map((row) => columns.filter((column) => row[column.name].trim()).map((column) => [column.name, cell(column, row[column.name])]))
    .filter((row) => row.length)
    .map(Object.fromEntries);
}

function listed(text, separator) {
  return text.split(separator).map((part) => part.trim()).filter(Boolean);
}

// ------------------------------------------------------------------------------- answers

function valueOf(field, ask) {
  if (field.shape === "rows") return filled(tableOf(ask.querySelector(".editor"), field.columns));
  const text = ask.querySelector("textarea, select").value;
  return field.shape === "lines" ? filled(listed(text, "\n")) : text.trim() || null;
}

function filled(list) {
  return list.length ? list : null;
}

function answer(question) {
  const { fields, table } = cards.get(question);
  if (answerOf(question) === "missing") return null;
  if (table) return tableOf(table, question.columns);
  return Object.fromEntries(question.fields.map((field, at) => [field.name, valueOf(field, fields[at])]));
}

function answered(questions = [...cards.keys()]) {
  return questions.filter(answerOf);
}

function show() {
  for (const [question, { card, found }] of cards) {
    card.classList.toggle("answered", Boolean(answerOf(question)));
    found.hidden = question.may_be_missing && answerOf(question) !== "there";
  }
  showProgress(answered().length, cards.size, `${answered().length} of ${cards.size} answered`);
  for (const { id, questions } of groups) showGroup(id, answered(questions).length, questions.length);
}

// ------------------------------------------------------------------------------- memory

function written(ask) {
  return ask.dataset.shape === "rows" ? rowsOf(ask.querySelector(".editor")) : ask.querySelector("textarea, select").value;
}

function write(ask, value) {
  if (ask.dataset.shape !== "rows") ask.querySelector("textarea, select").value = value;
  else for (const row of value) addRow(ask.querySelector(".editor"), row);
}

function keyOfQuestion(question) {
  return [sheet.library, "question", question.name];
}

function changed(question) {
  const { fields, table } = cards.get(question);
  const values = Object.fromEntries(fields.map((ask) => [ask.dataset.field, written(ask)]));
  remember(keyOfQuestion(question), { answer: answerOf(question), values, rows: table ? rowsOf(table) : [] });
  show();
}

function restore(question) {
  const before = recall(keyOfQuestion(question));
  if (!before) return;
  const { marks, fields, table } = cards.get(question);
  for (const mark of marks) mark.checked = mark.value === before.answer;
  for (const ask of fields) if (ask.dataset.field in before.values) write(ask, before.values[ask.dataset.field]);
  if (table) for (const row of before.rows) addRow(table, row);
}

function watch(question) {
  const { card } = cards.get(question);
  card.addEventListener("input", () => changed(question));
  for (const editor of all(".editor", card)) watchEditor(editor, () => changed(question));
}

function send() {
  const answers = Object.fromEntries(answered().map((question) => [question.name, answer(question)]));
  const name = handOver("answers", { ...signed("reshare.wms answers"), answers });
  const left = [...cards.keys()].filter((question) => !answerOf(question)).map((question) => question.number);
  tell(`${name} is downloaded: ${counted(answered().length, "answer", "answers")}${
    left.length ? `. Not answered yet: ${left.join(", ")}` : ""}. Now e-mail it.`, false);
}

for (const question of cards.keys()) {
  restore(question);
  watch(question);
}
prepareFinish(
  [sheet.library, "questions remark"],
  () => !answered().length,
  "Nothing is answered yet. Tick what you have looked at.",
  () => [...cards.values()].flatMap((card) => card.marks)[0],
  send,
);
show();
"""
