# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The adoption questionnaire as a page for librarians: its template, style and script."""

from __future__ import annotations

ADOPTION = """
{% extends "layout" %}
{% from "parts" import address, path, pen, signature %}

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
<p class="none">There are no rows here yet. If the screen has none either, leave this table empty.</p>
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
<label class="tick"><input type="radio" name="answer-{{ question.number }}" value="there" autocomplete="off"> It exists</label>
<label class="tick"><input type="radio" name="answer-{{ question.number }}" value="missing" autocomplete="off"> There is no such {{ label }}</label>
</fieldset>
<p class="choice paper"><span class="box"></span>It exists &ensp; <span class="box"></span>There is no such {{ label }}</p>
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
<p class="how">Enter the values that the screen shows now. Leave a field empty if it is blank there.</p>
{% for field in question.fields %}
{{ input(field, "field-%d-%d" | format(question.number, loop.index)) }}
{% endfor %}
{% endif %}
</div>
{% if not question.may_be_missing %}
<label class="tick looked screen"><input type="checkbox" value="looked" autocomplete="off">
<span>I have checked this<span class="hidden">: {{ question.title }}</span></span></label>
<p class="looked paper"><span class="box"></span>I have checked this</p>
{% endif %}
</article>
{% endmacro %}

{% block heading %}
<p class="kind">Existing configuration</p>
<h1>Questions about {{ sheet.library }}</h1>
<p class="institution">WMS institution {{ sheet.registry_id }}</p>
<p class="intro">Before anything is changed, please check {{ "this place" if total == 1 else "these %d places" | format(total) }} in OCLC Service
Configuration ({{ address() }}), signed in for institution {{ sheet.registry_id }}, and write down what the screens show. <strong>Change nothing
there.</strong> <span class="screen">At the end, download your answers and e-mail them to the sender of this page.</span><span class="paper">At the
end, write your name and the date, and send this paper back to the person who gave it to you.</span> Nothing on this page changes WMS by
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
<p class="intro">You do not have to answer everything at once: only ticked questions are sent, and you can send the others later.</p>
{{ signature() }}
<p class="send"><button type="submit">Download answers</button> <span class="told" id="told" role="status" aria-live="polite"></span></p>
<p class="soft after">The button creates a small file, <strong>{{ sheet.library }}.answers.json</strong>. E-mail it to the sender of this page.</p>
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
  return [sheet.record, "question", question.name];
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
  [sheet.record, "questions remark"],
  () => !answered().length,
  "Nothing is answered yet. Tick the questions that you have checked.",
  () => [...cards.values()].flatMap((card) => card.marks)[0],
  send,
);
show();
"""
