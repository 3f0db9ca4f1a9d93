// SPDX-License-Identifier: GPL-3.0-or-later
// Values of a screen as an object, as in _screens/seen_objects.py.
import { plain, titleOf } from "./labels.js";
import { decimalMark, plainNumber } from "./numbers.js";
import { asText } from "./screen.js";
import { FORMS, normalised, unfit } from "./values.js";
import { pattern, reason, terms } from "./words.js";

// Adds the object with these texts, if they identify one. What is not valid becomes open. data: of the screen. row: its label.
export function sight(data, found, seen, row) {
  const fields = {};
  const amounts = [...seen].filter(([one]) => terms.amounts.includes(one.form));
  const mark = decimalMark(amounts.map(([, value]) => asText(value)));
  for (const [one, value] of seen) {
    try {
      fields[one.name] = normalisedSeen(one, value, mark);
    } catch (fault) {
      const why = row ? `${one.label} ${fault.message}` : fault.message;
      found.open.push({ label: row ?? titleOf(one), reason: why });
    }
  }
  const identity = data.identity.map((name) => (fields[name] ?? "").trim());
  if (!Object.keys(fields).length || !identity.every(Boolean)) return;
  const title = identity.length ? `${data.label} '${identity.join(" / ")}'` : data.label;
  found.objects.push({ key: [data.plural, ...identity].join("/"), identity, title, fields });
}

// mark: the one before fractions on this screen.
export function normalisedSeen(one, value, mark) {
  if (one.form === "rows") return value;
  if (one.form === "lines") return normalised(one, value);
  if (Array.isArray(value) && value.length > 1) unfit(reason("several_values"));
  let text = asText(value).trim();
  if (one.form === "yesno") text = Object.hasOwn(terms.yesNo, plain(text)) ? terms.yesNo[plain(text)] : text;
  if (terms.amounts.includes(one.form)) text = text.replace(pattern("currency", "g"), "");
  if (terms.numbers.includes(one.form)) {
    const number = plainNumber(text, mark);
    if (number === null) unfit(reason("thousands", { text }));
    text = number.replaceAll("(s)", "s");
  }
  // A switch without a state can be a picture.
  return one.form === "yesno" && !text ? FORMS.yesno(text) : normalised(one, text);
}
