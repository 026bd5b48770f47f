// Block Kit's elements by type. Each takes (element, ctx) and answers a node.
//
// ctx: session, block (id), labelId, hintIds; get(element), set(element, value): the answer so far;
// use(element, value, node): the person used it; options(element, query): asks the app.

import { h } from "../dom.js";
import { picture } from "../blocks/media.js";
import { button, overflow } from "./button.js";
import { checkboxes, radios } from "./choice.js";
import { address, datePicker, dateTimePicker, email, number, plainText, timePicker } from "./fields.js";
import { fileInput } from "./file.js";
import { multi, single } from "./select.js";

const ELEMENTS = {
  button,
  workflow_button: button,
  overflow,
  static_select: single,
  users_select: single,
  conversations_select: single,
  channels_select: single,
  external_select: single,
  multi_static_select: multi,
  multi_users_select: multi,
  multi_conversations_select: multi,
  multi_channels_select: multi,
  multi_external_select: multi,
  radio_buttons: radios,
  checkboxes,
  plain_text_input: plainText,
  number_input: number,
  email_text_input: email,
  url_text_input: address,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  file_input: fileInput,
  image: (element, ctx) => picture(element, ctx, "thumb"),
};

export function element(value, ctx) {
  const make = ELEMENTS[value.type];
  return make ? make(value, ctx) : h("span", { class: "unknown" }, `(${value.type})`);
}
