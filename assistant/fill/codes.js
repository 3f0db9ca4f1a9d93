// SPDX-License-Identifier: GPL-3.0-or-later
// The results of looking, planning and filling, as codes with a sentence for the person at the screen.

export const SENTENCES = {
  // Of a form.
  filled: "The form is filled. Look at it, press Save, open it again and read it.",
  partly: "Not all of it is filled. Fill in what is named below by hand, and look at all of it before you press Save.",
  already_so: "The form already has these values.",
  proposed: "Is this what the step means? Compare it with the screen, and fill it.",
  restored: "All values are as they were before. Fill the form again, or leave it.",
  rows_changed:
    "Rows were added, moved or changed since. Remove the row on the screen, or leave the page without saving.",
  place_marked: "The place of the row is marked on the page. Move the row there.",
  place_not_shown: "The rows beside the place of a row are not on this screen. Show all rows.",
  not_restored: "The values could not be restored. Close the form without saving it.",
  nothing_to_undo:
    "Nothing was filled in this page since it was loaded. Leave the page without saving it to undo what you changed.",
  changed_since: "The screen has changed since. Fill it again.",
  not_this_screen: "This is not the screen of the step. Open the one that the step names.",
  another_object: "The screen does not show the object of the step. Open that object's form.",
  not_new: "The form already shows another object. Open the form for a new one.",
  another_institution:
    "This is the site of another institution. Sign in for the one of the worksheet, or open the worksheet of this one.",
  institution_unknown: "The page does not show its institution. Type the registry ID.",
  busy: "The form is being filled. Wait until it ends, or press Esc.",
  unsaved:
    "Other fields have changes that are not saved. Save or undo them first, or fill the form nevertheless: Save then saves both.",
  saves_itself: "The page sends or keeps values before Save is pressed. Fill it in by hand.",
  submitted: "The page tried to send the form. Fill it in by hand.",
  left: "The page tried to open another page. Fill it in by hand.",
  stopped: "Stopped by you. Fill the form again, or leave it.",
  other_required:
    "A required field that the step does not name is blank. Fill it in on the screen, and fill the form again.",
  other_invalid: "A field is not valid. Correct it on the screen, and fill the form again.",
  other_changed: "A field that the step does not name has changed. Fill the form in by hand.",
  revealed: "Fields have disappeared while others were set. Fill the form in by hand.",
  failed:
    "The program failed at this page. Fill it in by hand, and send the page's address to the sender of the worksheet.",
  not_read: "The program failed at this page, so nothing of it was read. Follow its steps by hand.",
  too_much: "The page shows too much at once. Show fewer rows, or fill it in by hand.",
  too_slow: "The page takes too long. Reload it and fill it again, or fill it in by hand.",
  row_missing: "No blank row is open. Add a row on the screen, and fill it then.",
  rows_missing:
    "The screen has fewer blank rows than the worksheet has new ones. Add a row for each of them on the screen, and fill them then.",
  wrong_place: "No blank row is where a row of the worksheet belongs. Add one there, and fill the rows again.",
  one_row: "The form on the screen is that of one row. Fill each row with its own button.",
  row_not_new: "The form shows values already: it can be that of another row. Open a new row.",
  row_not_found:
    "No row has the values that the worksheet shows as the ones before. Show the page of the map with that row, or get a new worksheet.",
  row_ambiguous: "Several rows could be meant. Fill in the right one by hand.",
  // Of a field, and of a form with such a field.
  appeared: "This field appeared when another one was set. Look at it before you press Save.",
  spare_row: "This row is blank, and no row of the worksheet belongs there. Remove it before you press Save.",
  field_missing:
    "The screen does not show the field. Show all of the form, and fill it again; otherwise copy the value from here.",
  field_ambiguous: "The screen shows several fields with this label. Fill it in by hand.",
  field_disabled: "The field cannot be changed now. Set what it depends on by hand.",
  field_changed: "The field has another value than the worksheet says. Open the screen again, or get a new worksheet.",
  cut_off: "The screen shows only a part of the value. Show the whole value, and fill the form again.",
  not_an_option:
    "The list does not have this entry. Create what it names first, or say that the step could not be done.",
  option_ambiguous: "The list has several such entries. Choose the right one by hand.",
  cannot_set: "The field cannot be filled by this tool. Fill it in by hand.",
  cannot_clear: "The field cannot be made blank by this tool. Clear it by hand.",
  too_long: "The value is longer than the field. Say that the step could not be done, and why.",
  other_field: "The page shows another field in its place, or moves on while it is filled. Fill it in by hand.",
  formatted: "The text has a format, which would be lost. Fill it in by hand.",
  not_taken: "The page did not take the value. Fill it in by hand.",
  list_late: "The list did not load its entries within 5 seconds. Open it once by hand, and fill in the form again.",
  not_read_back: "The field has another value than the one that was filled in. Fill it in by hand.",
};

/** The codes of a field that can be left while others are filled. */
const OF_FIELD =
  /^(field_missing|field_disabled|not_an_option|option_ambiguous|cannot_set|cannot_clear|too_long|formatted|list_late|not_taken|not_read_back)$/;

/** Why nothing was filled. fields: the fields that it is about, {name, label, ...}. */
export class Refusal extends Error {
  constructor(code, fields = []) {
    super(SENTENCES[code]);
    this.code = code;
    this.fields = fields;
  }

  get isOfField() {
    return OF_FIELD.test(this.code);
  }
}

/** Codes of fields that need no sentence. */
const FINE = new Set(["already_so", "filled", "restored"]);

/** A result for the caller: {code, message, fields}. */
export const result = (code, fields = []) => ({
  code,
  message: SENTENCES[code],
  fields: fields.map((one) => (FINE.has(one.code) ? one : { ...one, message: SENTENCES[one.code] })),
});
