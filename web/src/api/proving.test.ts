import { expect, test } from "vitest";
import { proving } from "./proving";

const refusal = (code: string) =>
  new Response(JSON.stringify({ code, title: "", status: 401 }), {
    status: 401,
    headers: { "content-type": "application/problem+json" },
  });

const request = () =>
  new Request("http://desk.test/v1/api-keys", { method: "POST", body: "{}", headers: { "Idempotency-Key": "k" } });

test("a refused act is repeated with its body and key once the person has proven themselves", async () => {
  const seen: string[] = [];
  const send = proving(
    async (asked) => {
      seen.push(`${await asked.text()} ${asked.headers.get("Idempotency-Key")}`);
      return seen.length === 1 ? refusal("step_up_required") : new Response("{}", { status: 201 });
    },
    async () => true,
  );
  expect((await send(request())).status).toBe(201);
  expect(seen).toEqual(["{} k", "{} k"]);
});

test("who does not prove themselves gets the refusal, and no other refusal asks", async () => {
  let asked = 0;
  for (const code of ["step_up_required", "unauthorized", "wrong_credentials"]) {
    const send = proving(
      async () => refusal(code),
      async () => {
        asked++;
        return false;
      },
    );
    expect((await send(request())).status).toBe(401);
  }
  expect(asked).toBe(1);
});
