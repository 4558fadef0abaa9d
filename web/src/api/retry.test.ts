import { describe, expect, it } from "vitest";
import { retrying } from "./retry";

const at = "http://desk.example/v1/verifications";
const post = (headers: Record<string, string> = {}) => new Request(at, { method: "POST", body: "{}", headers });
const answering = (...answers: (number | Error | Response)[]) => {
  const seen: (string | null)[] = [];
  const plain = async (request: Request) => {
    seen.push(request.headers.get("Idempotency-Key"));
    await request.text();
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next instanceof Response ? next : new Response(null, { status: next });
  };
  return { seen, fetch: retrying(plain as typeof fetch, async () => {}) };
};

describe("retrying", () => {
  it("sends a keyed write again under the same key when its answer got lost", async () => {
    const desk = answering(new TypeError("network"), 503, 201);
    expect((await desk.fetch(post({ "Idempotency-Key": "k" }))).status).toBe(201);
    expect(desk.seen).toEqual(["k", "k", "k"]);
  });
  it("never repeats a write without a key", async () => {
    const desk = answering(new TypeError("network"), 201);
    await expect(desk.fetch(post())).rejects.toThrow("network");
    expect(desk.seen).toHaveLength(1);
  });
  it("takes a refusal for an answer", async () => {
    const desk = answering(409, 201);
    expect((await desk.fetch(post({ "Idempotency-Key": "k" }))).status).toBe(409);
  });
  it("does not press on when told to wait", async () => {
    const desk = answering(new Response(null, { status: 503, headers: { "Retry-After": "30" } }), 200);
    expect((await desk.fetch(new Request(at))).status).toBe(503);
  });
  it("takes our own word that a system behind us is away, and not a proxy's", async () => {
    const ours = answering(
      new Response("{}", { status: 502, headers: { "Content-Type": "application/problem+json" } }),
      200,
    );
    expect((await ours.fetch(new Request(at))).status).toBe(502);
    const proxys = answering(new Response("<html>", { status: 502 }), 200);
    expect((await proxys.fetch(new Request(at))).status).toBe(200);
  });
  it("gives up in the end", async () => {
    const desk = answering(new TypeError("a"), new TypeError("b"), new TypeError("c"));
    await expect(desk.fetch(new Request(at))).rejects.toThrow("c");
  });
});
