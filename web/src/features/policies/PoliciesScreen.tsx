import { Link, useMatch, useNavigate } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { useCompany } from "../../api/useCompanies";
import { useSession } from "../../session/useSession";
import { useRowKeys } from "../../ui/RowKeys";
import { Skeleton } from "../../ui/Skeleton";
import { useDrafts } from "../../ui/useDraft";
import { useTitle } from "../../ui/useTitle";
import { CompanyPicker } from "../companies/public";
import "./policies.css";
import { usePolicies } from "../../api/usePolicies";
import { draftNameOf } from "./draftName";
import { PolicyPage } from "./PolicyPage";

/** The MSP's default, and the companies that have rules of their own. */
export function PoliciesScreen() {
  useTitle("Policies");
  const companyId = useMatch({ from: "/desk/manage/policies/$companyId", shouldThrow: false })?.params.companyId;
  const navigate = useNavigate();
  const all = usePolicies();
  const { data: company, isPending: naming } = useCompany(companyId);
  const me = useSession().data?.user.id;
  const drafts = useDrafts();
  const onKeyDown = useRowKeys();
  const own = (all.data?.items ?? []).flatMap((item) =>
    item.company && !item.inherited ? [{ company: item.company, version: item.version }] : [],
  );
  const listed = own.some((item) => item.company.id === companyId);
  return (
    <div className="screen">
      <header>
        <h1>Policies</h1>
      </header>
      <p className="screen-says">
        How people are verified. The default holds for every client company that has no policy of its own.
      </p>
      {all.isPending ? (
        <div className="card pad">
          <Skeleton lines={12} />
        </div>
      ) : all.isError && !all.data ? (
        <div className="card">
          <LoadError query={all} />
        </div>
      ) : (
        <div className="side-by-side">
          <nav className="stack" aria-label="Policies" onKeyDown={onKeyDown}>
            <CompanyPicker
              labelHidden
              label="Find a company"
              placeholder="Find a company"
              value={undefined}
              onChange={(found) => {
                if (found) void navigate({ to: "/manage/policies/$companyId", params: { companyId: found.id } });
              }}
            />
            <ul className="card side-list">
              <li>
                <Link to="/manage/policies" data-row="" activeOptions={{ exact: true }}>
                  <span className="clip">Default</span>
                  {drafts.has(draftNameOf(me, undefined)) && <span className="chip warn end">not saved</span>}
                </Link>
              </li>
              {own.map((item) => (
                <li key={item.company.id}>
                  <Link to="/manage/policies/$companyId" params={{ companyId: item.company.id }} data-row="">
                    <span className="clip">
                      <bdi>{item.company.name}</bdi>
                    </span>
                    {drafts.has(draftNameOf(me, item.company.id)) && <span className="chip warn end">not saved</span>}
                    <span className="chip end">v{item.version}</span>
                  </Link>
                </li>
              ))}
              {companyId && (company || naming) && !listed && (
                <li>
                  <Link to="/manage/policies/$companyId" params={{ companyId }} data-row="">
                    {company ? (
                      <span className="clip">
                        <bdi>{company.name}</bdi>
                      </span>
                    ) : (
                      <span className="skeleton grow" role="img" aria-label="A company" />
                    )}
                    <span className="faint end">default</span>
                  </Link>
                </li>
              )}
            </ul>
            {all.isSuccess && own.length === 0 && (
              <p className="soft">No company has its own policy. Find one above to give it one.</p>
            )}
          </nav>
          <PolicyPage key={companyId ?? "default"} companyId={companyId} companyName={company?.name} />
        </div>
      )}
    </div>
  );
}
