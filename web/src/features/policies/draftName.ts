/** Under which the draft of a policy is kept; each person has drafts of their own. */
export const draftNameOf = (user: string | undefined, companyId: string | undefined): string =>
  `policy of ${companyId ?? "everybody"} by ${user ?? "nobody"}`;
