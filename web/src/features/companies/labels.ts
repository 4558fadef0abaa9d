import type { PolicyVersion, Source } from "../../api/types";

/** The names of the PSAs that know a company, or "By hand". */
export function comesFrom(sources: readonly Source[] | undefined): string[] {
  return sources?.length ? [...new Set(sources.map((source) => source.name))] : ["By hand"];
}

/** True for a company that every PSA has lost. */
export function goneEverywhere(sources: readonly Source[] | undefined): boolean {
  return Boolean(sources?.length) && (sources ?? []).every((source) => source.gone);
}

/** The version of a company's own policy; nothing for one that follows the MSP's default. */
export function ownVersion(policies: readonly PolicyVersion[], companyId: string): number | undefined {
  return policies.find((policy) => policy.company?.id === companyId && !policy.inherited)?.version;
}

/** Whose policy applies, in a list: "Own, v3" or "Default". */
export function policyLabel(policies: readonly PolicyVersion[], companyId: string): string {
  const version = ownVersion(policies, companyId);
  return version === undefined ? "Default" : `Own, v${version}`;
}

/** What happens to a typed name when a PSA has a name as well. */
export function nameHint(sources: readonly Source[] | undefined): string | undefined {
  const held = (sources ?? []).filter((source) => !source.gone);
  return held.length > 0
    ? `Known to ${comesFrom(held).join(" and ")}: when it is changed there, it takes the name from there again.`
    : undefined;
}
