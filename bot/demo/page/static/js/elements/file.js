// The file input of a modal: files are uploaded when they are chosen, the answer is their ids.

import * as api from "../api.js";
import { h, replace } from "../dom.js";
import { icon } from "../icons.js";

export function fileInput(element, ctx) {
  const given = (ctx.get(element) ?? []).map((id) => ({ id, name: "Uploaded file" }));
  const most = element.max_files ?? 10;
  const accept = (element.filetypes ?? []).map((type) => `.${type}`).join(",");
  const list = h("ul", { class: "file-list" });
  const picker = h("input", {
    type: "file",
    class: "file-picker",
    multiple: most > 1,
    accept: accept || null,
    "aria-labelledby": ctx.labelId,
    "aria-describedby": ctx.hintIds,
  });
  let files = given;
  const show = () => {
    ctx.set(
      element,
      files.map((file) => file.id),
    );
    replace(
      list,
      files.map((file) => row(file, () => remove(file))),
    );
  };
  const remove = (file) => {
    files = files.filter((one) => one !== file);
    show();
    picker.focus();
  };
  picker.addEventListener("change", async () => {
    const sent = await Promise.all(
      [...picker.files].slice(0, most - files.length).map((file) => api.upload(ctx.session.me.id, file)),
    );
    files = [...files, ...sent];
    picker.value = "";
    show();
  });
  if (files.length) show();
  return h("div", { class: "file-input" }, picker, list);
}

const row = (file, onremove) =>
  h(
    "li",
    {},
    icon("file"),
    h("span", { class: "file-name" }, file.name),
    h(
      "button",
      { type: "button", class: "icon-button", "aria-label": `Remove ${file.name}`, onclick: onremove },
      icon("close", 16),
    ),
  );
