// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers and units as a screen writes them, as in _screens/numbers.py.

const isUnit = (text) => terms().units.some((unit) => [unit, unit.slice(0, -1)].includes(text.replaceAll("(s)", "s")));

// The mark before fractions on a screen, given its amounts; null if they do not show it, or not the same.
function decimalMark(amounts) {
  const found = new Set(amounts.map((text) => shownMark(text.trim())).filter(Boolean));
  return found.size === 1 ? [...found][0] : null;
}

function shownMark(text) {
  const grouped = pattern("grouped").exec(text);
  if (grouped) return grouped[1] === "." ? "," : ".";
  return pattern("fraction").exec(text)?.[1] ?? null;
}

// A number without marks for thousands, and with a point before its fraction; null if it can be read in two ways.
function plainNumber(text, mark) {
  const known = shownMark(text) ?? mark;
  if (!known) return pattern("thousands").test(text) ? null : text;
  const thousands = known === "," ? /(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))/g : /(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g;
  return text.replace(thousands, "").replace(/,/g, known === "," ? "." : ",");
}
