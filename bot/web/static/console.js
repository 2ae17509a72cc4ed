// The console's one script: keys, palette, help, notices. Areas append their own marked section.
"use strict";

const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const visible = (part) => part.checkVisibility();

/* ── what goes to the server ── */

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["x-csrf"] = document.body.dataset.csrf;
});

/** Say something in a corner; it is read aloud, and goes by itself. */
function tell(text, kind = "") {
  const notice = document.createElement("p");
  notice.className = `notice ${kind}`;
  notice.textContent = text;
  find("#notices").append(notice);
  setTimeout(() => notice.remove(), 8000);
}

document.addEventListener("htmx:responseError", async (event) => {
  const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  tell(find(".problem", answer)?.innerText.trim() || `The server answered ${event.detail.xhr.status}.`, "bad");
});
document.addEventListener("htmx:sendError", () => tell("The server cannot be reached. Nothing was changed.", "bad"));
setTimeout(() => all("#notices .notice").forEach((notice) => notice.remove()), 8000);

/* ── actions: what a key, the palette and the help sheet do ── */

const palette = find("#palette");
const help = find("#help");
const rows = all("#palette-list [data-do]");

const holder = (id) => all(`[data-action~="${id}"]`).find(visible);
const own = {
  palette: openPalette,
  help: () => help.showModal(),
  theme: switchTheme,
  // They are in a menu that is closed.
  "sign-out": () => find('[data-action="sign-out"]')?.click(),
};

/** Whether an action can be done on this page. */
const possible = (id, path) => Boolean(path || own[id] || holder(id));

/** Do it: lead there, run it, or use the control of the page that says so. */
function act(id, path) {
  if (path) return void (location.href = path);
  if (own[id]) return void own[id]();
  const part = holder(id);
  if (!part) return;
  if (part.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) part.focus();
  else part.click();
}

document.addEventListener("click", (event) => {
  const part = event.target.closest('[data-action="palette"], [data-action="help"], [data-action="theme"]');
  if (part) act(part.dataset.action);
});

function switchTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = document.documentElement.dataset.theme;
  const next = (theme === "auto" ? (dark ? "dark" : "light") : theme) === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  const body = new URLSearchParams({ theme: next });
  fetch("/console/settings/theme", { method: "POST", body, headers: { "x-csrf": document.body.dataset.csrf } });
}

/* ── keys ── */

let before = "";
let beforeAt = 0;
const writing = (part) => part.matches("input, textarea, select, [contenteditable]") || part.closest("dialog[open]");

document.addEventListener("keydown", (event) => {
  if (!palette || event.defaultPrevented || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    return void openPalette();
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.body.dataset.singleKeys !== "on" || writing(event.target)) return;
  const keys = event.timeStamp - beforeAt < 1200 && before ? `${before} ${event.key}` : event.key;
  const row = rows.find((row) => row.dataset.keys === keys) || rows.find((row) => row.dataset.keys === event.key);
  before = event.key;
  beforeAt = event.timeStamp;
  if (!row || !possible(row.dataset.do, row.dataset.path)) return;
  // Enter on a link or a button is the browser's own.
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  event.preventDefault();
  before = "";
  act(row.dataset.do, row.dataset.path);
});

/* ── the palette ── */

function openPalette() {
  if (!palette || palette.open) return;
  all("dialog[open]").forEach((dialog) => dialog.close());
  const box = find("#palette-text");
  box.value = "";
  palette.showModal();
  sift();
}

const offered = () => rows.filter((row) => !row.hidden);
const chosen = () => rows.find((row) => row.ariaSelected === "true");

function choose(row) {
  rows.forEach((each) => (each.ariaSelected = String(each === row)));
  find("#palette-text").setAttribute("aria-activedescendant", row?.id ?? "");
  row?.scrollIntoView({ block: "nearest" });
}

/** Leave what holds every word that was typed, and can be done here. */
function sift() {
  const words = find("#palette-text").value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of rows) {
    const name = row.firstElementChild.textContent.toLowerCase();
    row.hidden = !possible(row.dataset.do, row.dataset.path) || !words.every((word) => name.includes(word));
  }
  find("#palette-none").hidden = offered().length > 0;
  choose(offered()[0]);
}

if (palette) {
  find("#palette-text").addEventListener("input", sift);
  palette.addEventListener("keydown", (event) => {
    const row = chosen();
    if (event.key === "Enter" && row) {
      event.preventDefault();
      palette.close();
      act(row.dataset.do, row.dataset.path);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const list = offered();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(list[(list.indexOf(row) + step + list.length) % list.length]);
    }
  });
  find("#palette-list").addEventListener("click", (event) => {
    const row = event.target.closest("[data-do]");
    if (!row) return;
    palette.close();
    act(row.dataset.do, row.dataset.path);
  });
  // A click beside a dialog closes it.
  for (const dialog of [palette, help])
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}

/* ── the menu ── */

document.addEventListener("click", (event) => {
  const menu = find("details.me[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = find("details.me[open]");
  if (menu && event.key === "Escape") {
    menu.open = false;
    find("summary", menu).focus();
  }
});

find(".side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

/* ── what is shown once, and is to be copied ── */

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const box = document.getElementById(button.dataset.copy);
  box.select();
  try {
    await navigator.clipboard.writeText(box.value);
    tell("Copied.");
  } catch {
    tell("Press Ctrl C or ⌘ C: it is selected.");
  }
});

/* The sections of the areas follow. */

/* ── inbox list ── */

const options = () => all("#rows [role=option]");
const chosenRows = () => options().filter((row) => row.ariaSelected === "true");
const openId = () => find("#thread")?.dataset.conversation ?? "";
const query = () => new URLSearchParams(find("#list")?.dataset.query ?? "");
const rowHere = () =>
  document.activeElement.closest("#rows [role=option]") || options().find((row) => row.tabIndex === 0) || options()[0];

/** One row is on the way of the Tab key; the others are reached from it. */
function stand(row, focus = true) {
  for (const each of options()) each.tabIndex = each === row ? 0 : -1;
  if (focus) row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const list = options();
  // Who has not begun yet begins at the top.
  const begun = document.activeElement.closest("#rows") || find("#rows [aria-current]");
  const at = begun ? list.indexOf(rowHere()) : -1;
  const next = list[Math.max(0, Math.min(list.length - 1, at + step))];
  if (next) stand(next);
  if (at + step >= list.length - 3) find("#list-more a")?.click();
}

function pickRow(row, on = row.ariaSelected !== "true") {
  if (!row) return;
  row.ariaSelected = String(on);
  countChosen();
}

function countChosen() {
  const rows = chosenRows();
  find("#bulk").hidden = rows.length === 0;
  find("#bulk-count").textContent = rows.length ? `${rows.length} chosen` : "";
  find("#bulk-ids").value = rows.map((row) => row.dataset.id).join();
}

/** Mark what is chosen, else the row one is at, as unread. */
function unread() {
  const ids = chosenRows().map((row) => row.dataset.id);
  const here = openId() || rowHere()?.dataset.id;
  const body = new URLSearchParams([["do", "unread"], ...(ids.length ? ids : [here]).map((id) => ["id", id])]);
  fetch("/console/inbox/bulk", { method: "POST", body, headers: { "x-csrf": document.body.dataset.csrf, "hx-request": "true" } });
  unreadHere = here;
}

/** Show which conversation is beside the list. */
function markOpen() {
  const id = openId();
  for (const row of options()) {
    if (row.dataset.id === id) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  const row = id && find(`#row-${CSS.escape(id)}`);
  if (row) {
    row.classList.remove("unread");
    stand(row, false);
  } else if (options()[0] && !options().some((each) => each.tabIndex === 0 && each.hasAttribute("tabindex"))) {
    stand(options()[0], false);
  }
}

if (find("#list")) {
  Object.assign(own, {
    next: () => move(1),
    previous: () => move(-1),
    open: () => rowHere()?.click(),
    choose: () => pickRow(rowHere()),
    unread,
  });
  document.addEventListener(
    "click",
    (event) => {
      const row = event.target.closest("#rows [role=option]");
      if (!row || !(event.shiftKey || event.target.closest(".pick"))) return;
      event.preventDefault();
      event.stopPropagation();
      pickRow(row);
    },
    true,
  );
  find("#list").addEventListener("keydown", (event) => {
    if (!event.target.closest("#rows")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) move(step);
    else if (event.key === " ") pickRow(event.target.closest("[role=option]"));
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#bulk-none")) chosenRows().forEach((row) => pickRow(row, false));
    for (const drop of all(".inbox-filters details[open]")) if (!drop.contains(event.target)) drop.open = false;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "open" || event.target.id === "rows") markOpen();
    sayUnread();
    offerRing();
    connect();
  });
  // States are those of a flow.
  document.addEventListener("change", (event) => {
    if (event.target.id === "by-flow" && find("#by-state")) find("#by-state").value = "";
  });
  markOpen();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const part = find(button.dataset.copy);
  getSelection().selectAllChildren(part);
  try {
    await navigator.clipboard.writeText(part.textContent);
    button.textContent = "Copied";
  } catch {
    tell("It is selected: copy it with Ctrl+C.");
  }
});

/* ── live: one stream a tab, which brings the rows that have changed, as they are now ── */

const RETRY_MS = 10_000;
const HERE_MS = 10_000;
const TYPING_MS = 6_000;
const RELOAD_MS = 5_000;
const ALOUD_MS = 2_000;
let stream = null;
let streamOf = "";
let heard = Number(find("#tabs")?.dataset.version ?? 0);
let retry = 0;
let reloading = 0;
let aloud = 0;
let typedAt = -TYPING_MS;
let saidDoing = "";
let unreadHere = "";
let present = [];

const topics = () => [...(find("#list") ? ["list"] : []), ...(openId() ? [openId()] : [])];

function connect() {
  const wanted = topics();
  const of = document.hidden && !rings() ? "" : `${wanted.join(",")}?${query()}`;
  if (of === streamOf && stream?.readyState !== EventSource.CLOSED) return;
  stream?.close();
  stream = null;
  streamOf = of;
  if (!of || !wanted.length) return;
  clearTimeout(retry);
  const address = query();
  address.set("topics", wanted.join(","));
  address.set("since", heard);
  stream = new EventSource(`/console/live?${address}`);
  const on = (name, hear) =>
    stream.addEventListener(name, (event) => {
      heard = Math.max(heard, Number(event.lastEventId) || 0);
      hear(JSON.parse(event.data));
    });
  stream.onopen = () => offline(false);
  on("list", ({ shown, gone }) => place(parsed(shown.join("")), gone, heard));
  on("counts", showCounts);
  on("conversation", ({ id }) => id === openId() && newsOfOpen());
  on("presence", ({ id, who }) => id === openId() && showPresent(who));
  on("everything", reloadSoon);
  on("full", () => stream.close());
  stream.onerror = () => {
    if (stream?.readyState !== EventSource.CLOSED) return;
    offline(true);
    clearTimeout(retry);
    retry = setTimeout(() => {
      reloadAll();
      connect();
    }, RETRY_MS);
  };
}

/** What is shown is perhaps not what is; it is looked at every ten seconds. */
function offline(on) {
  find("#offline")?.remove();
  if (!on || !find("#list")) return;
  const note = document.createElement("p");
  Object.assign(note, { id: "offline", className: "inbox-offline", textContent: "Not live at the moment: the list is looked at every 10 seconds." });
  note.setAttribute("role", "status");
  find("#list > header").append(note);
}

function newsOfOpen() {
  document.body.dispatchEvent(new Event("desk-news"));
  document.body.dispatchEvent(new Event("desk-head"));
  if (unreadHere !== openId()) here(true);
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

/** Fetch rows anew: those whose words have grown old, such as “5 min”. */
async function refresh(ids) {
  const address = query();
  address.set("ids", ids.join(","));
  address.set("open", openId());
  const answer = await fetch(`/console/inbox/rows?${address}`, { headers: { "hx-request": "true" } }).catch(() => null);
  if (answer?.status === 401) return void location.reload();
  if (!answer?.ok) return;
  const fresh = parsed(await answer.text());
  const tabs = find("#tabs", fresh);
  const gone = ids.filter((id) => !find(`#row-${CSS.escape(id)}`, fresh));
  place(fresh, gone, Number(tabs.dataset.version));
  find("#tabs").replaceWith(document.importNode(tabs, true));
  sayUnread();
}

/** Put each row where it belongs, and take away what is gone; what is newer already stays. */
function place(fresh, gone, version) {
  const rows = find("#rows");
  if (!rows) return;
  const upwards = query().get("order") === "oldest" ? -1 : 1;
  const byNeed = query().get("view") === "bot";
  const searched = query().has("q");
  const key = (row) => (byNeed ? row.dataset.needs : "") + row.dataset.at + row.dataset.id;
  const focused = document.activeElement.closest("#rows [role=option]")?.dataset.id;
  const asOf = (row) => Number(row?.dataset.version ?? 0);
  for (const given of all(".inbox-row", fresh)) {
    const id = given.dataset.id;
    const old = find(`#row-${CSS.escape(id)}`);
    if (asOf(old) > asOf(given) || (searched && !old)) continue;
    const after = options().find((row) => row !== old && (key(row) < key(given) ? 1 : -1) === upwards);
    if (!after && !old && find("#list-more a")) continue;
    const row = document.importNode(given, true);
    const address = `/console/inbox/${encodeURIComponent(id)}${find("#list").dataset.query}`;
    row.setAttribute("href", address);
    row.setAttribute("hx-get", address);
    row.ariaSelected = old?.ariaSelected ?? "false";
    row.tabIndex = old?.tabIndex ?? -1;
    if (!old || old.dataset.at !== row.dataset.at) row.classList.add("fresh");
    old?.remove();
    rows.insertBefore(row, after ?? null);
    htmx.process(row);
    if (focused === id) row.focus({ preventScroll: true });
  }
  for (const id of searched ? [] : gone) {
    const old = find(`#row-${CSS.escape(id)}`);
    if (old && asOf(old) <= version) old.remove();
  }
  find("#rows-none").hidden = options().length > 0;
  markOpen();
  countChosen();
}

/** Say how much there is in each view. */
function showCounts({ counts, needs, unread }) {
  const tabs = find("#tabs");
  if (!tabs) return;
  for (const tab of all("[data-view]", tabs)) find(".count", tab).textContent = counts[tab.dataset.view];
  find("#needs").hidden = !needs;
  find("#needs .number").textContent = needs;
  tabs.dataset.unread = unread;
  sayUnread();
}

/** Look at everything anew: not all pages in the same moment, and not again and again. */
function reloadSoon() {
  reloading ||= setTimeout(() => {
    reloading = 0;
    reloadAll();
  }, RELOAD_MS * Math.random());
}

/** Too much has changed, or it is not known what. */
function reloadAll() {
  if (find("#list") && !chosenRows().length) htmx.ajax("GET", location.href, { target: "#list", select: "#list", swap: "outerHTML" });
  if (openId()) newsOfOpen();
}

function sayUnread() {
  const tabs = find("#tabs");
  if (!tabs) return;
  heard = Math.max(heard, Number(tabs.dataset.version));
  const count = Number(tabs.dataset.unread);
  const needs = Number(find("#needs .number").textContent);
  document.title = (count ? `(${count}) ` : "") + document.title.replace(/^\(\d+\) /, "");
  const before = sayUnread.before ?? { count, needs };
  if (count > before.count) sayAloud();
  if (count > before.count || needs > before.needs)
    ring([count ? `${count} unread` : "", needs ? `${needs} with the bot, where a person should look` : ""].filter(Boolean).join(" · "));
  sayUnread.before = { count, needs };
}

/** Who hears the page is told that there is more to read, and not again for each text. */
function sayAloud() {
  aloud ||= setTimeout(() => {
    aloud = 0;
    const line = find("#aloud");
    if (line) line.textContent = `${find("#tabs").dataset.unread} unread`;
  }, ALOUD_MS);
}

/* who is here */

function showPresent(who) {
  present = who;
  let line = find("#here");
  const head = find("#thread-head .thread-title") ?? find("#thread header");
  if (!line && head) {
    line = document.createElement("p");
    Object.assign(line, { id: "here", className: "here" });
    line.setAttribute("role", "status");
    head.append(line);
  }
  if (!line) return;
  const names = (doing) => who.filter((one) => one.doing === doing).map((one) => one.name);
  const [typing, viewing] = [names("typing"), names("viewing")];
  const are = (list) => `${list.join(" and ")} ${list.length > 1 ? "are" : "is"}`;
  line.textContent = [typing.length ? `${are(typing)} typing…` : "", viewing.length ? `${are(viewing)} looking at this` : ""].filter(Boolean).join(" · ");
}

function here(read = false, doing = "") {
  const id = openId();
  if (!id || (document.hidden && !doing)) return;
  const typing = performance.now() - typedAt < TYPING_MS;
  saidDoing = doing || (typing ? "typing" : "viewing");
  const body = new URLSearchParams({ conversation: id, doing: saidDoing, read: read ? "yes" : "" });
  fetch("/console/presence", { method: "POST", body, keepalive: true, headers: { "x-csrf": document.body.dataset.csrf } }).catch(() => {});
}

document.addEventListener("input", (event) => {
  if (!event.target.closest("#thread textarea")) return;
  typedAt = performance.now();
  if (saidDoing !== "typing") here();
});
document.addEventListener("htmx:beforeSwap", (event) => event.detail.target?.id === "open" && here(false, "gone"));
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "open") {
    present = [];
    unreadHere = "";
    here(true);
  } else if (openId() && !find("#here")) showPresent(present);
});
addEventListener("pagehide", () => here(false, "gone"));

/* what is told while the window is hidden: only if somebody wants it */

const rings = () => localStorage.getItem("parley-notify") === "on" && window.Notification?.permission === "granted";

function ring(body) {
  if (!document.hidden || !rings()) return;
  try {
    // With the same tag the one before is replaced, and is heard again all the same.
    const note = new Notification("Inbox", { body, tag: "parley", renotify: true });
    note.onclick = () => {
      window.focus();
      note.close();
    };
  } catch {
    return; // Phones know notifications only by a worker of their own.
  }
  if (navigator.userActivation?.hasBeenActive !== false) sound();
}

function sound() {
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  const volume = sound.createGain();
  volume.gain.setValueAtTime(0.08, sound.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.3);
  tone.frequency.value = 880;
  tone.connect(volume).connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + 0.3);
  tone.onended = () => sound.close();
}

function offerRing() {
  const button = find("#notify");
  if (!button || !window.Notification) return;
  button.hidden = Notification.permission === "denied";
  button.textContent = rings() ? "Stop telling me on the desktop" : "Tell me on the desktop when this window is hidden";
}
document.addEventListener("click", async (event) => {
  if (!event.target.closest("#notify")) return;
  const wants = !rings() && (await Notification.requestPermission()) === "granted";
  localStorage.setItem("parley-notify", wants ? "on" : "off");
  offerRing();
});

document.addEventListener("visibilitychange", () => {
  connect();
  here(false, document.hidden ? "gone" : "");
});
if (find("#list") || openId()) {
  offerRing();
  sayUnread();
  connect();
  here(true);
  setInterval(() => here(), HERE_MS);
  // Words such as “5 min” grow old.
  const ages = (row) => all("time", row).some((time) => /now|min/.test(time.textContent));
  setInterval(() => {
    const old = document.hidden ? [] : options().slice(0, 50).filter(ages);
    if (old.length) refresh(old.map((row) => row.dataset.id));
  }, 60_000);
}

/* ── thread and composer ── */

const composer = () => find("form.composer");
const written = () => all("form.composer textarea").find(visible);

// What was refused comes back as a part of the page as well, with the draft in it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.target?.closest?.("#composer, #thread, #thread-head")) return;
  if (![409, 412, 422].includes(event.detail.xhr.status)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

// While somebody chooses in the head, it stays as it is, and is fetched anew when they have done.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "thread-head" && find("#thread-head details[open], #thread-head :focus-visible")) event.preventDefault();
});
document.addEventListener(
  "toggle",
  (event) => event.target.matches?.("#thread-head details:not([open])") && document.body.dispatchEvent(new Event("desk-head")),
  true,
);

// What was unfolded beside the thread stays so when it is fetched anew.
let unfolded = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "contact") unfolded = all("#contact > details").map((part) => part.open);
});

/** A bubble before the server has said anything; it says so, and goes when the real one is there. */
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target;
  if (form !== composer() || !find("#write-reply", form).checked) return;
  const text = find("#reply", form).value.trim();
  const later = find('[name="later"]:checked', form);
  if (!text || (later && later.value !== "now")) return;
  all(".bubble.unsent").forEach((bubble) => bubble.remove());
  const bubble = find("#sending", form).content.firstElementChild.cloneNode(true);
  find(".said", bubble).textContent = text;
  find("#tail")?.before(bubble);
  find(".log").scrollTop = 0;
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.target.matches?.("form.composer")) return;
  const status = event.detail.xhr?.status ?? 0;
  const waiting = all(".bubble.sending");
  if (status >= 200 && status < 500 && status !== 403) {
    // The real one comes with what is newer; what was refused stands in the composer.
    if (status !== 200) waiting.forEach((bubble) => bubble.remove());
    return;
  }
  for (const bubble of waiting) {
    bubble.classList.replace("sending", "unsent");
    const meta = find(".meta", bubble);
    meta.textContent = "Not sent. ";
    meta.className = "meta status bad";
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "Try again";
    again.addEventListener("click", () => composer().requestSubmit());
    meta.append(again);
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.requestConfig?.elt.id === "tail") all(".bubble.sending").forEach((bubble) => bubble.remove());
  if (event.target.id === "paper-body") find("#paper").showModal();
  if (event.detail.target?.id === "contact") all("#contact > details").forEach((part, place) => (part.open = unfolded[place] ?? false));
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "composer") written()?.focus();
});

// r and n, or a press on the tab, lead into what is to be written.
document.addEventListener("click", (event) => {
  if (event.target.closest(".composer .tab")) setTimeout(() => written()?.focus());
  if (event.target.closest("[data-open-canned]")) {
    event.preventDefault();
    const box = written();
    box.focus();
    box.setRangeText(box.selectionStart && !/\s$/.test(box.value.slice(0, box.selectionStart)) ? " /" : "/", box.selectionStart, box.selectionEnd, "end");
    suggest(box);
  }
  for (const drop of all("details.drop[open]")) if (!drop.contains(event.target)) drop.open = false;
});
document.addEventListener("keydown", (event) => {
  const drop = find("details.drop[open]");
  if (drop && event.key === "Escape") {
    drop.open = false;
    find("summary", drop).focus();
  }
});

// Pictures that are none are links.
document.addEventListener("error", (event) => event.target.matches?.(".medium img") && event.target.closest("a").remove(), true);

/* the menu of canned replies and colleagues */

const menu = () => find("#menu");
const WORD = { reply: /(^|\s)\/([\w-]*)$/, note: /(^|\s)@([\w.-]*)$/ };
let asked = 0;

async function suggest(box) {
  const found = WORD[box.name]?.exec(box.value.slice(0, box.selectionStart));
  const list = menu();
  if (!found) return void closeMenu();
  const turn = ++asked;
  const from = box.name === "reply" ? composer().dataset.canned : composer().dataset.mentions;
  const answer = await fetch(`${from}?q=${encodeURIComponent(found[2])}`, { headers: { "hx-request": "true" } });
  if (!answer.ok || turn !== asked) return;
  list.innerHTML = await answer.text();
  list.hidden = false;
  box.setAttribute("aria-controls", "menu");
  pick(find('[aria-selected="true"]', list));
}

function closeMenu() {
  asked += 1;
  if (!menu()) return;
  menu().hidden = true;
  written()?.removeAttribute("aria-activedescendant");
}

function pick(option) {
  all("#menu [role=option]").forEach((each) => (each.ariaSelected = String(each === option)));
  option?.scrollIntoView({ block: "nearest" });
  if (option) written()?.setAttribute("aria-activedescendant", option.id);
}

function take(option) {
  const box = written();
  const found = WORD[box.name].exec(box.value.slice(0, box.selectionStart));
  const from = box.selectionStart - (found ? found[2].length + 1 : 0);
  box.setRangeText(option.dataset.insert, from, box.selectionStart, "end");
  closeMenu();
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const option = event.target.closest("#menu [data-insert]");
  if (option) take(option);
  else if (menu() && !menu().hidden && !event.target.closest(".composer")) closeMenu();
});

document.addEventListener("input", (event) => {
  if (!event.target.matches("form.composer textarea")) return;
  count(event.target);
  suggest(event.target);
});

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!box.matches?.("form.composer textarea") || event.isComposing) return;
  if (!menu().hidden) {
    const options = all("#menu [data-insert]");
    const at = options.findIndex((option) => option.ariaSelected === "true");
    if (["ArrowDown", "ArrowUp"].includes(event.key) && options.length) {
      event.preventDefault();
      return void pick(options[(at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length]);
    }
    if ((event.key === "Enter" || event.key === "Tab") && options[at]) {
      event.preventDefault();
      return void take(options[at]);
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      return void closeMenu();
    }
  }
  const sends = event.ctrlKey || event.metaKey || (composer().dataset.enterSends === "yes" && !event.shiftKey);
  if (event.key === "Enter" && sends) {
    event.preventDefault();
    composer().requestSubmit(all(".send", composer()).find(visible));
  }
});

/* the counter: what the server says a moment later, at once */

const GSM = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const TWO = new Set("\f^{}\\[~]|€");

/** Septets, or UTF-16 units where a character is not in the alphabet of phones; parts never cut a pair. */
function cost(text) {
  const gsm = [...text].every((char) => GSM.has(char) || TWO.has(char));
  const sizes = gsm ? [...text].map((char) => (TWO.has(char) ? 2 : 1)) : [...text].map((char) => char.length);
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const [single, part] = gsm ? [160, 153] : [70, 67];
  if (units <= single) return { gsm, parts: text ? 1 : 0, left: single - units };
  let parts = 1;
  let room = part;
  for (const size of sizes) {
    if (size > room) [parts, room] = [parts + 1, part];
    room -= size;
  }
  return { gsm, parts, left: room };
}

function count(box) {
  const line = find("#counter span");
  if (box.name !== "reply" || !line || !box.value) return;
  const { gsm, parts, left } = cost(box.value);
  line.textContent = `${parts} segment${parts === 1 ? "" : "s"} · ${gsm ? "GSM-7" : "UCS-2"} · ${left} left`;
}
