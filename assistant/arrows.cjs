// SPDX-License-Identifier: GPL-3.0-or-later
// arrows.cjs FILE: the functions of a bundle as arrow functions, before everything else as functions are: shorter, and terser makes expressions of them.
const { readFileSync, writeFileSync } = require("node:fs");
const { parse } = require("acorn");

const [file] = process.argv.slice(2);
const source = readFileSync(file, "utf8");
const textOf = ({ end, start }) => source.slice(start, end);
const { body } = parse(source, { ecmaVersion: "latest" }).body[0].expression.callee;
const isOwn = (one) => one.generator || /\barguments\b|\bthis[.[]/.test(textOf(one));
const functions = body.body.filter((one) => one.type === "FunctionDeclaration" && !isOwn(one));
const arrows = functions.map(
  (one) =>
    `${textOf(one.id)}=${one.async ? "async" : ""}(${one.params.map(textOf).join()})=>${textOf(one.body)}`,
);
let rest = "";
let done = body.start + 1;
for (const { end, start } of functions) {
  rest += source.slice(done, start);
  done = end;
}
writeFileSync(file, `${source.slice(0, body.start + 1)}let ${arrows.join()};${rest}${source.slice(done)}`);
