// SPDX-License-Identifier: GPL-3.0-or-later
// Assigning a place on a screen to an input by hand: its label, or the value itself.
import { made } from "../../web/pages/worksheet/parts.js";
import { elementsOf } from "../read/elements.js";
import { inputIn } from "../read/faces.js";
import { isTableOf, placeFrom } from "../read/teach.js";
import { action } from "./editors.js";
import { CATALOGUE } from "./known.js";

/** The buttons beside a line. assign: begins to choose another place; away: called if it is not on the screen. */
export const placeButtons = (label, assign, away) => [
  action("Elsewhere", assign, { "aria-label": `Elsewhere: ${label}` }),
  " ",
  action("Not here", away, { "aria-label": `Not here: ${label}` }),
];

/** Draws all that is on the screen, in order, so that a person can choose a place: a label with what is beside it, or the value itself. put: gets the place. */
export function drawPlaces(capture, kind, input, put) {
  const elements = elementsOf(capture, isTableOf(CATALOGUE[kind]));
  const texts = elements.flatMap((one, at) => {
    const text = one.text || [one.name, ...(one.drawn ?? [])].filter(Boolean).join(": ");
    return text && one.is !== "title"
      ? [
          made(
            "li",
            {},
            action(text, () => put(placeFrom(at, elements))),
          ),
        ]
      : [];
  });
  return made(
    "section",
    { class: "note", "aria-label": "Places" },
    made("p", {}, `Where is ${inputIn(CATALOGUE, kind, input).label}? Click its label or its value.`),
    made("ul", { role: "list" }, ...texts),
  );
}
