import { MutationObserver } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import { makeApi, unwrap } from "./client";
import { asProblem } from "./problem";
import { problemLabel } from "./problemLabels";
import { makeQueryClient } from "./queryClient";

afterEach(() => void vi.unstubAllGlobals());

it("refuses at once while offline, and sends nothing once the network is back", async () => {
  const sent = vi.fn(async () => Response.json({}));
  vi.stubGlobal("navigator", { onLine: false });
  vi.stubGlobal("fetch", sent);
  const Plain = Request;
  vi.stubGlobal(
    "Request",
    class extends Plain {
      constructor(address: string, init?: RequestInit) {
        super(new URL(address, "http://desk.example"), init);
      }
    },
  );
  const api = makeApi({ onSignedOut: () => {} });
  const press = new MutationObserver(makeQueryClient(), {
    mutationFn: () => unwrap(api.POST("/alerts/{alert_id}/take", { params: { path: { alert_id: "a" } } })),
  });
  const refused = asProblem(await press.mutate().catch((error: unknown) => error));
  expect(problemLabel(refused).what).toBe("You are offline. Nothing was sent.");
  vi.stubGlobal("navigator", { onLine: true });
  await new Promise((done) => setTimeout(done, 20));
  expect(sent).not.toHaveBeenCalled();
});
