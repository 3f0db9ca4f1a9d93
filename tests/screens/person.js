// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the captures of a collection, with truth.json as the person who teaches and answers. Standard input: {truth, captures, catalogue, teach}; standard
// output: a page a line, and then the sums.
import { readFileSync } from "node:fs";
import { inputIn, knownFrom } from "../../assistant/read/faces.js";
import { readingOf, withAllRows } from "../../assistant/read/reading.js";
import { joined } from "../../assistant/read/rows.js";
import { answered, named, proposal, taught } from "../../assistant/read/teach.js";

/** The questions whose answer is that a name, or a person, is one of the library's. */
const CLOSED = { new_person: "people", new_name: "names" };
const STRUCTURE = new Set(["unknown_screen", "new_text", "new_field", "missing", "unknown_states"]);

export function judged({ truth, captures, catalogue, teach = 1 }, person = new Person(truth, catalogue, teach)) {
  const done = new Map();
  const lines = [];
  for (const page of truth.pages) {
    const key = page.map ? `map ${page.map}` : `page ${page.id}`;
    if (done.has(key)) continue;
    done.set(key, true);
    const pages = page.map ? truth.pages.filter((one) => one.map === page.map) : [page];
    lines.push({
      ...person.line(pages, captures),
      ids: pages.map(({ id }) => id),
      mustBeOpen: Array.isArray(page.open) ? page.open : [],
      library: page.library,
      trap: page.twin ?? null,
    });
  }
  return lines.map((line) => ({ ...line, counts: !line.trap || isReadAtTwin(line, lines) }));
}

/** A trap says something only if its twin is read where the trap must not be. */
function isReadAtTwin({ trap, mustBeOpen }, lines) {
  const { read = [] } = lines.find(({ ids }) => ids.includes(trap)) ?? {};
  return mustBeOpen.length ? mustBeOpen.some((input) => read.includes(input)) : read.length > 0;
}

/** Teaches and answers by truth.json. readings: what was read of each page. */
export class Person {
  readings = [];
  #patches = [];
  #taught = new Map();
  /** What follows from the patches, by site and language. */
  #computed = new Map();

  constructor(truth, catalogue, teach) {
    Object.assign(this, { truth, catalogue, teach });
    this.effort = null;
  }

  get patches() {
    return this.#patches;
  }

  /** Names of objects that were read on their own screens, by library and kind. */
  #objects = new Map();

  /** What is known for a capture. */
  #known(capture) {
    const site = `${new URL(capture.address).origin} ${capture.language}`;
    if (!this.#computed.has(site)) this.#computed.set(site, knownFrom(this.#patches, this.catalogue, capture));
    return this.#computed.get(site);
  }

  line(pages, captures) {
    const [first] = pages;
    this.effort = { assigned: 0, clicks: 0, questions: [] };
    const readings = [];
    let isTaught = false;
    for (const page of pages) {
      const capture = captures[page.id];
      if (!capture) {
        readings.push({
          values: [],
          rows: null,
          questions: [{ scope: "screen", code: "not_captured", text: page.id }],
        });
        continue;
      }
      isTaught = this.#teaches(page, capture) || isTaught;
      readings.push({ ...this.#read(page, capture), at: capture.at });
      this.#noteObject(page, readings.at(-1));
      this.readings.push({ page, library: this.#library(page, capture), reading: readings.at(-1) });
    }
    const judgement = first.map ? judgedRows(pages, readings) : judgedPage(first, readings[0]);
    for (const { questions } of readings)
      this.effort.questions.push(...questions.map(({ scope, code, text }) => [scope, code, text]));
    for (const [at, page] of pages.entries())
      if (!first.twin && captures[page.id]) this.#answers(page, captures[page.id], readings[at]);
    return { id: first.map ?? first.id, taught: isTaught, ...judgement, ...this.effort };
  }

  // ------------------------------------------------------------------------------------------------------ the library

  #library({ library }, capture) {
    const { registry_id, symbol, display_name } = this.truth.libraries[library];
    const { people, names } = this.#known(capture);
    return {
      registry_id,
      symbol,
      display_name,
      people: people[registry_id] ?? [],
      names: this.#names(registry_id, names[registry_id]),
    };
  }

  #names(library, confirmed = {}) {
    const read = this.#objects.get(library) ?? {};
    const kinds = [...Object.keys(confirmed), ...Object.keys(read)];
    return Object.fromEntries(kinds.map((kind) => [kind, [...(confirmed[kind] ?? []), ...(read[kind] ?? [])]]));
  }

  #noteObject({ library: key, kind }, { values }) {
    const { registry_id: library } = this.truth.libraries[key];
    const [identity] = this.catalogue[kind].identity ?? [];
    const name = values.find(({ input }) => input === identity)?.value;
    if (!name) return;
    if (!this.#objects.has(library)) this.#objects.set(library, {});
    const names = this.#objects.get(library);
    names[kind] = [...(names[kind] ?? []), name];
  }

  #about(page, capture) {
    return {
      at: capture.at,
      by: `${page.library}'s librarian`,
      library: this.truth.libraries[page.library].registry_id,
      origin: new URL(capture.address).origin,
      language: capture.language,
      object: page.values?.name,
    };
  }

  #add(patch) {
    this.#patches.push({ id: `p${this.#patches.length + 1}`, ...patch });
    this.#computed.clear();
  }

  // ------------------------------------------------------------------------------------------------------ reading

  /** People and names are answered first: each once in a library. */
  #read(page, capture) {
    let reading = readingOf(capture, this.#known(capture), this.#library(page, capture), this.catalogue);
    for (let round = 0; round < 3; round += 1) {
      const answers = reading.questions.filter(({ code }) => CLOSED[code]).flatMap((one) => this.#closed(page, one));
      if (!answers.length) break;
      this.#name(page, capture, answers);
      reading = readingOf(capture, this.#known(capture), this.#library(page, capture), this.catalogue);
    }
    return this.#withRows(page, reading);
  }

  /** Are these all rows? */
  #withRows(page, reading) {
    const isAsked = reading.questions.length === 1 && reading.questions[0].code === "all_rows";
    if (!isAsked || page.open === "all" || page.total !== page.rows.length) return reading;
    this.effort.clicks += 1;
    this.effort.questions.push(["screen", "all_rows", String(page.total)]);
    return withAllRows(reading);
  }

  /** The names of a question that are the library's. */
  #closed(page, { code, text, input, others = [] }) {
    const { people = [], names = {} } = this.truth.libraries[page.library];
    if (code === "new_person") return people.includes(text) ? [{ person: text }] : [];
    const about = inputIn(this.catalogue, page.kind, input);
    const kinds = about ? [about.reference] : Object.keys(names);
    const named = (all, more = {}) =>
      all.flatMap((name) =>
        kinds.filter((kind) => names[kind]?.includes(name)).map((reference) => ({ reference, name, ...more })),
      );
    const drawn = named(text.split("; "));
    return drawn.length ? [...drawn, ...named(others, { isTicked: true })] : [];
  }

  #name(page, capture, answers) {
    const unique = [...new Map(answers.map((one) => [JSON.stringify(one), one])).values()];
    const names = {};
    for (const { reference, name } of unique) if (reference) names[reference] = [...(names[reference] ?? []), name];
    const people = unique.flatMap(({ person }) => (person ? [person] : []));
    this.effort.clicks += 1 + unique.filter(({ isTicked }) => isTicked).length;
    this.effort.questions.push(["screen", "new_names", unique.map(({ person, name }) => person ?? name).join("; ")]);
    this.#add(named({ ...this.#about(page, capture), names, people }));
  }

  // ------------------------------------------------------------------------------------------------------ teaching

  #teaches(page, capture) {
    if (!page.teach || page.twin) return false;
    const count = this.#taught.get(page.kind) ?? 0;
    if (count >= this.teach) return false;
    this.#taught.set(page.kind, count + 1);
    this.#confirm(page, capture, 1);
    return true;
  }

  #confirm(page, capture, clicks) {
    const { people, names } = this.#library(page, capture);
    const { people: own = [], names: theirs = {} } = this.truth.libraries[page.library];
    const draft = proposal(capture, page, this.#library(page, capture), this.catalogue);
    const texts = draft.elements.flatMap(({ role, text }) => (role || !text ? [] : [text]));
    const added = own.filter((one) => !people.includes(one) && texts.some((text) => text.includes(one)));
    const others = Object.entries(theirs).flatMap(([reference, those]) =>
      those
        .filter((one) => !names[reference]?.includes(one) && texts.includes(one))
        .map((name) => ({ reference, name })),
    );
    if (added.length + others.length) this.#name(page, capture, [...added.map((person) => ({ person })), ...others]);
    const made = proposal(capture, page, this.#library(page, capture), this.catalogue);
    const isNew = ({ input, assigned }) =>
      assigned &&
      !this.#patches.some(
        (one) => one.kind === page.kind && one.face === made.face && one.values?.some((own) => own.input === input),
      );
    this.effort.assigned += made.lines.filter(isNew).length;
    this.effort.clicks += clicks + made.lines.filter(isNew).length;
    this.#add(taught(made, { ...this.#about(page, capture), names: namesIn(made.lines, this.catalogue[page.kind]) }));
  }

  // ------------------------------------------------------------------------------------------------------ answers

  /** What was asked is answered, and learnt for the screens that follow. */
  #answers(page, capture, reading) {
    if (page.open === "all") return;
    if (reading.questions.some(({ code }) => STRUCTURE.has(code)))
      return this.#confirm(page, capture, reading.questions.length);
    const answers = reading.questions.flatMap((one) => this.#answer(page, one));
    if (!answers.length) return;
    this.effort.clicks += answers.length;
    this.#add(answered(reading, answers, this.#about(page, capture)));
  }

  #answer(page, { input, state, row }) {
    if (!state) return [];
    const at = page.rows ? this.catalogue[page.kind].columns.findIndex(({ name }) => name === input) : -1;
    const value = page.rows ? page.rows[row]?.[at] : page.values?.[input];
    return value === undefined ? [] : [{ input, state, value }];
  }
}

/** The names that confirmed values are, by kind. */
function namesIn(lines, kind) {
  const found = {};
  for (const { input, value } of lines) {
    const { reference, wildcard } = [...(kind.inputs ?? []), ...(kind.columns ?? [])].find(
      ({ name }) => name === input,
    );
    if (reference && value && value !== wildcard) found[reference] = [...new Set([...(found[reference] ?? []), value])];
  }
  return found;
}

// ---------------------------------------------------------------------------------------------------------- judgement

function judgedPage(page, { values }) {
  const expected = page.open === "all" ? {} : (page.values ?? {});
  const read = new Map(values.map(({ input, value }) => [input, value]));
  const mustBeOpen = page.open === "all" ? [...read.keys()] : (page.open ?? []).filter((input) => read.has(input));
  const wrong = Object.entries(expected)
    .filter(([input, value]) => read.has(input) && read.get(input) !== value)
    .map(([input, value]) => [input, read.get(input), value]);
  wrong.push(...mustBeOpen.map((input) => [input, read.get(input), null]));
  const right = Object.keys(expected).filter((input) => read.get(input) === expected[input]);
  return {
    right: right.length,
    read: right,
    open: Object.keys(expected).filter((input) => !read.has(input)).length,
    wrong,
  };
}

function judgedRows(pages, readings) {
  const { rows } = joined(readings);
  const expected = pages.flatMap((page) => page.rows ?? []);
  const isOpen = pages.some((page) => page.open === "all");
  const got = rows?.map(({ cells }) => cells.map(({ value }) => value)) ?? null;
  if (isOpen) return { right: 0, open: 0, wrong: got ? [["rows", got.length, null]] : [] };
  if (!got) return { right: 0, open: expected.length, wrong: [] };
  const isSame = JSON.stringify(got) === JSON.stringify(expected);
  const wrong = isSame
    ? []
    : expected.flatMap((row, at) =>
        JSON.stringify(got[at]) === JSON.stringify(row) ? [] : [[`row ${at + 1}`, got[at] ?? null, row]],
      );
  return { right: expected.length - wrong.length, read: ["rows"], open: 0, wrong };
}

/** The sums of a library, and those of its traps. */
export function sums(lines) {
  const groups = new Map();
  for (const one of lines) {
    if (!one.counts) continue;
    const key = `${one.trap ? "traps of " : ""}${one.library}`;
    const sum = groups.get(key) ?? {
      library: key,
      pages: 0,
      taught: 0,
      right: 0,
      open: 0,
      wrong: 0,
      questions: 0,
      assigned: 0,
      clicks: 0,
    };
    groups.set(key, sum);
    sum.pages += 1;
    sum.taught += one.taught ? 1 : 0;
    for (const name of ["right", "open", "assigned", "clicks"]) sum[name] += one[name];
    for (const name of ["wrong", "questions"]) sum[name] += one[name].length;
  }
  return [...groups.values()];
}

if (process.argv[1] === import.meta.filename) {
  const lines = judged(JSON.parse(readFileSync(0, "utf8")));
  for (const { library, trap, counts, ids, read, mustBeOpen, ...line } of lines)
    console.log(JSON.stringify(counts ? line : { ...line, skipped: "its twin was not read" }));
  for (const sum of sums(lines)) console.log(JSON.stringify(sum));
  process.exitCode = lines.some(({ wrong, counts }) => counts && wrong.length) ? 1 : 0;
}
