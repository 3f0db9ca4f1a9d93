// SPDX-License-Identifier: GPL-3.0-or-later
// The questions of a questionnaire as cards in the panel. Every text is a text, and never markup.
import { sheet } from "../../web/pages/librarian/librarian.js";
import { made, unseen } from "../../web/pages/worksheet/parts.js";
import { byId } from "../../web/theme/dom.js";

export function drawQuestions() {
  byId("steps").append(...sheet.groups.map((group, at) => drawGroup(group, `screen-${at + 1}`)));
}

function drawGroup({ screen, label, questions }, id) {
  const state = made("span", { class: "state", "data-all": "answered" });
  const several = questions.filter((one) => one.may_be_missing).length > 1;
  return made(
    "section",
    { class: "group", id },
    made("h2", { class: "contents" }, made("a", { href: `#${id}` }, screen.at(-1), " ", state)),
    made("p", { class: "soft" }, screen.join(" > ")),
    ...(several ? [made("button", { type: "button", class: "none-exist" }, "None of these exist")] : []),
    ...questions.map((one) => drawQuestion(one, label)),
  );
}

function drawQuestion(question, label) {
  const { number, title, recorded, may_be_missing: mayBeMissing, columns, fields } = question;
  const id = `question-${number}`;
  const mark = (type, value, text) =>
    made(
      "label",
      { class: "tick" },
      made("input", { type, name: `answer-${number}`, value, autocomplete: "off" }),
      ` ${text}`,
    );
  const there = recorded?.there ? "It is still so, or I have corrected it here" : "It exists";
  const marks = mayBeMissing
    ? made(
        "fieldset",
        { class: "choice" },
        mark("radio", "there", there),
        mark("radio", "missing", `There is no such ${label}`),
      )
    : mark("checkbox", "looked", "I have checked this");
  return made(
    "article",
    { class: "card question", id, "aria-labelledby": `${id}-title` },
    made(
      "h3",
      { id: `${id}-title` },
      made("span", { class: "number" }, unseen("Question "), `${number}`),
      " ",
      made("span", { class: "title" }, title),
    ),
    made(
      "div",
      { class: "found" },
      ...(columns
        ? [editor(`rows-${number}`, title, columns)]
        : fields.map((one, at) => drawField(one, `field-${number}-${at}`))),
    ),
    marks,
  );
}

function drawField(field, id) {
  const { name, label, shape, choices, columns } = field;
  const about = { class: "ask", "data-field": name, "data-shape": shape };
  if (shape === "rows") return made("div", about, made("p", {}, made("strong", {}, label)), editor(id, label, columns));
  const input =
    shape === "choice"
      ? made(
          "select",
          { id, autocomplete: "off" },
          made("option", { value: "" }, "blank"),
          ...choices.map((one) => made("option", {}, one)),
        )
      : made("textarea", { id, rows: shape === "lines" ? "3" : "1", autocomplete: "off" });
  const more = shape === "lines" ? [" ", made("span", { class: "soft" }, "(one per line)")] : [];
  return made("div", about, made("label", { for: id }, label, ...more), input);
}

/** The rows of a table, as on the page, without pasting. */
function editor(id, title, columns) {
  const head = ["Row", ...columns.map(({ label }) => label), "Move or remove", "Does not fit"];
  const cell = ({ name, label }) =>
    made("td", { "data-label": label }, made("textarea", { rows: "1", "data-column": name, "data-label": label }));
  const row = made(
    "tr",
    {},
    made("th", { scope: "row", "data-label": "Row" }),
    ...columns.map(cell),
    made(
      "td",
      { class: "moves" },
      ...["-1", "1"].map(moveButton),
      made("button", { type: "button", "data-remove": "" }, "\u00d7"),
    ),
    made("td", { class: "misfit", "data-label": "Does not fit" }),
  );
  const template = made("template");
  template.content.append(row);
  return made(
    "div",
    { class: "editor", id, "data-title": title },
    made(
      "table",
      { class: "rows edit" },
      made("caption", { class: "hidden" }, title),
      made("thead", {}, made("tr", {}, ...head.map((text) => made("th", { scope: "col" }, text)))),
      made("tbody"),
    ),
    made("button", { type: "button", class: "add" }, "Add a row", unseen(` to ${title}`)),
    pasted(["replace", "Replace the rows"], ["append", "Add below them"], ["keep", "Keep the rows"], ["undo", "Undo"]),
    made(
      "p",
      { class: "names message", role: "status", "aria-live": "polite", hidden: "" },
      made("span"),
      " ",
      made("button", { type: "button", "data-names": "" }, "These are names of our library"),
    ),
    template,
  );
}

/** The element for messages about pasted rows, with the buttons that answer them. */
const pasted = (...buttons) =>
  made(
    "p",
    { class: "pasted message", role: "status", "aria-live": "polite" },
    made("span"),
    ...buttons.flatMap(([answer, text]) => [
      " ",
      made("button", { type: "button", [`data-${answer}`]: "", hidden: "" }, text),
    ]),
  );

const moveButton = (by) => made("button", { type: "button", "data-move": by }, by === "1" ? "\u2193" : "\u2191");
