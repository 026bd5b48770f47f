// Images and videos. Nothing is loaded from elsewhere: a picture that is not here shows its description.

import * as api from "../api.js";
import { h } from "../dom.js";
import { plainWords } from "../mrkdwn.js";
import { link } from "../links.js";

function source(value, ctx) {
  const file = value.slack_file;
  if (!file) return value.image_url;
  const id = file.id ?? /\bF[A-Z0-9]{6,}\b/.exec(file.url)?.[0];
  return id ? api.fileAddress(ctx.session.me.id, id) : file.url;
}

/** An <img>; where it cannot be loaded, its alternative text in a frame. */
export function picture(value, ctx, name) {
  const words = value.alt_text || "Picture";
  const missing = () =>
    h("span", { class: `${name} picture-missing`, role: "img", "aria-label": words }, words);
  const address = new URL(source(value, ctx) ?? "", location.href);
  if (address.origin !== location.origin) return missing();
  const node = h("img", { class: name, alt: words, src: address.href });
  node.addEventListener("error", () => node.replaceWith(missing()));
  return node;
}

export function image(block, ctx) {
  return h(
    "figure",
    { class: "image-block" },
    block.title ? h("figcaption", {}, plainWords(block.title)) : null,
    picture(block, ctx, "picture"),
  );
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
