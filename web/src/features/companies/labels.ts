import type { PolicyVersion, Source } from "../../api/types";

/** Where a company comes from, in a word or two each: the PSAs that know it, or the hand that typed it. */
export function comesFrom(sources: readonly Source[] | undefined): string[] {
  return sources?.length ? [...new Set(sources.map((source) => source.name))] : ["By hand"];
}

/** True for a company that no PSA has any more, though one had it. */
export function goneEverywhere(sources: readonly Source[] | undefined): boolean {
  return Boolean(sources?.length) && (sources ?? []).every((source) => source.gone);
}

/** The version of a company's own policy; nothing for one that follows the MSP's default. */
export function ownVersion(policies: readonly PolicyVersion[], companyId: string): number | undefined {
  return policies.find((policy) => policy.company?.id === companyId && !policy.inherited)?.version;
}

/** Whose rules hold, in a list: "Own, v3" or "Default". */
export function policyLabel(policies: readonly PolicyVersion[], companyId: string): string {
  const version = ownVersion(policies, companyId);
  return version === undefined ? "Default" : `Own, v${version}`;
}

/** What becomes of a name that is typed here while a PSA has one too. */
export function nameHint(sources: readonly Source[] | undefined): string | undefined {
  const held = (sources ?? []).filter((source) => !source.gone);
  return held.length > 0
    ? `Known to ${comesFrom(held).join(" and ")}: when it is changed there, it takes the name from there again.`
    : undefined;
}
