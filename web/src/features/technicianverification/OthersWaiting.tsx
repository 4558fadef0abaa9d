import { Name } from "../../ui/Name";
import { Shield } from "../../ui/Shield";
import { whoAsked } from "./labels";
import { useWaitingRequests } from "./useTechnicianVerifications";

/**
 * The clients who wait for a code while another person is open: whoever is on the line may be one of them. It leads to
 * the console, because the ticket on screen is not theirs.
 */
export function OthersWaiting({ contactId }: { contactId: string | undefined }) {
  const others = useWaitingRequests().filter(
    (each) =>
      each.contact?.id !== contactId && !each.candidates.some((candidate) => candidate.contact.id === contactId),
  );
  const [first] = others;
  return (
    <div className="others-waiting" role="status">
      {first && (
        <div className="banner warn row">
          <Shield state="wait" />
          <div className="grow">
            {others.length === 1 ? (
              <>
                <Name strong>{whoAsked(first)}</Name> waits for the code.
              </>
            ) : (
              <strong>{others.length} other people wait for the code.</strong>
            )}
          </div>
          <a
            className="button small"
            target="_blank"
            rel="noreferrer"
            href={others.length === 1 ? `/verifications/they-verify-us/${first.id}` : "/verifications/they-verify-us"}
          >
            {others.length === 1 ? "Take it up" : "See them"}
            <span className="hidden-text"> in the console</span>
          </a>
        </div>
      )}
    </div>
  );
}
