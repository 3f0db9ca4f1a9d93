// SPDX-License-Identifier: GPL-3.0-or-later
// aliases.cjs FILE: one variable for each name of a property, and for each text, that a bundle has often: the address of a bookmark is limited.
const { readFileSync, writeFileSync } = require("node:fs");
const { tokenizer, tokTypes } = require("acorn");

const [file] = process.argv.slice(2);
const source = readFileSync(file, "utf8");
const tokens = [...tokenizer(source, { ecmaVersion: "latest" })];

/** A token for which a variable can stand: with its name, the characters around the variable, and how many these are; null for another one. */
function place(token, at) {
  const [before, after] = [tokens[at - 1]?.type, tokens[at + 1]?.type];
  const isKey = (before === tokTypes.braceL || before === tokTypes.comma) && after === tokTypes.colon;
  if (token.type === tokTypes.string && !isKey) return { ...token, name: token.value, added: 0, around: [" ", " "] };
  // "one.name" has the variable in the place of ".name", "one?.name" in that of "name".
  const dot = { [tokTypes.dot.label]: 1, [tokTypes.questionDot.label]: 0 }[before?.label];
  return dot === undefined
    ? null
    : { ...token, name: token.value, start: token.start - dot, added: 2, around: ["[", "]"] };
}

/** The characters of a variable, and those that its declaration adds. */
const [VARIABLE, DECLARED] = [2, 4];
const places = tokens.map(place).filter((one) => one && typeof one.name === "string");
const saved = (those) =>
  those.reduce((sum, { added, end, start }) => sum + end - start - VARIABLE - added, 0) -
  (those[0].name.length + VARIABLE + DECLARED);
const byName = new Map();
for (const one of places) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
const often = [...byName.values()].filter((those) => saved(those) > 0);
const aliases = new Map(often.map(([{ name }], at) => [name, `$${at}`]));

let made = "";
let done = 0;
for (const { around: [open, close], end, name, start } of places) {
  if (!aliases.has(name)) continue;
  made += `${source.slice(done, start)}${open}${aliases.get(name)}${close}`;
  done = end;
}
made += source.slice(done);
const declared = [...aliases].map(([name, alias]) => `${alias}=${JSON.stringify(name)}`);
writeFileSync(file, made.replace("{", () => `{let ${declared.join()};`));
