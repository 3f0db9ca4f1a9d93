// SPDX-License-Identifier: GPL-3.0-or-later
// defaults.cjs FILE: the first variables of a function of a bundle as parameters with defaults, which are shorter, where every use of the function is a
// call with no more arguments than it has.
const { readFileSync, writeFileSync } = require("node:fs");
const { parse } = require("acorn");

const [file] = process.argv.slice(2);
const source = readFileSync(file, "utf8");
const childrenOf = (node) => Object.values(node).flat().filter((one) => typeof one?.type === "string");

/** All nodes of a tree with their parents. */
function* nodesIn(node, parent) {
  yield { node, parent };
  for (const one of childrenOf(node)) yield* nodesIn(one, node);
}

const nodes = [...nodesIn(parse(source, { ecmaVersion: "latest" }), null)];
/** Whether an identifier is the name of a property, and no variable. */
const isName = ({ computed, key, property, shorthand }, node) => !computed && !shorthand && [key, property].includes(node);
const uses = new Map();
for (const one of nodes)
  if (one.node.type === "Identifier" && !isName(one.parent, one.node))
    uses.set(one.node.name, [...(uses.get(one.node.name) ?? []), one]);

const isCallOf = ({ node, parent }, count) =>
  parent.type === "CallExpression" &&
  parent.callee === node &&
  parent.arguments.length <= count &&
  parent.arguments.every(({ type }) => type !== "SpreadElement");
const isDefinition = ({ node, parent }) => parent.type === "VariableDeclarator" && parent.id === node;
const namesIn = (tree) => new Set([...nodesIn(tree, null)].flatMap(({ node }) => (node.type === "Identifier" ? [node.name] : [])));

/** Whether the variables can be parameters: nothing in them is declared later, and nothing is waited for. */
function areMovable(first, others) {
  const later = namesIn({ type: "", body: others.flatMap((one) => one.declarations ?? []).map(({ id }) => id) });
  const isWaiting = [...nodesIn(first, null)].some(({ node }) => /^(Await|Yield)Expression$/.test(node.type));
  return !isWaiting && first.declarations.every(({ init }) => init !== null) && [...namesIn(first)].every((name) => !later.has(name));
}

function isShorter({ node: { id, init, type } }) {
  if (type !== "VariableDeclarator" || init?.type !== "ArrowFunctionExpression" || init.body.type !== "BlockStatement") return false;
  const [first, ...others] = init.body.body;
  const [definitions, calls] = [uses.get(id.name).filter(isDefinition), uses.get(id.name).filter((one) => !isDefinition(one))];
  return (
    first?.type === "VariableDeclaration" &&
    definitions.length === 1 &&
    init.params.every((one) => one.type !== "RestElement") &&
    calls.every((one) => isCallOf(one, init.params.length)) &&
    areMovable(first, others)
  );
}

const found = nodes.filter(isShorter).map(({ node }) => node.init);

/** The code from one place to another one. */
function made(from, to) {
  const next = found.find(({ end, start }) => start >= from && end <= to);
  if (!next) return source.slice(from, to);
  const { async, body, end, params, start } = next;
  const [first] = body.body;
  const all = [...params, ...first.declarations].map((one) => made(one.start, one.end)).join();
  return `${source.slice(from, start)}${async ? "async" : ""}(${all})=>{${made(first.end, body.end)}${made(end, to)}`;
}

writeFileSync(file, made(0, source.length));
