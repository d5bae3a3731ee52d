import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { decide, type Event } from "./rules.js";

const { values: options } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:8082/mcp" },
    "key-file": { type: "string", default: "../../.frostglass/agent.key" },
    events: { type: "string", default: "Infinity" },
  },
});
const key = readFileSync(options["key-file"], "utf8").trim();
const most = Number(options.events);

/** A tool's answer: what it gave, or its advice where it did not do it. */
type Answer<T> = { ok: true; given: T } | { ok: false; advice: string };

async function connect(): Promise<Client> {
  const client = new Client({ name: "triage-agent", version: "0.1.0" });
  const headers = { Authorization: `Bearer ${key}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(options.url), { requestInit: { headers } }));
  // So that the client checks what tools answer against their output schemas.
  await client.listTools();
  return client;
}

async function call<T>(client: Client, name: string, args: Record<string, unknown>): Promise<Answer<T>> {
  const result = await client.callTool({ name, arguments: args });
  if (!result.isError) {
    return { ok: true, given: result.structuredContent as T };
  }
  const content = result.content as { type: string; text?: string }[];
  return { ok: false, advice: content.map(({ text }) => text ?? "").join(" ") };
}

async function triage(client: Client, event: Event): Promise<void> {
  const decision = decide(event);
  const { event_id, ephemeral_token } = event;
  const answer = await call(client, decision.tool, { event_id, ephemeral_token, ...decision.arguments });
  // Never the token: whoever reads this could decide with it.
  const became = answer.ok ? decision.tool : `not taken: ${answer.advice}`;
  console.log(`${event_id} ${event.camera_id} ${became} (${decision.arguments.template})`);
}

async function run(): Promise<void> {
  const client = await connect();
  let cursor: string | undefined;
  for (let seen = 0; seen < most; ) {
    const page = await call<{ events: Event[]; cursor: string }>(client, "list_events", { cursor, wait: 25 });
    if (!page.ok) {
      console.error(page.advice);
      cursor = undefined;
      await new Promise((resume) => setTimeout(resume, 2_000));
      continue;
    }
    cursor = page.given.cursor;
    for (const event of page.given.events.slice(0, most - seen)) {
      await triage(client, event);
      seen++;
    }
  }
  await client.close();
}

// A session ends when the gateway is restarted, or is idle for too long: a new one takes up where this one was.
for (let tries = 0; ; tries++) {
  try {
    await run();
    break;
  } catch (problem) {
    if (tries === 10) throw problem;
    console.error(`connecting again: ${(problem as Error).message}`);
    await new Promise((resume) => setTimeout(resume, 2_000));
  }
}
