import { useMatch, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { Ref, VerificationStatus } from "../../api/types";
import { CompanyPicker } from "../companies/CompanyPicker";
import "../contacts/contacts.css";
import { Empty } from "../../ui/Empty";
import { LoadError } from "../../api/LoadError";
import { useRowKeys } from "../../ui/useRowKeys";
import { useTitle } from "../../ui/useTitle";
import { useOpenVerifications, useVerificationList } from "./useVerifications";
import { VerificationDetail } from "./VerificationDetail";
import "./verifications.css";
import { VerificationTable } from "./VerificationTable";

type Ended = Exclude<VerificationStatus, "pending">;
const filters: { status: Ended | undefined; label: string }[] = [
  { status: undefined, label: "All" },
  { status: "approved", label: "Verified" },
  { status: "denied", label: "Denied" },
  { status: "expired", label: "Ran out" },
  { status: "cancelled", label: "Cancelled" },
  { status: "failed", label: "Not sent" },
];

/** Every call's verification, live: what is open comes first. */
export function VerificationsScreen() {
  useTitle("Verifications");
  const verificationId = useMatch({ from: "/desk/verifications/$verificationId", shouldThrow: false })?.params
    .verificationId;
  const navigate = useNavigate();
  const screen = useRef<HTMLDivElement>(null);
  const [status, setStatus] = useState<Ended>();
  const [company, setCompany] = useState<Ref>();
  const open = useOpenVerifications(company?.id);
  const list = useVerificationList(status, company?.id);
  const onKeyDown = useRowKeys();
  const ended = list.data?.pages.flatMap((page) => page.items).filter((each) => each.status !== "pending");

  const close = async () => {
    const row = verificationId;
    await navigate({ to: "/verifications" });
    requestAnimationFrame(() =>
      screen.current?.querySelector<HTMLElement>(row ? `[data-row][href$="${row}"]` : "[data-row]")?.focus(),
    );
  };
  useEffect(() => {
    const onEscape = (event: KeyboardEvent) => {
      if (
        event.key === "Escape" &&
        verificationId &&
        !event.defaultPrevented &&
        !document.querySelector("dialog[open]")
      )
        void close();
    };
    document.addEventListener("keydown", onEscape);
    return () => document.removeEventListener("keydown", onEscape);
  });

  return (
    <div className={`contacts${verificationId ? " with-person" : ""}`} ref={screen}>
      <div className="list-side" onKeyDown={onKeyDown}>
        <div className="row wrap screen-top">
          <h1>Verifications</h1>
          <div className="company-filter">
            <CompanyPicker bare label="Company" placeholder="Any company" value={company} onChange={setCompany} />
          </div>
        </div>
        <section aria-labelledby="open-now" className="stack">
          <h2 id="open-now" className="row">
            Open now{" "}
            {open.data && open.data.items.length > 0 && (
              <span className="chip warn">
                <span className="figure">{open.data.items.length}</span>
              </span>
            )}
          </h2>
          <div className="card">
            {open.isError ? (
              <LoadError error={open.error} retry={() => void open.refetch()} />
            ) : open.data?.items.length === 0 ? (
              <p className="soft quiet-line">Nobody is being verified at the moment.</p>
            ) : (
              <VerificationTable label="Open now" items={open.data?.items} selected={verificationId} />
            )}
          </div>
        </section>
        <section aria-labelledby="ended" className="stack">
          <div className="row wrap">
            <h2 id="ended">Ended</h2>
            {filters.map((each) => (
              <button
                key={each.label}
                type="button"
                className="chip"
                aria-pressed={status === each.status}
                onClick={() => setStatus(each.status)}
              >
                {each.label}
              </button>
            ))}
          </div>
          <div className="card list-card">
            {list.isError && !ended ? (
              <LoadError error={list.error} retry={() => void list.refetch()} />
            ) : ended?.length === 0 && !list.hasNextPage ? (
              status || company ? (
                <Empty title="None of these">Choose another filter to see more.</Empty>
              ) : (
                <Empty title="No verification has ended yet">
                  Open a contact, choose a way to reach them, and ask for the code.
                </Empty>
              )
            ) : (
              <VerificationTable label="Ended" items={ended} selected={verificationId} />
            )}
            {list.hasNextPage && (
              <div className="list-more">
                <button
                  type="button"
                  className="quiet"
                  disabled={list.isFetching}
                  onClick={() => void list.fetchNextPage()}
                >
                  {list.isFetchingNextPage ? "Loading" : "More"}
                </button>
              </div>
            )}
          </div>
        </section>
      </div>
      {verificationId && <VerificationDetail key={verificationId} id={verificationId} onClose={() => void close()} />}
    </div>
  );
}
