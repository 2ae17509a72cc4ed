// The simulator page. The server steps the engine and keeps nothing; all there is to know is in `run`.
"use strict";

const $ = (id) => document.getElementById(id);
const flows = JSON.parse(document.body.dataset.flows);
const people = JSON.parse(document.body.dataset.people);
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

let run = { steps: [] }; // flow, begins, contact, and the answers of the server so far
let person = 0;
let sent = []; // what was typed, for arrow up
let recalled = 0;
let turn = Promise.resolve(); // events happen one after the other

const flow = () => flows.find((item) => item.id === $("flow").value);
const last = () => run.steps.at(-1);

// ── building the page: data only ever becomes text ──

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

// Signs that would reorder or hide text are shown by their number.
function visible(text) {
  return Array.from(text).reduce((parts, char) => {
    if (HIDDEN.test(char)) {
      const code = "U+" + char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      parts.push(make("span", "mark", code), "");
    } else parts.push((parts.pop() ?? "") + char);
    return parts;
  }, []);
}

function words(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
}

function size(part) {
  const full = part.encoding === "GSM-7" ? (part.segments > 1 ? 153 : 160) : part.segments > 1 ? 67 : 70;
  const text = `${part.segments} segment${part.segments === 1 ? "" : "s"} · ${part.encoding} · ${part.units}/${full * part.segments}`;
  return make("span", part.segments > 1 || part.encoding === "UCS-2" ? "costly" : "", text);
}

function bubble(part) {
  const text = make("p", "", ...visible(part.text), ...part.media.map((url) => ` [${url}]`));
  text.dir = "auto";
  const who = make("span", "sr", part.who === "bot" ? "Bot: " : "Customer: ");
  const foot = make("span", "hint", size(part), part.state ? ` · ${part.state}` : "");
  text.prepend(who);
  return make("div", `bubble ${part.who}`, text, foot);
}

function show(step, number) {
  const notes = step.notes.map((note) => make("div", `note ${note.kind}`, ...visible(note.text)));
  const items = [...(step.skipped ? [make("div", "note", step.skipped)] : []), ...step.bubbles.map(bubble), ...notes];
  for (const item of items) item.dataset.step = number;
  $("thread").append(...items);
}

function list(element, values, before) {
  const rows = Object.entries(values).filter(([, value]) => value !== null && value !== "");
  element.replaceChildren(
    ...rows.flatMap(([name, value]) => {
      const fresh = before && JSON.stringify(before[name]) !== JSON.stringify(value);
      return [make("dt", "", ...visible(name)), make("dd", fresh ? "fresh" : "", ...visible(words(value)))];
    }),
  );
  if (!rows.length) element.append(make("dt", "hint", "None yet"), make("dd"));
}

function refresh() {
  const step = last();
  const before = run.steps.at(-2);
  list($("variables"), step?.variables ?? {}, step && (before?.variables ?? {}));
  list($("contact"), step?.contact ?? people[person], step && (before?.contact ?? run.contact));
  $("log").replaceChildren(
    ...run.steps.flatMap((one) =>
      one.log.map((entry) => make("li", entry.tone, make("b", "", entry.kind), make("span", "", ...visible(entry.text)))),
    ),
  );
  const chips = step ? step.chips : flow().openers.map((text) => ({ shown: text, text }));
  $("chips").replaceChildren(
    ...chips.map(({ shown, text }) => {
      const chip = make("button", "", ...visible(shown));
      chip.type = "button";
      chip.addEventListener("click", () => say(text));
      return chip;
    }),
  );
  $("begin").hidden = Boolean(step);
  $("clock").textContent = step?.clock ?? "Not started";
  $("zone").textContent = step?.zone ?? "";
  $("skip").disabled = !step?.timer;
  $("due").textContent = step?.timer ?? "no timer is running";
  $("undelivered").disabled = !step?.asking;
  for (const id of ["undo", "restart", "as-test", "as-json"]) $(id).disabled = !step;
  refreshCards(step);
  $("thread").scrollTop = $("thread").scrollHeight;
  if (step && !document.activeElement.offsetParent) $("text").focus(); // what had the focus is gone
  light();
}

function refreshCards(step) {
  $("handoff").hidden = !step?.handoff;
  if (step?.handoff) {
    $("handoff-title").textContent = `With a person: ${step.handoff.queue}`;
    $("handoff-note").replaceChildren(...visible(step.handoff.note || "The bot is silent."));
  }
  const call = step?.call;
  if (call && $("call").dataset.id !== call.id) $("call-body").value = JSON.stringify(call.example, null, 2);
  $("call").dataset.id = call?.id ?? "";
  $("call").hidden = !call;
  $("call-request").replaceChildren(...visible(call?.request ?? ""));
}

// ── the diagram ──

async function draw() {
  const wanted = flow().id;
  const answer = await fetch(`${document.body.dataset.base}/graph/${encodeURIComponent(wanted)}.svg?embedded=1`);
  const drawing = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  if (flow().id !== wanted || drawing.tagName !== "svg") return;
  const svg = document.adoptNode(drawing);
  svg.style.minWidth = `${Math.round(svg.width.baseVal.value * 0.8)}px`;
  $("graph").replaceChildren(svg);
  $("graph").dataset.version = svg.dataset.version;
  light();
}

function light() {
  const step = last();
  const walked = new Set(run.steps.flatMap((one) => one.path.map(([from, to, kind]) => `${from} ${to} ${kind}`)));
  const visited = new Set(run.steps.flatMap((one) => one.path.flatMap(([from, to]) => [from, to])));
  for (const node of $("graph").querySelectorAll(".node[data-node]")) {
    const here = step?.at.node === node.dataset.node;
    node.classList.toggle("current", here);
    node.classList.toggle("walked", visited.has(node.dataset.node));
    if (here) centre(node);
  }
  for (const row of $("graph").querySelectorAll("[data-row]")) {
    row.classList.toggle("current", step?.at.row === row.dataset.row);
  }
  for (const edge of $("graph").querySelectorAll(".edge[data-from]")) {
    edge.classList.toggle("walked", walked.has(`${edge.dataset.from} ${edge.dataset.to} ${edge.dataset.kind}`));
  }
  $("where").textContent = step ? step.at.words : "";
}

function centre(node) {
  const box = node.getBoundingClientRect();
  const pane = $("graph").getBoundingClientRect();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  $("graph").scrollBy({
    left: box.left + box.width / 2 - pane.left - pane.width / 2,
    top: box.top + Math.min(box.height / 2, pane.height / 3) - pane.top - pane.height / 2,
    behavior: calm ? "auto" : "smooth",
  });
}

// ── the conversation ──

const post = (event) => (turn = turn.then(() => send(event)));

async function send(event) {
  const now = run;
  const { flow: id, contact, begins } = run;
  const body = { flow: id, event, ...(last() ? { session: last().session } : { contact, begins }) };
  try {
    const answer = await fetch(`${document.body.dataset.base}/step`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrf": document.body.dataset.csrf },
      body: JSON.stringify(body),
    });
    const step = await answer.json();
    if (now !== run) return; // meanwhile, another conversation began
    if (!answer.ok) throw new Error(step.detail);
    run.steps.push({ ...step, event });
    show(step, run.steps.length);
    if (step.version !== $("graph").dataset.version) draw(); // the file was edited
  } catch (error) {
    $("thread").append(make("div", "note trouble", ...visible(error.message || "The server does not answer.")));
  }
  refresh();
}

// Enter the flow as the form says; what earlier conversations stored about the contact stays, as it does in production.
async function begin(text) {
  const filled = { first_name: $("first-name").value, language: $("language").value, timezone: $("timezone").value };
  const contact = { ...people[person], ...last()?.contact, ...filled };
  const fields = Array.from(document.querySelectorAll("fieldset:not([hidden]) [name]"));
  const inputs = Object.fromEntries(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
  $("pane-phone").checked = true;
  clear();
  const begun = (run = { flow: flow().id, begins: $("begins").value, contact, steps: [], starting: true });
  await post({ type: "start", inputs, ...(text && { text }) });
  begun.starting = false;
  $("setup").open = !last();
}

function say(text) {
  $("text").value = "";
  $("text").focus();
  if (!text.trim()) return;
  sent.push(text);
  recalled = 0;
  if (last() || run.starting) post({ type: "reply", text }); // in turn, also behind a start under way
  else begin(text);
}

function clear() {
  run = { steps: [] };
  $("thread").replaceChildren();
}

function undo() {
  const gone = Array.from($("thread").children).filter((item) => (item.dataset.step ?? Infinity) >= run.steps.length);
  for (const item of gone) item.remove();
  run.steps.pop();
  refresh();
}

function recall(event) {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  recalled = Math.min(Math.max(recalled + (event.key === "ArrowUp" ? 1 : -1), 0), sent.length);
  $("text").value = recalled ? sent.at(-recalled) : "";
  event.preventDefault();
}

function answerCall(event) {
  event.preventDefault();
  try {
    const body = $("call-body").value.trim() ? JSON.parse($("call-body").value) : null;
    post({ type: "result", status: Number($("call-status").value), body, request: last().call.request });
  } catch (error) {
    $("call-body").setCustomValidity(`Not JSON: ${error.message}`);
    $("call-body").reportValidity();
  }
}

// ── choosing flow and person ──

function choose() {
  for (const fieldset of document.querySelectorAll("fieldset")) fieldset.hidden = fieldset.dataset.flow !== flow().id;
  history.replaceState(null, "", `?flow=${encodeURIComponent(flow().id)}`);
  clear();
  $("setup").open = true;
  refresh();
  draw();
}

function meet() {
  const { first_name: name, language, timezone: timeZone } = people[person];
  $("first-name").value = name;
  $("language").value = language;
  $("timezone").value = timeZone;
  const now = new Date(document.body.dataset.now).toLocaleString("sv-SE", { timeZone });
  $("begins").value = now.slice(0, 16).replace(" ", "T");
}

// ── taking it away ──

function asTest() {
  const lines = (part) => run.steps.flatMap((step) => step.test[part]);
  const calls = ["http", "do"].flatMap((kind) => (lines(kind).length ? [`  ${kind}:`, ...lines(kind)] : []));
  return [...lines("head"), ...calls, "  talk:", ...lines("talk"), ...lines("tail"), ""].join("\n");
}

function copy(title, text) {
  $("copy-title").textContent = title;
  $("copy-text").value = text;
  $("copied").textContent = "";
  $("copy").showModal();
  $("copy-text").select();
  $("copy-text").scrollTop = 0;
  navigator.clipboard?.writeText(text).then(() => ($("copied").textContent = "Copied"), () => {});
}

const on = (id, type, act) => $(id).addEventListener(type, act);
on("composer", "submit", (event) => { event.preventDefault(); say($("text").value); });
on("text", "keydown", recall);
on("start", "submit", (event) => { event.preventDefault(); begin(); });
on("go", "click", () => begin());
on("restart", "click", () => begin(run.steps[0].event.text));
on("new-person", "click", () => { person = (person + 1) % people.length; clear(); meet(); begin(); });
on("undo", "click", undo);
on("skip", "click", () => post({ type: "silence" }));
on("undelivered", "click", () => post({ type: "undelivered" }));
on("agent-closes", "click", () => post({ type: "agent_closed" }));
on("call", "submit", answerCall);
on("call-body", "input", () => $("call-body").setCustomValidity(""));
on("call-fails", "click", () => post({ type: "result", error: "no connection" }));
on("flow", "change", choose);
on("as-test", "click", () => copy("This conversation as a test", asTest()));
on("as-json", "click", () => copy("This state as JSON", JSON.stringify(last(), null, 2)));
on("panes", "change", light);
meet();
choose();
