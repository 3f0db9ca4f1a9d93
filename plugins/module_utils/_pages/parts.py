# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The common parts of the pages for librarians: style, layout and script.

``paper``: shown in print, and if no script runs, so that the page is complete without the script.
"""

from __future__ import annotations

STYLE = """
html { scroll-padding: 5.5rem 0 6rem; }
html.js .paper { display: none !important; }
main:focus { outline: none; }
.page { max-width: 80rem; }
header { padding: 1.6rem 0 .8rem; }
.institution { margin: .25rem 0 .9rem; color: var(--soft); font-size: 1.05rem; }
.intro { max-width: 46rem; }
.side { display: contents; }
.progress { position: sticky; top: 0; z-index: 5; margin: 0 -1rem 1.4rem; padding: .6rem 1rem .7rem; background: var(--card);
  border-bottom: 1px solid var(--line); }
.progress p { margin: 0 0 .3rem; font-weight: 650; }
progress { display: block; width: 100%; height: .6rem; border: 0; border-radius: .3rem; overflow: hidden; appearance: none;
  background: var(--line); }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--good); }
progress::-moz-progress-bar { background: var(--good); }
.contents h2 { margin: 0 0 .4rem; font-size: 1rem; }
.contents ol { margin: 0 0 1.6rem; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.contents li { border-bottom: 1px solid var(--line); }
.contents a { display: flex; gap: .6rem; padding: .45rem .2rem; color: var(--ink); text-decoration: none; }
.contents a:hover span:nth-child(2) { text-decoration: underline; }
.contents .numbers { flex: 0 0 2.6rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.contents .state { margin-left: auto; color: var(--good); font-weight: 650; white-space: nowrap; }

.group { margin: 0 0 2.6rem; }
.group h2 { font-size: 1.35rem; }
.path { margin: .3rem 0 .8rem; padding: 0; list-style: none; color: var(--soft); }
.path li { display: inline; }
.path li:not(:last-child)::after { content: "\\203A"; content: "\\203A" / ""; padding: 0 .3rem 0 .45rem; }
.path li:last-child { color: var(--ink); font-weight: 600; }
.note { margin: 0 0 1rem; }
.note > p:first-child { margin: 0; color: var(--warn); font-weight: 650; }
.note > :last-child { margin-bottom: 0; }
.note ul { margin: .2rem 0 0; padding-left: 1.1rem; }
.card { margin: 0 0 1rem; padding: 1rem 1.1rem 1rem .9rem; border-left-width: .3rem; }
.card > h3, .card > h4 { display: flex; flex-wrap: wrap; gap: .35rem .65rem; align-items: baseline; font-size: 1.12rem; }
.number { flex: none; min-width: 1.9rem; padding: .1rem .4rem; color: var(--on-accent); background: var(--accent); border-radius: 1rem;
  text-align: center; font-size: .95rem; font-variant-numeric: tabular-nums; }
.title { flex: 1 1 9rem; min-width: 0; }
.mark.created, .mark.new { color: var(--good); background: var(--good-shade); }
.mark.updated, .mark.changed { color: var(--warn); background: var(--warn-shade); }
.mark.moved { color: var(--move); background: var(--move-shade); }
.mark.removed, .mark.gone { color: var(--stop); background: var(--stop-shade); }
.mark.stays { border-color: transparent; padding-left: 0; font-weight: 400; }
.since { margin: .25rem 0 0; color: var(--soft); font-size: .92rem; }
.how { margin: .7rem 0 .9rem; }
.card .note { margin: .8rem 0 0; }

.value { padding: .25rem .5rem; background: var(--shade); border-radius: .25rem; overflow-wrap: anywhere; white-space: pre-wrap;
  font: .94rem/1.45 var(--mono); }
.blank { color: var(--soft); font-style: italic; }
.fields { margin: 0; border-top: 1px solid var(--line); }
.fields > div { display: grid; grid-template-columns: minmax(0, 14rem) minmax(0, 1fr); gap: .1rem 1rem; padding: .5rem 0;
  border-bottom: 1px solid var(--line); }
.fields > div:last-child { border-bottom: 0; }
.fields dt { padding-top: .2rem; font-weight: 600; overflow-wrap: anywhere; }
.fields dd { margin: 0; min-width: 0; }
.was, .entry { display: flex; gap: .5rem; align-items: flex-start; margin: 0; min-width: 0; overflow-wrap: anywhere; }
.was { margin: .15rem 0 .3rem; color: var(--soft); }
.was > span + span { min-width: 0; white-space: pre-wrap; }
.tag { flex: 0 0 5.2rem; color: var(--soft); }
.entry > .tag, .entry > .blank { padding: .15rem 0; }
.entry .value { min-width: 0; }

button { white-space: nowrap; }
button:disabled { color: var(--soft); border-color: var(--line); cursor: default; }
button[type=submit] { padding: .65rem 1.2rem; color: var(--on-accent); background: var(--accent); font-weight: 650; }
button[type=submit]:hover { background: var(--accent); text-decoration: underline; }
.copy { flex: none; padding: .15rem .6rem; font-size: .9rem; min-height: 2rem; }
input[type=checkbox], input[type=radio] { width: 1.35rem; height: 1.35rem; }
textarea, select, input:not([type]) { width: 100%; }
textarea { display: block; resize: vertical; field-sizing: content; }
[aria-invalid=true] { border: 2px solid var(--stop-line) !important; }
.tick { display: inline-flex; gap: .6rem; align-items: center; padding: .5rem 0; font-weight: 650; cursor: pointer; }
.field { max-width: 34rem; margin: 0 0 1rem; }
.field textarea { min-height: 5rem; }
.field label { display: block; margin: 0 0 .25rem; font-weight: 600; }
.field label span { font-weight: 400; }

table { width: 100%; border-collapse: collapse; }
th, td { padding: .4rem .6rem; border: 1px solid var(--line); overflow-wrap: anywhere; }
th:first-child { width: 1%; white-space: nowrap; font-variant-numeric: tabular-nums; }

.last { margin: 0 0 2.6rem; padding: 1.1rem; background: var(--stop-shade); border: 2px solid var(--stop-line); border-radius: .5rem; }
.last > h2 { margin: 0 0 .5rem; color: var(--stop); font-size: 1.35rem; }
.last .group:last-child, .last .card:last-child { margin-bottom: 0; }
.last h3 { font-size: 1.2rem; }
.finish { padding: 1.3rem 1.1rem; background: var(--card); border: 1px solid var(--line); border-top: .3rem solid var(--accent);
  border-radius: .5rem; }
.finish h2 { margin: 0 0 .5rem; font-size: 1.35rem; }
.send { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; margin: 0; }
.told { flex: 1 1 18rem; margin: 0; font-weight: 600; }
.told.problem { color: var(--stop); }
.said { position: fixed; left: 50%; bottom: 1rem; z-index: 8; max-width: calc(100vw - 2rem); margin: 0; padding: .55rem 1rem;
  color: var(--back); background: var(--ink); border-radius: .4rem; transform: translateX(-50%); }
.said:empty { padding: 0; }

.box { display: inline-block; width: 1.05em; height: 1.05em; margin-right: .45em; border: 1.5px solid var(--ink); border-radius: 2px;
  text-align: center; vertical-align: -.15em; line-height: 1; }
.rule { display: block; height: 2.1em; border-bottom: 1px solid var(--field); }
.pen > div { display: flex; gap: .8rem; align-items: flex-end; }
.pen > div > span:first-child { flex: 0 0 8rem; }
.pen .rule { flex: 1; }

@media screen and (min-width: 64rem) {
  .page { display: grid; grid-template-columns: 17rem minmax(0, 1fr); column-gap: 2.5rem; align-items: start; }
  header, footer { grid-column: 1 / -1; }
  .side { display: block; position: sticky; top: 0; max-height: 100vh; padding: 1rem 4px; margin: 0 -4px; overflow: auto; }
  .progress { position: static; margin: 0 0 1.2rem; padding: 0; background: none; border: 0; }
  .side, main { margin-top: .6rem; }
  main { padding-top: 1rem; }
  footer { grid-column: 2; }
  html { scroll-padding-top: 1.2rem; }
}
@media screen and (max-width: 44rem) {
  .fields > div { grid-template-columns: minmax(0, 1fr); }
  .copy { margin-left: auto; }
  .copy, button { min-height: 2.75rem; }
  table.rows, .rows tbody, .rows td, .rows th { display: block; }
  .rows thead { position: absolute; left: -99rem; }
  .rows caption { display: block; }
  .rows tbody { margin: 0 0 .7rem; border: 1px solid var(--line); border-radius: .3rem; }
  .rows tr { display: grid; grid-template-columns: auto minmax(0, 1fr); }
  .rows td, .rows th[scope=row] { display: flex; grid-column: 1 / -1; gap: .6rem; width: auto; padding: .25rem .6rem; border: 0;
    background: none; }
  .rows td[data-label]::before { content: attr(data-label); flex: 0 0 8.2rem; color: var(--soft); font-weight: 400; }
  .rows th[scope=row] { grid-column: 1; gap: .35rem; }
  .rows th[data-label]::before { content: attr(data-label); }
}
@media print {
  @page { size: A4; margin: 15mm 14mm 17mm; }
  .contents, .said, button, footer { display: none !important; }
  html.js .paper { display: revert !important; }
  html.js .pen > div { display: flex !important; }
  header { padding: 0 0 .4rem; }
  .intro { max-width: none; }
  .group { margin-bottom: 1.4rem; }
  .path, .note { break-after: avoid; }
  .card, .note, .last, .finish, .fields > div, .rows tbody { break-inside: avoid; }
  .card { padding: .7rem .8rem; border-color: #8a949d; border-left-width: 1px; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
  .how { margin: .4rem 0 .5rem; }
  .fields > div { padding: .3rem 0; }
  table { font-size: .92rem; }
  th, td { padding: .25rem .4rem; border-color: #8a949d; }
  .number, .mark, .note, .value, thead th, .last { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

#: The common script of both pages. It is in one function together with the rest of a page's script.
SCRIPT = r"""
const sheet = JSON.parse(document.getElementById("worksheet").textContent);
const kept = openStorage();
let fading = 0;

function openStorage() {
  try {
    localStorage.setItem(keyOf(["probe"]), "1");
    localStorage.removeItem(keyOf(["probe"]));
    return localStorage;
  } catch {
    byId("forgetful").hidden = false;
    return null;
  }
}

// Names may hold any character: as JSON, two of them never make the same key.
function keyOf(parts) {
  return JSON.stringify(["reshare.wms", ...parts]);
}

function remember(parts, value) {
  try {
    kept?.setItem(keyOf(parts), JSON.stringify(value));
  } catch {
    byId("forgetful").hidden = false;
  }
}

function recall(parts) {
  try {
    return JSON.parse(kept?.getItem(keyOf(parts)) ?? "null");
  } catch {
    return null;
  }
}

function say(text) {
  byId("said").textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => { byId("said").textContent = ""; }, 6000);
}

function showProgress(done, total, text) {
  byId("bar").max = total;
  byId("bar").value = done;
  // Set only where it changed, or screen readers say it again.
  if (byId("count").textContent !== text) byId("count").textContent = text;
}

function showGroup(id, done, total) {
  const state = document.querySelector(`.contents a[href="#${id}"] .state`);
  state.textContent = done === total ? state.dataset.all : done ? `${done} of ${total}` : "";
}

function counted(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}

function tell(text, problem) {
  byId("told").textContent = text;
  byId("told").classList.toggle("problem", problem);
}

function refuse(text, field) {
  tell(text, true);
  if (field === byId("name")) field.setAttribute("aria-invalid", "true");
  field.focus();
}

function handOver(suffix, content) {
  const link = document.createElement("a");
  const file = new Blob([JSON.stringify(content, null, 2) + "\n"], { type: "application/json" });
  link.href = URL.createObjectURL(file);
  link.download = `${sheet.library}.${suffix}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  return link.download;
}

// The part of every file that says what record it is about, and who sends it.
function signed(format, more) {
  const at = `${new Date().toISOString().slice(0, 19)}Z`;
  const remark = byId("remark").value.trim() || null;
  const { library, registry_id, record, rehearsal } = sheet;
  return { format, version: 2, library, registry_id, record, rehearsal, ...more, by: byId("name").value.trim(), at, remark };
}

// first: where to go when there is nothing to send yet. send: makes the file and says so.
function prepareFinish(remarkKey, isEmpty, nothing, first, send) {
  byId("name").value = recall(["name"]) ?? "";
  byId("remark").value = recall(remarkKey) ?? "";
  byId("name").addEventListener("input", () => {
    byId("name").removeAttribute("aria-invalid");
    remember(["name"], byId("name").value.trim());
  });
  byId("remark").addEventListener("input", () => remember(remarkKey, byId("remark").value));
  byId("finish").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!byId("name").value.trim()) refuse("Please write your name first.", byId("name"));
    else if (isEmpty()) refuse(nothing, first());
    else send();
  });
}
"""

#: Pieces that a page puts together.
PARTS = """
{% macro path(screen) %}
<ol class="path" role="list" aria-label="Path through the screens">
<li>{{ "WorldShare" if screen[0] == "Admin" else "Service Configuration" }}</li>
{% for part in screen %}
<li>{{ part }}</li>
{% endfor %}
</ol>
{% endmacro %}

{% macro address() %}
<a href="https://worldcat.org/config/" target="_blank" rel="noopener noreferrer">worldcat.org/config</a>
{%- endmacro %}

{% macro numbers(items) %}
{{ items[0].number }}{% if items | length > 1 %}&ndash;{{ items[-1].number }}{% endif %}
{%- endmacro %}

{% macro signature() %}
<p class="field"><label for="name">Your name <span class="soft">(required)</span></label>
<input id="name" required autocomplete="name" maxlength="{{ limits.name }}"></p>
<p class="field"><label for="remark">Remark <span class="soft">(optional)</span></label>
<textarea id="remark" rows="3" maxlength="{{ limits.remark }}"></textarea></p>
{%- endmacro %}

{% macro pen(label) %}
<div><span>{{ label }}</span><span class="rule"></span></div>
{% endmacro %}
"""

#: How a page is laid out.
LAYOUT = """
{% extends "frame" %}

{% block body %}
<a class="skip" href="#work">Skip to the work</a>
<div class="page">
<header>
{% if sheet.rehearsal %}
<p class="note rehearsal"><strong>Rehearsal.</strong> This was created with the sandbox, not with OCLC&#39;s systems. Change nothing at your
library because of it.</p>
{% endif %}
{% block heading %}{% endblock %}
<noscript><p class="note">This browser does not run the script of this page. The page is complete without it: print it and fill it in
with a pen.</p></noscript>
<p class="note" id="forgetful" hidden>This browser does not let the page store anything. Keep the page open until you have sent your
file: your ticks and texts are lost when you close or reload it.</p>
</header>
<aside class="side" aria-label="Progress and overview">
<div class="progress screen">
<p id="count" aria-live="polite">{{ progress }}</p>
<progress id="bar" max="{{ total }}" value="0" aria-labelledby="count">{{ progress }}</progress>
</div>
<nav class="contents" aria-labelledby="contents-title">
<h2 id="contents-title">The screens, in this order</h2>
<ol role="list">
{% for anchor, name, number in overview %}
<li><a href="#{{ anchor }}"><span class="numbers">{{ number }}</span><span>{{ name }}</span>
<span class="state screen" data-all="{{ complete }}"></span></a></li>
{% endfor %}
</ol>
</nav>
</aside>
<main id="work" tabindex="-1">
{% block work %}{% endblock %}
<section class="finish" aria-labelledby="finish-title">
{% block finish %}{% endblock %}
</section>
</main>
<footer>Nothing on this page changes WMS by itself.<span class="screen"> Nothing that you enter here is sent anywhere: it stays in this
browser until you e-mail your file.</span></footer>
</div>
<p class="said" id="said" role="status" aria-live="polite"></p>
<script type="application/json" id="worksheet">{{ sheet | tojson }}</script>
{% endblock %}
"""
