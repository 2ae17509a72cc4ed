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
