import { describe, expect, it } from "vitest";
import type { PolicyVersion, Source } from "../../api/types";
import { comesFrom, goneEverywhere, nameHint, ownVersion, policyLabel } from "./labels";

const halo: Source = { name: "HaloPSA", kind: "halopsa", external_id: "17" };
const desk: Source = { name: "Zendesk", kind: "zendesk", external_id: "9" };
const version = (number: number, company?: string, inherited = false) =>
  ({
    version: number,
    inherited,
    hash: "",
    policy: {},
    ...(company ? { company: { id: company, name: company } } : {}),
  }) as PolicyVersion;

describe("where a company comes from", () => {
  it.each([
    [undefined, ["By hand"]],
    [[], ["By hand"]],
    [[halo], ["HaloPSA"]],
    [
      [halo, { ...halo, external_id: "18" }, desk],
      ["HaloPSA", "Zendesk"],
    ],
  ])("%j: %j", (sources, words) => expect(comesFrom(sources)).toEqual(words));
  it("is gone once every PSA that knew it lost it", () =>
    expect(
      [undefined, [], [halo], [{ ...halo, gone: true }, desk], [{ ...halo, gone: true }]].map(goneEverywhere),
    ).toEqual([false, false, false, false, true]));
  it("says whose name wins, of those that still have one", () =>
    expect([
      nameHint(undefined),
      nameHint([{ ...halo, gone: true }]),
      nameHint([halo, desk])?.startsWith("Known to HaloPSA and Zendesk"),
    ]).toEqual([undefined, undefined, true]));
});

describe("whose rules hold", () => {
  const policies = [version(4), version(2, "a"), version(4, "b", true)];
  it("knows a company's own from the default", () =>
    expect(["a", "b", "c"].map((id) => ownVersion(policies, id))).toEqual([2, undefined, undefined]));
  it("says it", () =>
    expect(["a", "b", "c"].map((id) => policyLabel(policies, id))).toEqual(["Own, v2", "Default", "Default"]));
});
