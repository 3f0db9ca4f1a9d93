// SPDX-License-Identifier: GPL-3.0-or-later
// quotes.cjs FILE: single quotes around the texts of a bundle. The address of a bookmark has three characters for each double one.
const { readFileSync, writeFileSync } = require("node:fs");
const { tokenizer, tokTypes } = require("acorn");

const [file] = process.argv.slice(2);
const source = readFileSync(file, "utf8");
const quoted = source.split("");
for (const { end, start, type } of tokenizer(source, { ecmaVersion: "latest" }))
  if (type === tokTypes.string && !source.slice(start, end).includes("'")) quoted[start] = quoted[end - 1] = "'";
writeFileSync(file, quoted.join(""));
