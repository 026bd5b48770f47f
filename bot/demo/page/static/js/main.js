// Starts the page: who acts and where they are stand in the address, the rest follows from it.

import * as api from "./api.js";
import { attempt } from "./announce.js";
import { avatar } from "./avatar.js";
import { Conversation } from "./conversation.js";
import { coalesce, h } from "./dom.js";
import { icon } from "./icons.js";
import { listen } from "./live.js";
import { Modals } from "./modals.js";
import { Panel } from "./panel.js";
import { openSession } from "./session.js";
import { Sidebar } from "./sidebar.js";

const SOON = 15;
const CALM = 120;
const NARROW = matchMedia("(max-width: 760px)");
const MIDDLE = matchMedia("(max-width: 1100px)");

const session = await openSession();
const root = document.getElementById("app");
const sidebar = new Sidebar(session, document.getElementById("sidebar"));
const panel = new Panel(session, document.getElementById("panel"));
const modals = new Modals(session, () => refreshViews());
const main = document.getElementById("main");
const conversation = new Conversation(session, main, {
  left: () =>
    h(
      "button",
      {
        type: "button",
        class: "icon-button only-narrow menu-button",
        "aria-label": `Conversations. You act as ${session.me.real_name}`,
        onclick: () => drawer(true),
      },
      icon("menu"),
      avatar(session.me, "s"),
    ),
  right: () =>
    h(
      "button",
      {
        type: "button",
        class: "icon-button only-wide",
        "aria-label": "Story",
        title: "Story",
        onclick: () => session.togglePanel(),
      },
      icon("story"),
    ),
});
let hangUp = () => {};

const refreshMessages = coalesce(SOON, () => conversation.refresh());
const refreshSidebar = coalesce(CALM, async () => {
  await session.refresh();
  sidebar.draw();
});
const refreshPeople = coalesce(CALM, async () => {
  await session.reload();
  session.become(session.me.id);
  sidebar.draw();
});
const refreshPanel = coalesce(CALM, () => panel.refresh());
const refreshViews = coalesce(SOON, async () => {
  const me = session.me.id;
  const views = await attempt(() => api.views(me));
  if (!views || me !== session.me.id) return;
  modals.show(views.modals);
  conversation.home?.show(views.home);
});

function changed(change) {
  refreshPanel();
  if (change.kind === "story") return;
  if (change.kind === "view" || change.kind === "home") refreshViews();
  else if (change.kind === "user") refreshPeople();
  else {
    if (change.channel === session.channelId) refreshMessages();
    refreshSidebar();
  }
}

function refreshAll() {
  for (const refresh of [refreshMessages, refreshSidebar, refreshViews, refreshPanel]) refresh();
}

// --- Moving about ---------------------------------------------------------------------------------------

const address = (me, place) => `#/${me}/${place}`;

session.go = (place) => moveTo(session.me.id, place);
session.actAs = (id) => moveTo(id, session.place);
session.visit = (id, place) => moveTo(id, place ?? "app");
session.changedByStory = async () => {
  if (session.place === "home") await attempt(() => api.openHome(session.me.id));  // time to look again
  refreshAll();
};

session.togglePanel = () => {
  const opens = !root.classList.contains("panel-open");
  root.classList.toggle("panel-open", opens);
  panel.handle.setAttribute("aria-expanded", String(opens));
  panel.told.scrollTop = panel.told.scrollHeight;
};

async function moveTo(me, place) {
  drawer(false);
  history.pushState(null, "", address(me, place));
  await arrive();
}

async function arrive() {
  conversation.leave();
  const [, me, place] = location.hash.split("/").map(decodeURIComponent);
  const before = session.me?.id;
  session.become(me);
  const isOther = before !== session.me.id;
  if (isOther) await takeOver();
  session.place = existing(place);
  document.title = `${session.me.real_name} · ${session.app.name}`;
  await conversation.open();
  sidebar.draw();
}

async function takeOver() {
  hangUp();
  hangUp = listen(session.me.id, changed, refreshAll);
  modals.show([]);
  await session.refresh();
  refreshViews();
  refreshPanel();
}

/** The place if this person may be there, or else the app's messages. */
function existing(place) {
  if (place === "home" || place === "app") return place;
  const named = [...session.channels.values()].find(
    (channel) => channel.id === place || `#${channel.name}` === place,
  );
  const isOpen = named && (session.isMember(named) || named.kind === "public");
  return isOpen ? named.id : "app";
}

// --- The drawer on narrow screens -----------------------------------------------------------------------

function drawer(opens) {
  const is = opens && NARROW.matches;
  root.classList.toggle("drawer-open", is);
  main.inert = is;
  sidebar.node.inert = NARROW.matches && !is;
  if (is) sidebar.switcher.node.focus();
}

document.getElementById("scrim").addEventListener("click", () => drawer(false));
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && root.classList.contains("drawer-open")) drawer(false);
  if (
    event.key.toLowerCase() === "k" &&
    (event.ctrlKey || event.metaKey) &&
    !document.querySelector("dialog[open]")
  ) {
    event.preventDefault();
    drawer(true);
    sidebar.switcher.open();
  }
});
NARROW.addEventListener("change", () => drawer(false));
addEventListener("popstate", arrive);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

// --- Begin ----------------------------------------------------------------------------------------------

if (!MIDDLE.matches) session.togglePanel();
drawer(false);
if (!location.hash) {
  const step = session.hasStory ? (await attempt(api.story))?.next_step : null;
  history.replaceState(null, "", address(step?.person_id ?? session.humans()[0].id, step?.place ?? "home"));
}
await arrive();
root.classList.add("ready");
