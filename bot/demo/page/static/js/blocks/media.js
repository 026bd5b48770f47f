// Images and videos. Nothing is loaded from elsewhere: a picture that is not here shows its description.

import * as api from "../api.js";
import { h } from "../dom.js";
import { plainWords } from "../mrkdwn.js";
import { link } from "../links.js";

function source(value, ctx) {
  const file = value.slack_file;
  if (!file) return value.image_url;
  return file.id ? api.fileAddress(ctx.session.me.id, file.id) : file.url;
}

/** An <img>; where it cannot be loaded, its alternative text in a frame. */
export function picture(value, ctx, name) {
  const node = h("img", { class: name, alt: value.alt_text ?? "", loading: "lazy", src: source(value, ctx) });
  node.addEventListener("error", () => node.replaceWith(h("span", { class: `${name} picture-missing`, role: "img", "aria-label": value.alt_text }, value.alt_text || "Picture")));
  return node;
}

export function image(block, ctx) {
  return h("figure", { class: "image-block" }, block.title ? h("figcaption", {}, plainWords(block.title)) : null, picture(block, ctx, "picture"));
}

export function video(block) {
  const by = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return h(
    "div",
    { class: "video-block" },
    h("div", { class: "video-title" }, link(block.title_url ?? block.video_url, plainWords(block.title))),
    by ? h("div", { class: "video-by" }, by) : null,
    block.description ? h("p", {}, plainWords(block.description)) : null,
  );
}
