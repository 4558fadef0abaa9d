import { LoadError } from "../../api/LoadError";
import { useFirstReads } from "../../api/useFirstReads";
import { DetailPanel } from "../../ui/DetailPanel";
import { ActiveVerification } from "./ActiveVerification";
import { Record } from "./Record";
import { RecordedOutcome } from "./RecordedOutcome";
import { useVerification, useVerificationActions } from "./useVerification";
import "./verification.css";
import { statusLabel, statusTone } from "./labels";

/** One verification beside the list: what to do while it is open, and its record afterwards. */
export function VerificationDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useVerification(id);
  const actions = useVerificationActions();
  const verification = query.data;
  const ready = verification !== undefined;
  const known = useFirstReads(ready);

  return (
    <DetailPanel
      label="Verification"
      ready={ready}
      failed={query.isError}
      // What is open reads no more, and its boxes take the focus at once.
      known={known || verification?.status === "pending"}
      heading={
        verification && (
          <>
            <div className="row wrap">
              <h1 tabIndex={-1}>
                <bdi>{verification.contact.name}</bdi>
              </h1>
              <span className={`chip ${statusTone[verification.status]}`}>{statusLabel[verification.status]}</span>
            </div>
            <div className="soft">
              <bdi>{verification.company.name}</bdi>
            </div>
          </>
        )
      }
      above={
        query.isError && (
          <div className="card">
            <LoadError query={query} />
          </div>
        )
      }
      onClose={onClose}
    >
      {verification &&
        (verification.status === "pending" ? (
          <ActiveVerification
            key={verification.sends.length}
            verification={verification}
            actions={actions}
            onDone={onClose}
          />
        ) : (
          <RecordedOutcome verification={verification} />
        ))}
      {verification && <Record verification={verification} />}
    </DetailPanel>
  );
}
