// Rounds of one conversation with a thousand people, for the peers that are JavaScript; `rounds.py` is its twin.

import { readFileSync } from "node:fs";

const turns = JSON.parse(readFileSync(new URL("conversation.json", import.meta.url), "utf8"));

// The version of an installed package.
export function versionOf(name) {
  return JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
}

// Let `answer(phone, text)` hold the conversation, once to warm up and then by the clock; print what it took.
export async function runRounds(version, answer) {
  const [people, rounds] = process.argv.slice(2).map(Number);
  const phones = Array.from({ length: people }, (_, number) => `+1206${5550000 + number}`);
  const seconds = [];
  const cpuSeconds = [];
  for (let round = 0; round <= rounds; round++) {
    const began = performance.now();
    const cpuBefore = process.cpuUsage();
    for (const { text, reply } of turns) {
      for (const phone of phones) {
        const said = await answer(phone, text);
        if (said !== reply) throw new Error(`to ${text} it said ${said} instead of ${reply}`);
      }
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    seconds.push((performance.now() - began) / 1000);
    cpuSeconds.push((user + system) / 1e6);
  }
  const took = { seconds: seconds.slice(1), cpu_seconds: cpuSeconds.slice(1) };
  console.log(JSON.stringify({ version, turns: turns.length * people, ...took }));
}
