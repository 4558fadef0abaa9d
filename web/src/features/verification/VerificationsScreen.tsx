import { useMatch, useNavigate } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import type { VerificationStatus } from "../../api/types";
import { useCompany } from "../../api/useCompanies";
import { Empty } from "../../ui/Empty";
import { useFilters } from "../../ui/FilterBar";
import { FilterChips } from "../../ui/FilterChips";
import { ListAndDetail } from "../../ui/ListAndDetail";
import { MoreButton } from "../../ui/MoreButton";
import { RowKeys } from "../../ui/RowKeys";
import { useCloseDetail } from "../../ui/useCloseDetail";
import { useTitle } from "../../ui/useTitle";
import { CompanyPicker } from "../companies/public";
import { useOpenVerifications, useVerificationList } from "./useVerifications";
import { VerificationDetail } from "./VerificationDetail";
import { VerificationTable } from "./VerificationTable";

type Ended = Exclude<VerificationStatus, "pending">;
const filters: { value: Ended | undefined; label: string }[] = [
  { value: undefined, label: "All" },
  { value: "approved", label: "Verified" },
  { value: "denied", label: "Denied" },
  { value: "expired", label: "Ran out" },
  { value: "cancelled", label: "Cancelled" },
  { value: "failed", label: "Not sent" },
];

/** All verifications, live; open ones come first. */
export function VerificationsScreen() {
  useTitle("Verifications");
  const verificationId = useMatch({ from: "/desk/verifications/$verificationId", shouldThrow: false })?.params
    .verificationId;
  const navigate = useNavigate();
  const [chosen, setFilters] = useFilters("status", "company");
  const status = filters.find((each) => each.value === chosen.status)?.value;
  const company = useCompany(chosen.company).data;
  const companyId = chosen.company;
  const open = useOpenVerifications(companyId);
  const list = useVerificationList(status, companyId);
  const ended = list.data?.pages.flatMap((page) => page.items).filter((each) => each.status !== "pending");

  const { screen, close } = useCloseDetail(verificationId, () =>
    navigate({ to: "/verifications", search: true as never }),
  );

  return (
    <ListAndDetail opened={verificationId !== undefined} screen={screen}>
      <RowKeys className="list-side">
        <div className="row wrap screen-top">
          <h1>Verifications</h1>
          <div className="company-filter">
            <CompanyPicker
              labelHidden
              label="Company"
              placeholder="Any company"
              value={company}
              onChange={(company) => setFilters({ company: company?.id })}
            />
          </div>
        </div>
        <section aria-labelledby="open-now" className="stack">
          <h2 id="open-now" className="row list-title">
            Open now{" "}
            {open.data && open.data.items.length > 0 && (
              <span className="chip warn">
                <span className="figure">{open.data.items.length}</span>
              </span>
            )}
          </h2>
          <div className="card">
            {open.isError ? (
              <LoadError query={open} />
            ) : open.data?.items.length === 0 ? (
              <p className="soft quiet-line">Nobody is being verified at the moment.</p>
            ) : (
              <VerificationTable label="Open now" items={open.data?.items} selected={verificationId} />
            )}
          </div>
        </section>
        {/* It stands below the open ones, so it comes when it is known how many they are. */}
        {(open.data || open.isError) && (
          <section aria-labelledby="ended" className="stack">
            <div className="row wrap">
              <h2 id="ended">Ended</h2>
              <FilterChips filters={filters} value={status} onChange={(status) => setFilters({ status })} />
            </div>
            <div className="card list-card">
              {list.isError && !ended ? (
                <LoadError query={list} />
              ) : ended?.length === 0 && !list.hasNextPage ? (
                status || companyId ? (
                  <Empty title="None of these">Choose another filter to see more.</Empty>
                ) : (
                  <Empty title="No verification has ended yet">
                    Open a contact, choose a way to reach them, and ask for the code.
                  </Empty>
                )
              ) : (
                <VerificationTable label="Ended" items={ended} selected={verificationId} />
              )}
              <MoreButton list={list} />
            </div>
          </section>
        )}
      </RowKeys>
      {verificationId && <VerificationDetail key={verificationId} id={verificationId} onClose={close} />}
    </ListAndDetail>
  );
}
