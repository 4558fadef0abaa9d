import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const startWithin = 180_000;
const stopWithin = 60_000;

/** Brings the real stack up for all stories and takes it down again; with COUNTERSIGN_DEV_JSON set, one that runs already is used. */
export default async function setUp(): Promise<(() => Promise<void>) | void> {
  if (process.env.COUNTERSIGN_DEV_JSON) return;
  const bin = process.env.COUNTERSIGN_BIN ?? resolve(import.meta.dirname, "../../../bin");
  if (!existsSync(join(bin, "countersign"))) throw new Error(`no programs in ${bin}; run "make build" first`);
  const state = mkdtempSync(join(tmpdir(), "countersign-web-"));
  const stack = spawn(
    join(bin, "devstack"),
    ["run", "--quiet", "--state", state, "--bin", bin, "--port-base", String(await freePorts(6))],
    {
      stdio: ["ignore", "ignore", "inherit"],
      // The pod may be framed by the page of another site that its story serves.
      env: { ...process.env, COUNTERSIGN_POD_ANCESTORS: "http://localhost:* http://127.0.0.1:*" },
    },
  );
  const devJson = join(state, "dev.json");
  try {
    await ready(stack, devJson);
  } catch (error) {
    await stop(stack);
    throw error;
  }
  process.env.COUNTERSIGN_DEV_JSON = devJson;
  return async () => {
    await stop(stack);
    if (!process.env.COUNTERSIGN_KEEP) {
      await new Promise((done) =>
        spawn(join(bin, "devstack"), ["reset", "--state", state], { stdio: "ignore" })
          .on("exit", done)
          .on("error", done),
      );
      rmSync(state, { recursive: true, force: true });
    }
  };
}

async function ready(stack: ChildProcess, devJson: string): Promise<void> {
  const deadline = Date.now() + startWithin;
  while (Date.now() < deadline) {
    if (stack.exitCode !== null) throw new Error(`devstack ended with ${stack.exitCode}`);
    if (existsSync(devJson)) {
      const { api_url } = JSON.parse(readFileSync(devJson, "utf8")) as { api_url: string };
      const answer = await fetch(`${api_url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the stack was not ready in time");
}

async function stop(stack: ChildProcess): Promise<void> {
  if (stack.exitCode !== null) return;
  const ended = new Promise((done) => stack.once("exit", done));
  stack.kill("SIGTERM");
  const timer = setTimeout(() => stack.kill("SIGKILL"), stopWithin);
  await ended;
  clearTimeout(timer);
}

/** A run of free ports, below those that the system gives to outgoing connections. */
async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const base = 21_000 + ((process.pid * 31 + attempt * count) % 11_000);
    const free = await Promise.all(Array.from({ length: count }, (_, at) => isFree(base + at)));
    if (free.every(Boolean)) return base;
  }
  throw new Error("no free ports");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer().once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}
