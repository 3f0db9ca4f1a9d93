// SPDX-License-Identifier: GPL-3.0-or-later
// The headings of a screen and the texts above its fields, as in _screens/screen_texts.py.
import { folded, isBeginning, isBlank, isStated, isUnset, labelsOf, plain, stated, wordsIn } from "./labels.js";
import { aboveTitle, mapsOn } from "./maps.js";
import { asText, withAndWithoutVerbs } from "./screen.js";
import { explains } from "./value_doubts.js";
import { isAboutOrder, isButtonName, isOfRows } from "./whole.js";
import { context, pattern, terms, vocabulary } from "./words.js";

// The texts, or parts of them, that are not understood, each once, in the order of the screen.
export function unknownTexts(screen) {
  const { headings, notes } = screen.capture;
  const [own, known] = [ownNames(screen), knownTexts(screen)];
  const words = [...own].flatMap(wordsIn).filter((word) => !terms.denying.includes(word));
  const names = { programs: programsOn(screen, words), site: siteOf(screen), brand: brandOf(screen) };
  const isKnown = (text) =>
    (screen.capture.tables.length && isOfRows(text)) || isKnownText(screen, text, known, words, names);
  // The parts of a text that are not understood. The name of the site begins it, and that of the library divides it, too: Circulus Elm City Library Sign out.
  const unknownIn = (text) => {
    if (isBeginning(text) && !isStated("notes", text)) return [text];
    const withoutPrograms = (found, name) => (isProgram(name, words) ? " | " : found);
    const marked = text.replace(pattern("program", "g"), withoutPrograms);
    const isOfThisSite = names.site && unsigned(marked).startsWith(names.site);
    // The number of news for who is signed in can stand behind the name of the site.
    const rest = isOfThisSite
      ? unsigned(marked)
          .slice(names.site.length)
          .replace(/ [0-9]{1,3}$/, "")
      : marked;
    const whole = context.library.reduce((found, name) => found.replaceAll(name, () => ` | ${name} | `), rest);
    const unknownParts = (texts, divider) =>
      texts.flatMap((one) => one.split(divider)).filter((part) => !isKnown(undivided(part)));
    const dividers = [" | ", pattern("clauses"), pattern("dividers")];
    // The group to which the library belongs can stand beside its name.
    const isGroup = (part) => namesLibrary(text) && pattern("groupOfLibraries").test(plain(part));
    const unknown = dividers.reduce(unknownParts, isKnown(text) ? [] : [whole]).map(undivided);
    return unknown.filter((part) => !isGroup(part));
  };
  // A name around the screen is that of a program, or of who is signed in.
  const unknownOfSite = (text) => unknownIn(text).filter((part) => text.includes(": ") || !isNameOfSite(part));
  const captions = mapsShown(screen).map(({ names }) => names[0]);
  const beside = textsBeside(screen).flatMap(unknownIn).filter(isSentence);
  return [
    ...new Set([
      ...[...headings, ...notes, ...captions].flatMap(unknownIn),
      ...aroundScreen(screen).flatMap(unknownOfSite),
      ...beside,
    ]),
    ...unknownAbove(screen, isKnown, unknownIn),
  ];
}

// A text without the picture before the name of a site.
const unsigned = (text) => text.replace(/^[^\p{L}\p{N}_\s(]+ ?(?=[\p{L}\p{N}_])/u, "");

// A part of a text without what divides it.
const undivided = (part) => part.replace(/^[ .,|]+|[ .,|]+$/g, "");

// The fields above the object that are not understood: Site: North.
function unknownAbove(screen, isKnown, unknownIn) {
  const isSilent = (item) =>
    pattern("now").test(plain(asText(item.value))) ||
    isMenu(item) ||
    (item.control === "switch" && item.value === "No");
  const textOf = ({ label, value }) => `${label.replace(/[ :]+$/, "")}: ${asText(value)}`;
  // What the chosen entry of a list has beside a heading of the screen, which is judged as such.
  const entry = (text) => {
    const heading = screen.capture.headings.find((one) => text.startsWith(`${one} `)) ?? "";
    return text.slice(heading.length).trim();
  };
  const isUnderstood = (item) =>
    isKnown(textOf(item)) || [item.label, entry(asText(item.value))].flatMap(unknownIn).length === 0;
  return screen.fieldsAbove.filter((item) => !isSilent(item) && !isUnderstood(item)).map(textOf);
}

// The texts in the head and foot of the site, and those above the title of a map.
const aroundScreen = (screen) => [
  ...screen.capture.site,
  ...mapsShown(screen)
    .flatMap(({ grid }) => aboveTitle(screen, grid))
    .filter((text) => !isButtonName(text)),
];

const mapsShown = (screen) => (screen.columns.length ? mapsOn(screen) : []);

// The texts beside the map of a screen that are not names of buttons. A sentence can be about more than the number of rows.
const textsBeside = (screen) =>
  mapsShown(screen)
    .flatMap(({ grid }) => grid.around)
    .filter((text) => !isButtonName(text));
const isSentence = (part) => pattern("sentence").test(plain(part)) && pattern("noName").test(part);

// The plain names of a screen, and of what it shows.
function ownNames({ columns, data, inputs, names, sections }) {
  const inner = inputs.flatMap((one) => one.columns ?? []);
  const labels = [...names.values(), ...sections.values(), ...[...columns, ...inner].map(labelsOf)].flatMap((some) => [
    ...some,
  ]);
  return new Set([...labels, ...data.names.map(plain), plain(data.label)]);
}

// The same, and of other screens and objects, and the texts that are judged with their fields and tables.
function knownTexts(screen) {
  const { capture, data } = screen;
  const fields = capture.fields
    .slice(screen.fieldsAbove.length)
    .flatMap(({ label, value, beside, group }) => [...[label, asText(value), ...group], ...(beside ?? [])]);
  const tables = capture.tables.flatMap((table) => [
    ...table.grid.header,
    // The caption and heading of another table than a map is about that table.
    ...(mapsShown(screen).includes(table) ? [] : table.names),
  ]);
  const parts = [...(data.parts ?? []), ...(stated.labels[data.kind]?.parts ?? [])];
  const objects = [context.known, stated.names].flatMap((names) => Object.values(names).flat());
  const screens = [...context.kinds.flatMap(({ names }) => names), ...context.menus];
  const choices = (data.inputs ?? []).flatMap((input) => input.choices ?? []);
  return new Set([
    ...ownNames(screen),
    ...[...capture.pagers, ...fields, ...tables, ...parts, ...choices, ...objects, ...screens].map(plain),
  ]);
}

// The most words in the name of a site.
const LONGEST_SITE = 3;

// The words of a menu: fewer can be the name of a branch.
const SHORTEST_MENU = 4;

// Whether a text can only be the entries of a menu beside the name of the site.
function isMenu({ control, value }) {
  const words = wordsIn(asText(value));
  const screens = new Set(context.kinds.flatMap(({ names }) => names.flatMap(wordsIn)));
  const isOfMenu = (word) => isOfSites(word) || screens.has(word);
  return control === "static" && words.length >= SHORTEST_MENU && words.every(isOfMenu);
}

const isOfSites = (word) => ["parts", "sites"].some((name) => vocabulary(name).has(word));

// Whether a text can only be the name of a program, language or person, the letter of who is signed in, or the version of the program, also beside the words of a menu.
function isNameOfSite(text) {
  const name = folded(text);
  if (["version", "shortcut"].some((key) => pattern(key).test(name)) || [...text].length === 1) return true;
  if (vocabulary("names").has(name.replace(NUMBER_BEHIND, ""))) return true;
  const words = wordsIn(text.replace(pattern("release", "g"), " "));
  if (words.length && words.every((word) => vocabulary("sites").has(word))) return true;
  // A single word, or a number, can be that of any thing, and capital letters hide a sentence.
  if (pattern("phrase").test(text) || !text.includes(" ") || /[0-9]/.test(text) || text === text.toUpperCase())
    return false;
  return !["otherSite", "institution", "defaults"].some((key) => pattern(key).test(name));
}

const NUMBER_BEHIND = / [0-9.]+$/;

// Whether a text is a part of the name of the library: Elm University, of Elm University Library.
const isOfLibrary = (text) => text.includes(" ") && context.library.some((name) => ` ${name} `.includes(` ${text} `));

// Whether a name that stands with a version can only be that of a program.
function isProgram(name, words) {
  const named = wordsIn(name);
  const others = named.filter((word) => !vocabulary("sites").has(word));
  // Words of parts of a screen can be in the name of a program beside one that only sites have: Loan Config 7.2.
  const isOnlyOfSites = (word) => vocabulary("sites").has(word) && !vocabulary("parts").has(word);
  const isOfScreen = (word) => words.includes(word) || (!named.some(isOnlyOfSites) && vocabulary("parts").has(word));
  const parts = name.split(/\s+/).filter(Boolean);
  const isSmall = (word) => /\p{Ll}/u.test(word) && !/[\p{Lu}\p{Lt}]/u.test(word);
  return (
    String(named) !== "version" &&
    !pattern("otherSite").test(others.join(" ")) &&
    !others.some(isOfScreen) &&
    !parts.some((word) => isSmall(word) && !isOfSites(word)) &&
    parts.length <= LONGEST_SITE
  );
}

// The names of programs that stand with their version somewhere on the page.
const programsOn = (screen, words) =>
  new Set(
    [...screen.capture.headings, ...screen.capture.notes, ...screen.capture.site]
      .flatMap((text) => [...text.matchAll(pattern("program", "g"))])
      .map(([, name]) => name.trim())
      .filter((name) => isProgram(name, words)),
  );

// Whether a text is a name, or the first words of it.
const isBeginningOf = (text, name) => text !== "" && `${name} `.startsWith(`${text} `);

const namesLibrary = (text) => context.library.some((name) => text.includes(name));

// isBesideLibrary: whether the name of the library stands beside it.
function canBeSite(name, isBesideLibrary = false) {
  const other = ["otherSite", ...(isBesideLibrary ? [] : ["institution"])];
  return (
    !other.some((key) => pattern(key).test(folded(name))) && name.split(/\s+/).filter(Boolean).length <= LONGEST_SITE
  );
}

// The name of the site: the end of the title, or its beginning before the name of a screen, with which the first text on the page begins, one in its head or foot, or
// one that goes on with a version. Blank if it can be that of a library, and that of this one does not stand beside it.
function siteOf({ capture, fieldsAbove }) {
  const [first, ...following] = capture.title.split(pattern("separators"));
  const screens = context.kinds.flatMap(({ names }) => names).map(plain);
  const isScreen = following.length > 0 && screens.includes(plain(following.at(-1)));
  const [note, ...others] = capture.notes;
  const versions = others.filter((text) => pattern("nameAndVersion").test(text));
  const starts = [capture.headings[0], note, ...versions, ...capture.site, fieldsAbove[0]?.label].filter(Boolean);
  const isSite = (name) => {
    const found = starts.filter((one) => unsigned(one).startsWith(name) || isBeginningOf(unsigned(one), name));
    return found.length > 0 && canBeSite(name, found.some(namesLibrary));
  };
  return [...following.slice(-1), ...(isScreen ? [first] : [])].filter(Boolean).find(isSite) ?? "";
}

// The first text in the head of the site, if it can only be its name.
function brandOf(screen) {
  const [first = ""] = aroundScreen(screen);
  return canBeSite(first) && !pattern("phrase").test(first) && !/[0-9]/.test(first) ? first : "";
}

// Whether the copyright of the site belongs to whom a text names: Circulus, where (c) 2026 Circulus Systems stands.
function isOwner({ notes, site }, text) {
  const owners = [...notes, ...site].map(plain).filter((note) => pattern("copyright").test(note));
  const isNamed = (note) => `${note.replace(pattern("copyright"), "")} `.startsWith(` ${plain(text)} `);
  return canBeSite(text) && owners.some(isNamed);
}

// Whether a text is a label, the name of a screen or object, or explains the screen. names: of the site, of what stands first in its head, and of programs.
function isKnownText(screen, text, known, words, names) {
  const name = plain(text).replace(pattern("numbered"), "");
  // The letter of a help text stands directly behind a label.
  const forms = [...withAndWithoutVerbs([...screen.forms(text), name, text.replace(/i$/, "")].map(plain))];
  if (!forms.every((form) => /\p{L}/u.test(form)) || pattern("initials").test(text)) return true;
  if (isStated("notes", text) || isBlank(text) || isUnset(text)) return true;
  if (isBeginningOf(text, names.site) || (text !== "" && text === names.brand)) return true;
  if (isOwner(screen.capture, text)) return true;
  if (pattern("person").test(text) && canBeSite(text)) return true;
  if (pattern("signedIn", "i").test(text) && canBeSite(text.replace(pattern("signedIn", "i"), ""))) return true;
  // The name of a program that stands with its version elsewhere, or the beginning of it.
  const beginning = text.replace(NUMBER_BEHIND, "");
  if ([...names.programs].some((program) => isBeginningOf(beginning, program)) || isOfLibrary(text)) return true;
  if (pattern("product").test(folded(text)) && canBeSite(text, true)) return true;
  if (forms.some((form) => known.has(form)) || isAboutOrder(text)) return true;
  if (["harmless", "hint"].some((key) => pattern(key).test(name))) return true;
  if (pattern("defaults").test(name)) return false;
  return wordsIn(text).every((word) => words.includes(word) || isOfSites(word)) || explains(name, words);
}
