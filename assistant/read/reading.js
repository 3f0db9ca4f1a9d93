// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a capture by the known screens: values at the learnt places, or questions {scope, code, text, input, items}. Anything that is not understood is a
// question.
import { aligned, isPlace, isSame } from "./align.js";
import { elementsOf } from "./elements.js";
import { inputIn } from "./faces.js";
import { rowsIn } from "./rows.js";
import { filled } from "./slots.js";
import { canonicalOf, isVerbatim, NEVER, stateOf, textsOf, wouldBeDrawn } from "./states.js";

/** With this number of unknown states on a screen, nothing of it is read. */
const MOST_UNKNOWN = 3;
/** The only zone in which a new text can be about one input; elsewhere, it can be about the whole screen. */
const FORM = "form";

/** The reading after a person said that the screen shows all rows. */
export const withAllRows = (reading) => ({
  ...reading,
  rows: reading.table,
  allRows: true,
  questions: reading.questions.filter(({ code }) => code !== "all_rows"),
});

/** {kind, face, patches, values, rows, count, questions} of a capture. library: whose it is, with its people and names. */
export function readingOf(capture, known, library, catalogue) {
  const plain = elementsOf(capture, () => false);
  const all = known.faces.filter(({ elements: [title, ...rest] }) => isCandidate(title, rest, plain, library));
  const tried = all.map((face) => {
    const headers = new Set(face.elements.map(({ header }) => JSON.stringify(header)));
    const isMap = Boolean(catalogue[face.kind].columns);
    const elements = elementsOf(capture, (header) => isMap || headers.has(JSON.stringify(header)));
    return new FaceReading(face, elements, capture, known, library, catalogue).made();
  });
  const [best] = tried.toSorted((one, other) => one.weight - other.weight);
  if (!best || isOther(best.known.elements, best.way))
    return {
      values: [],
      rows: null,
      questions: [{ scope: "screen", code: "unknown_screen", text: capture.title }],
    };
  const rival = tried.find((one) => isComplete(one) && isComplete(best) && differs(one, best));
  if (rival)
    return {
      ...best,
      values: [],
      rows: null,
      questions: [{ scope: "screen", code: "two_screens", text: `${best.kind}, ${rival.kind}` }],
    };
  return best;
}

/** The reading as data, for the file that the import looks up. digest: of the capture, as SHA-256. */
export function documentOf({ kind, face, patches, values, rows, count, allRows }, capture, library, digest) {
  const plain = ({ input, items, texts, value }) => ({ input, items, texts, value });
  return {
    format: "reshare.wms reading",
    version: 1,
    at: capture.at,
    library: library.registry_id,
    origin: new URL(capture.address).origin,
    kind,
    face,
    capture: digest,
    patches,
    values: values.map(plain),
    rows: rows?.map(({ cells }) => ({ cells: cells.map(plain) })) ?? null,
    count,
    ...(allRows ? { all_rows: true } : {}),
  };
}

/** Whether it is another screen of the same title, as a form is to a view: few values are at their places, and much else differs. */
function isOther(face, { pairs, added, missing }) {
  const paired = new Set(pairs.map(([at]) => at));
  const values = [...face.keys()].filter((at) => face[at].role === "value" || face[at].columns);
  const known = values.filter((at) => paired.has(at)).length;
  return (
    known * 2 < values.length &&
    (added.length + missing.filter((at) => !isPlace(face[at]) && !face[at].optional).length) * 4 > face.length
  );
}

const isDay = (text) => text === "" || /^\d{4}-\d{2}-\d{2}$/.test(text);

const isComplete = ({ questions }) => questions.length === 0;
const valuesIn = ({ kind, values, rows }) =>
  JSON.stringify([
    kind,
    values.map(({ input, value }) => [input, value]).sort(),
    rows?.map(({ cells }) => cells.map(({ value }) => value)),
  ]);
const differs = (one, other) => valuesIn(one) !== valuesIn(other);

/** Whether a face has the title of the capture, or one of its headings. */
function isCandidate(title, rest, elements, library) {
  const [own, ...others] = elements;
  if (isSame(title, own, library)) return true;
  const headings = others.filter((one) => one.zone === "heading");
  return rest.some((one) => one.zone === "heading" && headings.some((other) => isSame(one, other, library)));
}

class FaceReading {
  #questions = [];

  constructor(face, elements, capture, known, library, catalogue) {
    Object.assign(this, { face, elements, capture, known, library, catalogue });
    this.way = aligned(face.elements, elements, library);
    this.paired = new Map();
    for (const [at, other] of this.way.pairs) this.paired.set(at, [...(this.paired.get(at) ?? []), elements[other]]);
  }

  made() {
    const { kind, face, id } = this.face;
    this.#askAboutTexts();
    const read = this.#values();
    const table = this.#table();
    const count = this.#count();
    if (table && !count && this.#questions.every(({ scope }) => scope !== "screen"))
      this.#ask("screen", "all_rows", String(table.length));
    this.#checkName(read);
    const unknown = this.#questions.filter(({ code }) => code === "state").length;
    if (unknown >= MOST_UNKNOWN) this.#ask("screen", "unknown_states", String(unknown));
    const isOpen = this.#questions.some(({ scope }) => scope === "screen");
    const open = new Set(this.#questions.map(({ input }) => input));
    const values = isOpen ? [] : read.filter(({ input }) => !open.has(input));
    const isWhole = table && !this.#questions.length && (!count || count.last - count.first + 1 === table.length);
    if (table && count && !isWhole && !this.#questions.length)
      this.#ask("screen", "count", `${count.first}-${count.last}: ${table.length}`);
    const patches = [
      ...new Set([
        id,
        ...values.flatMap((one) => one.patches),
        ...(table ?? []).flatMap(({ cells }) => cells.flatMap((one) => one.patches)),
      ]),
    ];
    const weight = this.way.cost + this.#questions.length;
    return {
      kind,
      face,
      patches,
      values,
      rows: isWhole ? table : null,
      table,
      count,
      questions: this.#questions,
      names: this.#names(),
      weight,
      way: this.way,
      known: this.face,
      elements: this.elements,
    };
  }

  /** Notes a question. Of several questions about an input, only the first one counts. */
  #ask(scope, code, text, more = {}) {
    if (scope === "input" && this.#questions.some((one) => one.scope === scope && one.input === more.input)) return;
    this.#questions.push({ scope, code, text, ...more });
  }

  // ------------------------------------------------------------------------------------------------------ texts

  #askAboutTexts() {
    if (!this.capture.quiet) this.#ask("screen", "not_quiet", this.capture.title);
    for (const at of this.way.added) this.#askAboutNew(at);
    for (const at of this.way.missing) this.#askAboutMissing(this.face.elements[at]);
    this.#askAboutNames();
    for (const [at, [element]] of this.paired) {
      const { people } = this.#slots(this.face.elements[at], element) ?? { people: [] };
      for (const one of people) if (!this.library.people.includes(one)) this.#ask("screen", "new_person", one);
    }
  }

  /** Asks about new names of other objects, as in a menu. */
  #askAboutNames() {
    const names = new Set(Object.values(this.library.names).flat());
    for (const [at, elements] of this.paired) {
      const added = this.face.elements[at].role === "names" ? elements.filter(({ text }) => !names.has(text)) : [];
      for (const { text } of added) this.#ask("screen", "new_name", text);
    }
  }

  #slots(known, element) {
    return typeof known.text === "string" && known.role !== "value" && known.is !== "table"
      ? filled(known.text, element.text, this.library)
      : null;
  }

  #askAboutNew(at) {
    const element = this.elements[at];
    const text = element.text || element.name || (element.header ?? []).map(([, one]) => one).join(" | ");
    const input = element.zone === FORM ? this.#inputAround(at) : null;
    if (input) this.#ask("input", "new_text", text, { input, items: element.items });
    else this.#ask("screen", element.is === "control" ? "new_field" : "new_text", text, { items: element.items });
  }

  /** The input whose control a new text is beside, or whose value it is drawn next to. */
  #inputAround(at) {
    const element = this.elements[at];
    if (element.of !== undefined) return this.#inputOf(this.elements.findIndex((one) => one.at === element.of));
    if (element.is === "control" || element.is === "button" || element.is === "tab") return null;
    const [before, after] = [-1, 1].map((step) => this.#nearest(at, step));
    if (before && before.input === after?.input && before.known.role === "label") return before.input;
    const isInRow = (one) =>
      one && element.cell && String(one.element.cell?.slice(0, 2)) === String(element.cell.slice(0, 2));
    return [before, after].find((one) => one?.input && isInRow(one))?.input ?? null;
  }

  #nearest(at, step) {
    for (let other = at + step; other >= 0 && other < this.elements.length; other += step) {
      const pair = this.way.pairs.find(([, one]) => one === other);
      if (pair)
        return {
          known: this.face.elements[pair[0]],
          input: this.face.elements[pair[0]].input,
          element: this.elements[other],
        };
    }
    return null;
  }

  #inputOf(at) {
    const pair = this.way.pairs.find(([, one]) => one === at);
    return pair ? this.face.elements[pair[0]].input : null;
  }

  #askAboutMissing(known) {
    if (isPlace(known) || known.optional) return;
    if (known.input) this.#ask("input", "missing", known.text ?? known.name, { input: known.input });
    else
      this.#ask(
        "screen",
        "missing",
        known.text || known.name || (known.header ?? []).map(([, one]) => one).join(" | "),
      );
  }

  // ------------------------------------------------------------------------------------------------------ values

  #values() {
    const inputs = [...new Set(this.face.elements.filter((one) => one.input).map((one) => one.input))];
    return inputs.flatMap((input) => this.#value(input));
  }

  #value(input) {
    const about = inputIn(this.catalogue, this.face.kind, input);
    const parts = this.face.elements.flatMap((one, at) =>
      one.input === input && one.role === "value" ? (this.paired.get(at) ?? []) : [],
    );
    const made = this.#isLabelOdd(input, parts) ? { code: "label" } : this.meaning(input, about, parts);
    const items = parts.flatMap((one) => one.items);
    if (!made.code) return [{ input, items, texts: textsOf(parts), ...made }];
    const { code, text = parts.map((one) => one.drawn?.join("; ") ?? one.text).join(" "), ...more } = made;
    this.#ask("input", code, text, { input, items, state: stateOf(parts), ...more });
    return [];
  }

  /** Whether a label is drawn in another way than when it was taught, such as pale although its control is not. */
  #isLabelOdd(input, parts) {
    const isFaint = parts.some(({ flags = [] }) => flags.includes("disabled") || flags.includes("pale"));
    return this.face.elements.some((known, at) => {
      const [element] = (known.input === input && known.role === "label" && this.paired.get(at)) || [];
      const odd = (element?.flags ?? []).filter((flag) => !known.flags?.includes(flag));
      return odd.some((flag) => flag !== "cut" && !(flag === "pale" && isFaint));
    });
  }

  /** {value, patches} of the drawn parts, or {code, text} of a question. */
  meaning(input, about, parts) {
    const state = stateOf(parts);
    if (parts.length === 0 && this.#hasNewText()) return { code: "state" };
    if (parts.some(({ flags = [] }) => flags.some((one) => NEVER.has(one)))) return { code: "drawn_over" };
    const { meanings } = this.known;
    const own = meanings.ofCapture(this.face.kind, input, about, state, this.capture, this.library);
    if (own) return own;
    const open = meanings.of(this.face.kind, input, about, state);
    if (!open) return { code: meanings.knowsShape(state) ? "value" : "state" };
    const value = canonicalOf(state, open.means, about, meanings.mark);
    if (value === null) return { code: "number" };
    if (value === "" && this.catalogue[this.face.kind].identity?.includes(input)) return { code: "no_name" };
    if (isVerbatim(open.means)) return this.#verbatim(about, value, parts, open.patches);
    // A text of a closed list counts only if another text means another value, or if it is the value's own name.
    const isOwn = state.some(([, , texts]) => texts.includes(value));
    const isFixed = !open.means.includes("{") && !isOwn && !wouldBeDrawn(state, about, open.means);
    if (isFixed && !meanings.hasOther(about, open.means)) return { code: "only_one" };
    return { value, patches: open.patches };
  }

  /** Whether there is a new text in the form: it can be the value of a place in which nothing is drawn. */
  #hasNewText() {
    return this.way.added.some((at) => this.elements[at].zone === FORM && this.elements[at].is !== "control");
  }

  #verbatim(about, value, parts, patches) {
    const drawn = parts.flatMap(({ is, text }) => (is === "text" ? [text] : []));
    if (drawn.some((text) => this.known.meanings.isWord(text))) return { code: "word" };
    if (drawn.length && !about.reference && !about.isColumn && this.#canBeBlank(about, parts, drawn))
      return { code: "word" };
    const texts = about.form === "lines" ? value.split("\n") : [value];
    if (about.of?.form === "day" && !texts.every(isDay)) return { code: "value" };
    // The object's own name is not a reference.
    const isOwn = this.catalogue[this.face.kind].identity?.includes(about.name);
    const names = about.reference && !isOwn ? (this.library.names[about.reference] ?? []) : texts;
    const added = texts.filter((one) => !names.includes(one));
    if (!added.length) return { value, patches };
    return { code: "new_name", text: added.join("; "), others: this.#othersIn(parts, [...names, ...added]) };
  }

  /** The other options of a list that are not known names. */
  #othersIn(parts, known) {
    const options = parts.flatMap(({ list }) => this.capture.lists[list] ?? []);
    return options.filter((one) => one && !known.includes(one) && !this.known.meanings.isWord(one));
  }

  /** Whether a text can stand for a blank: another input shows it, too, or no drawing of a blank is confirmed; and the text was not confirmed twice. */
  #canBeBlank({ name }, parts, drawn) {
    const { kind } = this.face;
    if (this.catalogue[kind].identity?.includes(name)) return false;
    if (this.known.meanings.isWritten(kind, name, stateOf(parts))) return false;
    const isOther = (known) => known.role === "value" && known.input !== name;
    const others = [...this.paired].flatMap(([at, those]) => (isOther(this.face.elements[at]) ? those : []));
    return !this.known.meanings.knowsBlankText || others.some(({ text }) => drawn.includes(text));
  }

  /** The names of the object in headings and texts. */
  #names() {
    const found = [...this.paired].flatMap(([at, [one]]) => this.#slots(this.face.elements[at], one)?.names ?? []);
    return [...new Set(found)];
  }

  /** Asks if a name in the headings is not that in the field for the name. */
  #checkName(read) {
    const identity = this.catalogue[this.face.kind]?.identity ?? [];
    const own = read.find(({ input }) => input === identity[0])?.value;
    for (const name of this.#names())
      if (own === undefined ? !this.#isKnownObject(name) : name !== own) this.#ask("screen", "other_name", name);
  }

  #isKnownObject(name) {
    return (this.library.names[this.face.kind] ?? []).includes(name);
  }

  // ------------------------------------------------------------------------------------------------------ tables

  #table() {
    const at = this.face.elements.findIndex((one) => one.is === "table" && one.columns);
    const [table] = this.paired.get(at) ?? [];
    if (!table) return null;
    const { rows, questions } = rowsIn(table, this.face.elements[at], (column, parts) =>
      this.meaning(column, inputIn(this.catalogue, this.face.kind, column), parts),
    );
    this.#questions.push(...questions);
    return rows;
  }

  /** {first, last, total} that a text counts. */
  #count() {
    for (const [at, [element]] of this.paired) {
      const known = this.face.elements[at];
      if (!known.counts) continue;
      const { numbers } = filled(known.text, element.text, this.library);
      return Object.fromEntries(
        known.counts.map((name, position) => [name, Number(numbers[position])]).filter(([name]) => name),
      );
    }
    return null;
  }
}
