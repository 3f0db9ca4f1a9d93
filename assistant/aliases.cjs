// SPDX-License-Identifier: GPL-3.0-or-later
// aliases.cjs FILE: one variable for each name of a property, for each text, and for each other value that a bundle has often: the address of a bookmark is limited.
const { readFileSync, writeFileSync } = require("node:fs");
const { tokenizer, tokTypes } = require("acorn");

const [file] = process.argv.slice(2);
const source = readFileSync(file, "utf8");
const tokens = [...tokenizer(source, { ecmaVersion: "latest" })];

/** Objects of the browser that never change. */
const GLOBALS = new Set(["Boolean", "Map", "Math", "Node", "Number", "Object", "RegExp", "Set"]);

/** A token for which a variable can stand: with the code of its value, the characters around the variable, and how many these are; null for another one. */
function placeOf(token, at) {
  const [before, after] = [tokens[at - 1]?.type, tokens[at + 1]?.type];
  const isKey = (before === tokTypes.braceL || before === tokTypes.comma) && after === tokTypes.colon;
  if (token.type === tokTypes.string && !isKey) return { ...token, code: JSON.stringify(token.value), ...ALONE };
  // "one.name" has the variable in the place of ".name", "one?.name" in that of "name".
  const dot = { [tokTypes.dot.label]: 1, [tokTypes.questionDot.label]: 0 }[before?.label];
  if (dot === undefined) return isConstant(token) && !isKey ? { ...token, code: source.slice(token.start, token.end), ...ALONE } : null;
  const isName = typeof token.value === "string";
  return isName ? { ...token, code: JSON.stringify(token.value), start: token.start - dot, added: 2, around: ["[", "]"] } : null;
}

const ALONE = { added: 0, around: [" ", " "] };
const isConstant = ({ type, value }) => type === tokTypes._null || (type === tokTypes.name && GLOBALS.has(value));

/** The characters of a variable, and those that its declaration adds. */
const [VARIABLE, DECLARED] = [2, 2];
const places = tokens.map(placeOf).filter((one) => one !== null);
const saved = (those) =>
  those.reduce((sum, { added, end, start }) => sum + end - start - VARIABLE - added, 0) -
  (those[0].code.length + VARIABLE + DECLARED);
const byCode = new Map();
for (const one of places) byCode.set(one.code, [...(byCode.get(one.code) ?? []), one]);
const often = [...byCode.values()].filter((those) => saved(those) > 0);
const aliases = new Map(often.map(([{ code }], at) => [code, `$${at}`]));

let made = "";
let done = 0;
for (const { around: [open, close], code, end, start } of places) {
  if (!aliases.has(code)) continue;
  made += `${source.slice(done, start)}${open}${aliases.get(code)}${close}`;
  done = end;
}
made += source.slice(done);
const declared = [...aliases].map(([code, alias]) => `${alias}=${code}`);
writeFileSync(file, made.replace("{", () => `{let ${declared.join()};`));
