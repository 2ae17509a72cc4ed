// telegraf: a wizard scene under `session()`, updates by `handleUpdate`, the API a stub. Its sessions are kept as JSON
// text, as a store outside the process would keep them.

import { Scenes, Telegram, Telegraf, session } from "telegraf";
import { runRounds, versionOf } from "./rounds.mjs";

const CHOICES = { 1: "billing", 2: "broken", 3: "other", billing: "billing", broken: "broken", other: "other" };

const wizard = new Scenes.WizardScene(
  "support",
  async (ctx) => {
    await ctx.reply("What can we help you with?\n1. Billing\n2. Something is broken\n3. Something else");
    return ctx.wizard.next();
  },
  async (ctx) => {
    const topic = CHOICES[ctx.message.text.trim().toLowerCase()];
    if (topic === undefined) return ctx.reply("Please reply 1, 2 or 3.");
    ctx.scene.state.topic = topic;
    if (topic !== "broken") {
      await ctx.reply("That is noted. We will write to you.");
      return ctx.scene.leave();
    }
    await ctx.reply("What is your order number? It has 5 digits.");
    return ctx.wizard.next();
  },
  async (ctx) => {
    const order = /\b(\d{5})\b/.exec(ctx.message.text)?.[1];
    if (order === undefined) return ctx.reply("An order number has 5 digits, for example 40213.");
    await ctx.reply(`Order ${order} is noted. We will write to you.`);
    return ctx.scene.leave();
  },
);

const kept = new Map();
const store = {
  get: (key) => (kept.has(key) ? JSON.parse(kept.get(key)) : undefined),
  set: (key, value) => void kept.set(key, JSON.stringify(value)),
  delete: (key) => void kept.delete(key),
};

let said;
Telegram.prototype.callApi = async (method, payload) => {
  said = payload.text;
  return { message_id: 1 };
};

const bot = new Telegraf("1:unused");
bot.botInfo = { id: 1, is_bot: true, first_name: "Bot", username: "bot" };
bot.use(session({ store }), new Scenes.Stage([wizard]).middleware());
bot.on("message", (ctx) => ctx.scene.enter("support"));

let updates = 0;

async function answer(phone, text) {
  const id = Number(phone.slice(1));
  const chat = { id, type: "private" };
  updates += 1;
  said = undefined;
  await bot.handleUpdate({
    update_id: updates,
    message: { message_id: updates, date: 1772719200, chat, from: { id, is_bot: false, first_name: "Ana" }, text },
  });
  return said;
}

await runRounds(versionOf("telegraf"), answer);
