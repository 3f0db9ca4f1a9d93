// SPDX-License-Identifier: GPL-3.0-or-later
const groups = sheet.groups.map((group, at) => ({ id: `screen-${at + 1}`, questions: group.questions }));
const cards = new Map(groups.flatMap((group) => group.questions).map((question) => [question, cardOf(question)]));
// The label and the columns of the table in each editor.
const editors = new Map([...cards.keys()].flatMap(editorsOf));

function cardOf(question) {
  const card = byId(`question-${question.number}`);
  return {
    card,
    found: card.querySelector(".found"),
    marks: all("input[type=radio], input[type=checkbox]", card),
    fields: all(".ask", card),
    table: card.querySelector(".found > .editor"),
    seen: card.querySelector(".found > .seen"),
  };
}

function inputOf(question, field) {
  return screenOf(question).inputs.find(({ name }) => name === field.name);
}

// A CSV file of this collection can have the names of the options in its header.
function columnsOf({ columns, ordered }) {
  return { columns: columns.map((one) => ({ ...one, labels: [...(one.labels ?? [one.label]), one.name] })), ordered };
}

function editorsOf(question) {
  const { fields, table } = cards.get(question);
  if (table) return [[table, { label: question.title, ...columnsOf(screenOf(question)) }]];
  return question.fields.flatMap((field, at) => {
    const editor = fields[at].querySelector(".editor");
    return editor ? [[editor, { label: field.label, ...columnsOf(inputOf(question, field)) }]] : [];
  });
}

function answerOf(question) {
  return cards.get(question).marks.find((mark) => mark.checked)?.value ?? null;
}

// ------------------------------------------------------------------------------- tables

// The texts of a row by column; null for a cell whose value is not known.
function valuesOfRow(row) {
  const known = (cell) => ("open" in cell.dataset ? null : cell.value);
  return Object.fromEntries(all("[data-column]", row).map((cell) => [cell.dataset.column, known(cell)]));
}

function rowsOf(editor) {
  return all("tbody tr", editor).map(valuesOfRow);
}

// A row in which nothing was written is none.
function givenRows(editor) {
  return rowsOf(editor).filter((row) => Object.values(row).some((text) => text === null || text.trim()));
}

function newRow(editor, values = {}) {
  const row = editor.querySelector("template").content.firstElementChild.cloneNode(true);
  for (const cell of all("[data-column]", row)) {
    const value = values[cell.dataset.column] ?? "";
    cell.value = value;
    if (values[cell.dataset.column] === null) cell.dataset.open = "";
  }
  return row;
}

function addRow(editor) {
  const row = newRow(editor);
  editor.querySelector("tbody").append(row);
  renumber(editor);
  return row;
}

function setRows(editor, rows) {
  editor.querySelector("tbody").replaceChildren(...rows.map((row) => newRow(editor, row)));
  renumber(editor);
}

function renumber(editor) {
  const rows = all("tbody tr", editor);
  rows.forEach((row, at) => {
    row.querySelector("th").textContent = at + 1;
    for (const cell of all("[data-column]", row))
      cell.setAttribute("aria-label", `Row ${at + 1}, ${cell.dataset.label}`);
    const [up, down] = all("[data-move]", row);
    name(up, `Move row ${at + 1} up`);
    name(down, `Move row ${at + 1} down`);
    up.disabled = at === 0;
    down.disabled = at === rows.length - 1;
    name(row.querySelector("[data-remove]"), `Remove row ${at + 1}`);
  });
}

function moveRow(editor, button) {
  const row = button.closest("tr"),
    by = Number(button.dataset.move);
  if (by < 0) row.previousElementSibling.before(row);
  else row.nextElementSibling.after(row);
  renumber(editor);
  // A row at the edge can only be moved the other way: the focus must not get lost.
  (button.disabled ? all("[data-move]", row).find((other) => !other.disabled) : button).focus();
  showToast(`This is now row ${row.querySelector("th").textContent}.`);
}

function removeRow(editor, button) {
  const row = button.closest("tr"),
    next = row.nextElementSibling ?? row.previousElementSibling;
  showToast(`Row ${row.querySelector("th").textContent} is removed.`);
  row.remove();
  renumber(editor);
  (next?.querySelector("[data-remove]") ?? editor.querySelector(".add")).focus();
}

function watchEditor(editor, onChange) {
  // What a person writes into a cell is meant.
  editor.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-column]")) return;
    delete target.dataset.open;
  });
  // A cell is one line, even where a long one is shown in two.
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-column]")) event.preventDefault();
  });
  editor.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button?.matches(".add, [data-move], [data-remove]")) return;
    if (button.matches(".add")) addRow(editor).querySelector("textarea").focus();
    else if (button.dataset.move) moveRow(editor, button);
    else removeRow(editor, button);
    onChange();
  });
  watchPaste(editor, onChange);
}

function tableOf(editor, columns) {
  const cell = (column, text) => (column.shape === "lines" ? listed(text, ";") : text.trim().replace(/\s*\n\s*/g, " "));
  const cells = (row) =>
    columns.filter(({ name }) => row[name].trim()).map((column) => [column.name, cell(column, row[column.name])]);
  return givenRows(editor).map((row) => Object.fromEntries(cells(row)));
}

function listed(text, separator) {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
}

// ------------------------------------------------------------------------------- answers

function fieldValue(field, ask) {
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
  return Object.fromEntries(question.fields.map((field, at) => [field.name, fieldValue(field, fields[at])]));
}

function answered(questions = [...cards.keys()]) {
  return questions.filter(answerOf);
}

function show() {
  const evidence = seen();
  for (const [question, { card, found }] of cards) {
    card.classList.toggle("answered", Boolean(answerOf(question)));
    // Recorded values, and those in captures, are shown from the start, to be compared.
    const shown = question.recorded || evidence.has(question.name) ? ["there", null] : ["there"];
    found.hidden = question.may_be_missing && !shown.includes(answerOf(question));
    showEvidence(question, evidence.get(question.name));
  }
  showProgress(answered().length, cards.size, `${answered().length} of ${cards.size} answered`);
  for (const { id, questions } of groups) showGroup(id, answered(questions).length, questions.length);
}

// ------------------------------------------------------------------------------- memory

function written(ask) {
  return ask.dataset.shape === "rows"
    ? rowsOf(ask.querySelector(".editor"))
    : ask.querySelector("textarea, select").value;
}

function write(ask, value) {
  if (ask.dataset.shape !== "rows") ask.querySelector("textarea, select").value = value;
  else setRows(ask.querySelector(".editor"), value);
}

function keyOfQuestion(question) {
  // What was written into an earlier audit is not about the values of this one.
  return [sheet.record, "question", question.name, ...(question.recorded ? [question.recorded.at] : [])];
}

function store(question) {
  const { fields, table } = cards.get(question);
  const values = Object.fromEntries(fields.map((ask) => [ask.dataset.field, written(ask)]));
  remember(keyOfQuestion(question), { answer: answerOf(question), values, rows: table ? rowsOf(table) : [] });
}

function restore(question) {
  const before = recall(keyOfQuestion(question)) ?? question.recorded;
  if (!before) return;
  const { marks, fields, table } = cards.get(question);
  for (const mark of marks) mark.checked = mark.value === before.answer;
  for (const ask of fields) if (ask.dataset.field in before.values) write(ask, before.values[ask.dataset.field]);
  if (table) setRows(table, before.rows);
  for (const editor of all(".editor", cards.get(question).card)) checkRows(editor);
}

function watch(question) {
  const { card } = cards.get(question);
  card.addEventListener("input", () => changed(question));
  for (const note of all(".seen", card))
    note.querySelector("button").addEventListener("click", () => useSeen(question, note));
  for (const editor of all(".editor", card)) watchEditor(editor, () => changed(question));
}

// Answer the open questions of a screen: what they are about does not exist. The next click takes these answers back.
function watchNoneExist({ id, questions }) {
  const button = byId(id).querySelector(".none-exist");
  let given = [];
  button?.addEventListener("click", () => {
    const isUndone = given.length > 0;
    const evidence = seen();
    const open = questions.filter((one) => one.may_be_missing && !answerOf(one) && !evidence.has(one.name));
    const those = isUndone ? given.filter((one) => answerOf(one) === "missing") : open;
    for (const question of those) {
      cards.get(question).marks.find((mark) => mark.value === "missing").checked = !isUndone;
      changed(question);
    }
    given = isUndone ? [] : those;
    button.firstChild.textContent = given.length ? "Undo: none of these exist" : "None of these exist";
    showToast(`${counted(those.length, "answer is", "answers are")} ${isUndone ? "removed" : "given"}.`);
  });
}

function send() {
  const answers = Object.fromEntries(answered().map((question) => [question.name, answer(question)]));
  const sources = Object.fromEntries(answered().map((question) => [question.name, sourceOf(question)]));
  const name = handOver("answers", { ...signed("reshare.wms answers"), captures: givenCaptures(), sources, answers });
  const left = [...cards.keys()].filter((question) => !answerOf(question)).map((question) => question.number);
  showMessage(
    `${name} is downloaded: ${counted(answered().length, "answer", "answers")}${
      left.length ? `. Not answered yet: ${left.join(", ")}` : ""
    }. Now e-mail it.`,
    false,
  );
}

for (const question of cards.keys()) {
  restore(question);
  watch(question);
}
for (const group of groups) watchNoneExist(group);
prepareFinish(
  [sheet.record, "questions remark"],
  () => !answered().length,
  "Nothing is answered yet. Tick the questions that you have checked.",
  () => [...cards.values()].flatMap((card) => card.marks)[0],
);
const names = [...cards.keys()].map(({ name }) => name);
prepareCaptures([sheet.record, "questions captures", ...names]);
show();
