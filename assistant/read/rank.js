// SPDX-License-Identifier: GPL-3.0-or-later
// How much a known screen counts: computed at each run from the patches that count, and never stored.
import { counting, inputIn } from "./faces.js";
import { NUMERIC } from "./states.js";

/** The meaning of the capture format by which screens are taught now. What was taught by captures with another meaning is provisional. */
const MEANING = 1;

/** {inputs: {"kind input": "seen" | "stated"}, screens: {"kind face": "seen" | "stated"}} */
export function ranks(patches, catalogue, meaning = MEANING) {
  const those = counting(patches);
  const values = new Map();
  const screens = new Map();
  for (const { kind, face, library, by, says, values: confirmed = [], object, meaning: own } of those) {
    if (!kind) continue;
    for (const { input, value } of confirmed) add(values, `${kind} ${input}`, own === meaning ? [value] : []);
    const about = says === "reviewed" ? `by ${by}` : `${library} ${object ?? ""}`;
    add(screens, `${kind} ${face}`, own === meaning ? [about] : []);
  }
  const rankOf = (key) => {
    const [kind, input] = key.split(" ");
    const about = inputIn(catalogue, kind, input);
    const needed = about && (NUMERIC.has(about.form) || about.reference) ? 1 : 2;
    return values.get(key).size >= needed ? "seen" : "stated";
  };
  return {
    inputs: Object.fromEntries([...values.keys()].map((key) => [key, rankOf(key)])),
    screens: Object.fromEntries([...screens].map(([key, of]) => [key, of.size > 1 ? "seen" : "stated"])),
  };
}

function add(to, key, those) {
  to.set(key, new Set([...(to.get(key) ?? []), ...those]));
}
