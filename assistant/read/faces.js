// SPDX-License-Identifier: GPL-3.0-or-later
// The known screens, computed from all patches each time, and never stored.
import { isPlace } from "./align.js";
import { freed } from "./slots.js";
import { blankKey, canShow, exactKey, fact, groupOf, isVerbatim, marksOf, openKey, shapeOf } from "./states.js";

/** The patches that count: those that are not revoked, neither alone nor with all patches of a person. A patch has its `id`. */
export function counting(patches) {
  const revokes = patches.flatMap((one) => (one.says === "revoked" ? [one] : []));
  const ids = new Set(revokes.flatMap((one) => one.patches ?? []));
  const people = new Set(revokes.flatMap((one) => one.people ?? []));
  return patches.filter((one) => one.says !== "revoked" && !ids.has(one.id) && !people.has(one.by));
}

/**
 * {faces, meanings, names, people}. catalogue: the kinds with their inputs. capture: if given, only the screens of its site in its language count,
 * because rehearsals and other languages are other screens; names and people count everywhere.
 */
export function knownFrom(patches, catalogue, capture = null) {
  const those = counting(patches);
  const own = those.filter((one) => !capture || !one.kind || isOfSite(one, capture));
  const faces = own
    .filter((one) => one.elements)
    .map(({ id, kind, face, origin, language, elements }) => ({ id, kind, face, origin, language, elements }));
  return { faces: withSite(withPlaces(faces)), meanings: new Meanings(own, catalogue), ...closedSets(those) };
}

const isOfSite = ({ origin, language }, capture) =>
  origin === new URL(capture.address).origin && language === capture.language;

/** Adds the places of values that were blank in one taught capture: another capture of the same face has them. */
function withPlaces(faces) {
  const places = new Map();
  const keyOf = ({ kind, face, origin }, { input }) => `${origin} ${kind} ${face} ${input}`;
  for (const face of faces) for (const one of face.elements) if (isPlace(one)) places.set(keyOf(face, one), one);
  return faces.map((face) => {
    const own = new Set(face.elements.filter(isPlace).map(({ input }) => input));
    const elements = face.elements.flatMap((one) => {
      const position = one.role === "label" && !own.has(one.input) ? places.get(keyOf(face, one)) : null;
      return position ? [one, position] : [one];
    });
    return { ...face, elements };
  });
}

const ofSite = ({ zone, text }) => typeof text === "string" && (zone === "head" || zone === "foot");

/** What varies in the head and foot of the site on one screen, such as its version, varies on all of them. */
function withSite(faces) {
  const all = faces.flatMap(({ elements }) => elements.filter(ofSite));
  const vary = new Set(
    all.filter(({ text }) => text === freed(text) && /⟦(number|date)⟧/.test(text)).map(({ text }) => text),
  );
  const varied = (one) => (ofSite(one) && vary.has(freed(one.text)) ? { ...one, text: freed(one.text) } : one);
  return faces.map((face) => ({ ...face, elements: face.elements.map(varied) }));
}

/** The people and names that were confirmed, by library. */
function closedSets(patches) {
  const [names, people] = [{}, {}];
  for (const { library, names: own = {}, people: there = [] } of patches) {
    people[library] = [...new Set([...(people[library] ?? []), ...there])];
    names[library] ??= {};
    for (const [kind, those] of Object.entries(own))
      names[library][kind] = [...new Set([...(names[library][kind] ?? []), ...those])];
  }
  return { names, people };
}

/** Whether the unit of a period is drawn with its number. If it is in the label, the drawing proves nothing about other periods. */
const isUnitDrawn = ({ form }, state) =>
  form !== "period" || state.some(([, , texts]) => texts.some((text) => /[^\p{Nd}\s]/u.test(text)));

/** Whether it is a blank cell of a map. A blank in one column proves nothing about other columns. */
const isBlankCell = ({ isColumn }, state) => Boolean(isColumn) && state.length === 0;

/** The forms that share the texts for a blank. They do not include limits, where such a text can mean that there is no limit. */
const SHARE_BLANKS = new Set(["text", "choice", "period", "lines", "day"]);

const sharesBlanks = ({ form, isColumn }) => SHARE_BLANKS.has(form) && !isColumn;

/** The state if a script of the page had filled its blank fields: scripts fill only the others, which then differ from what was loaded. */
const asFilled = (state) =>
  state.map(([kind, flags, texts]) => [
    kind,
    kind === "text" && !texts.length && !flags.length ? ["differs"] : flags,
    texts,
  ]);

/** The meanings of states: first those of the input, then those of all inputs of its form. */
class Meanings {
  #own = new Map();
  #shared = new Map();
  #words = new Set();
  #shapes = new Set();
  #facts = [];
  conflicts = [];

  constructor(patches, catalogue) {
    const confirmed = patches.flatMap((patch) =>
      (patch.values ?? []).map((one) => ({ ...one, patch, about: inputIn(catalogue, patch.kind, one.input) })),
    );
    const known = confirmed.filter(({ about, state, value }) => about && canShow(state, value, about));
    const marks = new Set(known.map(({ state, value, about }) => marksOf(state, value, about)).filter(Boolean));
    this.mark = marks.size === 1 ? [...marks][0] : "";
    for (const { state, value, input, about, patch } of known) {
      const { key, means } = fact(state, value, about, this.mark);
      const isColumn = Boolean(about.isColumn);
      const isTyped = state.some(([kind, , texts]) => kind === "text" && texts.length === 0);
      this.#facts.push({
        kind: patch.kind,
        input,
        group: groupOf(about),
        state,
        means,
        value,
        patch,
        isColumn,
        isTyped,
      });
      this.#shapes.add(shapeOf(state));
      this.#add(this.#own, `${patch.kind} ${input} ${key}`, means, patch);
      if (isUnitDrawn(about, state) && !isBlankCell(about, state))
        this.#add(this.#shared, `${groupOf(about)} ${key}`, means, patch);
      if (means === "" && sharesBlanks(about)) this.#add(this.#shared, `blank ${key}`, means, patch);
      if (!isVerbatim(means) && key === exactKey(state))
        for (const [, , texts] of state) for (const text of texts) this.#words.add(text);
    }
    this.conflicts = [...this.#own, ...this.#shared]
      .filter(([, means]) => means.size > 1)
      .map(([key, means]) => ({ key, patches: [...means.values()].flat() }));
  }

  #add(to, key, means, { id }) {
    if (!to.has(key)) to.set(key, new Map());
    to.get(key).set(means, [...(to.get(key).get(means) ?? []), id]);
  }

  /** {means, patches} of a state; null if it is not known, or has two meanings. */
  of(kind, input, about, state) {
    const group = groupOf(about);
    const [exact, open] = [exactKey(state), openKey(state, about)];
    const found =
      this.#own.get(`${kind} ${input} ${exact}`) ??
      this.#shared.get(`${group} ${exact}`) ??
      (sharesBlanks(about) ? this.#shared.get(`blank ${exact}`) : undefined) ??
      this.#own.get(`${kind} ${input} ${open}`) ??
      this.#shared.get(`${group} ${open}`) ??
      this.#shared.get(`${group} ${openKey(asFilled(state), about)}`) ??
      (this.#hasKnownUnits(group, state) ? this.#shared.get(`${group} ${blankKey(state)}`) : undefined);
    if (found?.size !== 1) return null;
    const [[means, patches]] = found;
    return this.#isDrawnOtherwise(`${kind} ${input} `, found, means) ? null : { means, patches };
  }

  /** {value, patches} that a person confirmed for this drawing in the same capture; null without one. */
  ofCapture(kind, input, about, state, { at }, { registry_id }) {
    const key = exactKey(state);
    const keys = [key, openKey(state, about)];
    if (keys.some((one) => this.#own.get(`${kind} ${input} ${one}`)?.size > 1)) return null;
    const isIt = (one) =>
      one.kind === kind && one.input === input && one.patch.at === at && one.patch.library === registry_id;
    const found = this.#facts.filter((one) => isIt(one) && exactKey(one.state) === key);
    const values = new Set(found.map(({ value }) => value));
    return values.size === 1 ? { value: found[0].value, patches: found.map(({ patch }) => patch.id) } : null;
  }

  /** Whether this input draws the same value in another way, as the switch *Do not renew* does. Meanings of its form from other inputs then do not count. */
  #isDrawnOtherwise(prefix, found, means) {
    if (means === "" || means.includes("{")) return false;
    const own = [...this.#own].filter(([key]) => key.startsWith(prefix));
    return !own.some(([, meanings]) => meanings === found) && own.some(([, meanings]) => meanings.has(means));
  }

  /** Whether the texts of a state without a number are drawn beside numbers elsewhere, as units. */
  #hasKnownUnits(group, state) {
    const units = state.flatMap(([, , texts]) => texts);
    const keys = [...this.#shared.keys()].filter((key) => key.startsWith(`${group} `) && key.includes("#"));
    return group.startsWith("period") && units.every((one) => keys.some((key) => key.includes(JSON.stringify(one))));
  }

  /** The confirmed states of an input, and then those of others of its form: [{state, means}]. */
  confirmed(kind, input, about) {
    const isOwn = (one) => one.kind === kind && one.input === input;
    const others = this.#facts.filter((one) => !isOwn(one) && one.group === groupOf(about));
    return [...this.#facts.filter(isOwn), ...others];
  }

  /** Whether any input was drawn in this shape, with any texts. */
  knowsShape(state) {
    return this.#shapes.has(shapeOf(state));
  }

  /** Whether another state of the same form has another meaning: a text that never changes proves nothing. */
  hasOther(about, means) {
    const group = `${groupOf(about)} `;
    return [...this.#shared].some(
      ([key, those]) => key.startsWith(group) && [...those.keys()].some((one) => one !== means),
    );
  }

  /** Whether it is known how a blank is drawn outside of controls: until then, a text such as *Not set* can be a blank. */
  get knowsBlankText() {
    const isBlank = ({ means, state }) =>
      means === "" && state.every(([kind]) => kind === "text" || kind === "picture");
    return this.#facts.some((one) => isBlank(one) && !one.isTyped && !one.isColumn);
  }

  /** Whether two patches confirmed that the drawn text is the value itself: then it does not stand for a blank. */
  isWritten(kind, input, state) {
    const isIt = (one) => one.kind === kind && one.input === input && isVerbatim(one.means);
    const same = this.#facts.filter((one) => isIt(one) && exactKey(one.state) === exactKey(state));
    return new Set(same.map(({ patch }) => patch.id)).size > 1;
  }

  /** Whether a text such as *None* or *Choose* stands for a value, and is not the value itself. */
  isWord(text) {
    return this.#words.has(text);
  }
}

/** An input or column of the catalogue. isColumn marks a column, because a blank in a table proves nothing about forms. */
export function inputIn(catalogue, kind, name) {
  const { inputs = [], columns = [] } = catalogue[kind] ?? {};
  const column = columns.find((one) => one.name === name);
  return column ? { ...column, isColumn: true } : inputs.find((one) => one.name === name);
}
