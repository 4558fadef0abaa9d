import { describe, expect, it } from "vitest";
import { readCommand } from "./readCommand";

describe("the search for everything", () => {
  it.each([
    ["ana", undefined, "ana", undefined],
    [" Verify  ana torres ", "verify", "ana torres", undefined],
    ["verify", undefined, "verify", undefined],
    ["48191", undefined, "48191", "48191"],
    ["#48191", undefined, "#48191", "48191"],
    ["T20261130.0012", undefined, "T20261130.0012", undefined],
    ["INC-48191", undefined, "INC-48191", "INC-48191"],
    ["12", undefined, "12", undefined],
    ["+1 415 555", undefined, "+1 415 555", undefined],
  ])("%j asks for %s %j, ticket %s", (text, act, words, ticket) =>
    expect(readCommand(text)).toEqual({ act, words, ticket }),
  );
});
