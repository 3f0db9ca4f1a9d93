// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writes Dojo's loader and the modules that a page needs to the output, as a layer of Dojo's own format: esbuild does not bundle AMD.
//
//   node layer.mjs NODE_MODULES
import { existsSync, readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

const [folder] = process.argv.slice(2);
const wanted = JSON.parse(readFileSync(new URL("modules.json", import.meta.url), "utf8"));
const PACKAGES = ["dojo", "dijit", "dojox"];
/** The loader requires these by computed names. */
const ALWAYS = [
  "dojo/main",
  "dojo/selector/_loader",
  "dojo/selector/acme",
  "dojo/selector/lite",
  "dojo/_base/configFirefoxExtension",
];

const cache = new Map();
const read = (path) => (existsSync(`${folder}/${path}`) ? readFileSync(`${folder}/${path}`, "utf8") : null);

/** The full name of a module. from: that of the module that requires it. */
function absolute(name, from) {
  const path = name.startsWith(".") ? `${from.replace(/[^/]*$/, "")}${name}` : name;
  const parts = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return PACKAGES.includes(parts.join("/")) ? `${parts[0]}/main` : parts.join("/");
}

function dependenciesOf(source) {
  const found = [];
  const define = (...given) => found.push(...(given.find(Array.isArray) ?? []));
  try {
    runInNewContext(source, { define, require: { has: { add: () => {} } } });
  } catch {
    // A script that is no module.
  }
  return found;
}

function add(name) {
  if (cache.has(name)) return;
  const source = read(`${name}.js`);
  if (source === null) return;
  cache.set(name, `function(){${source.replace(/^([ \t]*define\()(?=[^"'])/m, `$1"${name}",`)}\n}`);
  for (const one of dependenciesOf(source)) addDependency(one, name);
}

function addDependency(one, from) {
  const [plugin, argument] = one.split(/!(.*)/s);
  if (!/^(require|exports|module)$/.test(plugin)) add(absolute(plugin, from));
  if (argument === undefined) return;
  if (/(^|\/)text$/.test(plugin)) {
    const path = absolute(argument.replace(/!.*/, ""), from);
    cache.set(`url:${path}`, JSON.stringify(read(path)));
  } else if (/(^|\/)i18n$/.test(plugin)) {
    const path = absolute(argument, from);
    add(path);
    add(path.replace(/nls\//, "nls/en/"));
  } else for (const part of argument.split(/[?:,]/)) if (part.includes("/")) add(absolute(part, from));
}

for (const name of [...ALWAYS, ...wanted]) add(name);
const modules = [...cache].map(([name, text]) => `${JSON.stringify(name)}:${text}`);
const packages = JSON.stringify(PACKAGES.map((name) => ({ name, location: name })));
process.stdout.write(
  `window.dojoConfig={async:1,baseUrl:".",locale:"en",blankGif:"data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=",dojoBlankHtmlUrl:"about:blank",packages:${packages}};\n${read("dojo/dojo.js")}\n` +
    `require({cache:{"*noref":1,${modules.join(",\n")}}});\n`,
);
