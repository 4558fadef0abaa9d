import { describe, expect, it } from "vitest";
import { problemOf } from "./problem";
import { problemLabel } from "./problemLabels";

const answer = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers });

describe("a way that is closed", () => {
  it("says why, and sends nobody to another way where none is open", () => {
    const detail = "SMS are paused by an admin. No way to this person is open.";
    expect(problemLabel(problemOf({ code: "channel_unavailable", detail }, answer(409)))).toEqual({
      what: "This way is not open for this person.",
      next: detail,
    });
  });
});

describe("an error on our side", () => {
  it("says the number under which support finds the request", () => {
    const problem = problemOf({ code: "internal", title: "x" }, answer(500, { "X-Request-Id": "01a22dc8" }));
    expect(problemLabel(problem).next).toBe("Try again. If it stays, tell support this number: 01a22dc8.");
  });
  it("says what to do where there is no number", () =>
    expect(problemLabel(problemOf(undefined, answer(500))).next).toContain("tell your admin what you did"));
  it("is told from a refusal, which needs no number", () =>
    expect(
      problemLabel(problemOf({ code: "not_found" }, answer(404, { "X-Request-Id": "01a22dc8" }))).next,
    ).not.toContain("01a22dc8"));
});
