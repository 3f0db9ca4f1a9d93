// SPDX-License-Identifier: GPL-3.0-or-later
// The list of the screens that were read, each of which can be removed.
import { counted } from "../../web/pages/librarian/librarian.js";
import { made } from "../../web/pages/worksheet/parts.js";
import { byId } from "../../web/theme/dom.js";
import { action } from "./editors.js";
import { CATALOGUE, hasRead, isProvisional, keyOf, readings, removeCapture } from "./known.js";

const PROVISIONAL = "Counts as stated by a person, until another one or another object confirms it.";

export function listRead() {
  byId("read-list").replaceChildren(...readings().map(drawReading));
  byId("read").hidden = readings().length === 0;
}

function drawReading(reading) {
  const { kind, at, values, rows, questions, digest, capture } = reading;
  const name = kind ? (keyOf(reading)?.split("/").slice(1).join(" / ") ?? "") : "";
  const title = kind ? `${CATALOGUE[kind].label}${name ? ` '${name}'` : ""}` : capture.title;
  const count = rows ? counted(rows.length, "row", "rows") : counted(values.length, "value", "values");
  const open = questions.length ? `, ${counted(questions.length, "question", "questions")}` : "";
  return made(
    "li",
    {},
    made("span", { class: "title" }, title),
    ` ${hasRead(reading) ? count : "not read"}${open} `,
    ...(hasRead(reading) && isProvisional(reading) ? [made("span", { class: "soft" }, `${PROVISIONAL} `)] : []),
    made("time", { class: "soft" }, `${at.slice(0, 16).replace("T", " ")} UTC`),
    " ",
    action("Remove", () => removeCapture(digest), { "aria-label": `Remove what was read of ${title}` }),
  );
}
