// xstate: restore the snapshot, send the text, persist the snapshot. Texts and matching are written by hand.

import { assign, createActor, setup } from "xstate";
import { runRounds, versionOf } from "./rounds.mjs";

const CHOICES = { 1: "billing", 2: "broken", 3: "other", billing: "billing", broken: "broken", other: "other" };
const choice = (text) => CHOICES[text.trim().toLowerCase()];
const order = (text) => /\b(\d{5})\b/.exec(text)?.[1];
const say = (reply) => assign({ reply });

const machine = setup({
  guards: {
    choseBroken: ({ event }) => choice(event.text) === "broken",
    chose: ({ event }) => choice(event.text) !== undefined,
    namesAnOrder: ({ event }) => order(event.text) !== undefined,
  },
}).createMachine({
  id: "support",
  initial: "fresh",
  context: { reply: "", topic: null, order: null },
  states: {
    fresh: { on: { TEXT: "topic" } },
    topic: {
      entry: say("What can we help you with?\n1. Billing\n2. Something is broken\n3. Something else"),
      on: {
        TEXT: [
          { guard: "choseBroken", target: "order", actions: assign({ topic: ({ event }) => choice(event.text) }) },
          { guard: "chose", target: "noted", actions: assign({ topic: ({ event }) => choice(event.text) }) },
          { actions: say("Please reply 1, 2 or 3.") },
        ],
      },
    },
    order: {
      entry: say("What is your order number? It has 5 digits."),
      on: {
        TEXT: [
          { guard: "namesAnOrder", target: "noted", actions: assign({ order: ({ event }) => order(event.text) }) },
          { actions: say("An order number has 5 digits, for example 40213.") },
        ],
      },
    },
    noted: {
      entry: assign({ reply: ({ context }) => `Order ${context.order} is noted. We will write to you.` }),
      on: { TEXT: "topic" },
    },
  },
});

const store = new Map();

function answer(phone, text) {
  const saved = store.get(phone);
  const actor = createActor(machine, saved === undefined ? {} : { snapshot: JSON.parse(saved) });
  actor.start();
  actor.send({ type: "TEXT", text });
  const snapshot = actor.getPersistedSnapshot();
  actor.stop();
  store.set(phone, JSON.stringify(snapshot));
  return snapshot.context.reply;
}

await runRounds(versionOf("xstate"), answer);
