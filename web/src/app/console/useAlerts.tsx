import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import type { Subject } from "../../live/apply";
import { useToast } from "../../ui/Toasts";

/**
 * Shows an alert on every screen when a person denies a verification, or when a client reports a technician as unknown.
 */
export function useAlerts(): (subject: Subject) => void {
  const api = useApi();
  const toast = useToast();
  const navigate = useNavigate();
  return useCallback(
    (subject: Subject) => {
      const id = subject.id;
      if (!id) return;
      const denied = async () => {
        const verification = await unwrap(
          api.GET("/verifications/{verification_id}", { params: { path: { verification_id: id } } }),
        );
        toast({
          tone: "bad",
          stays: true,
          words: (
            <>
              <strong>{verification.contact.name} says: this was not me.</strong>
              <br />
              {verification.leader}'s call{verification.ticket_id ? `, ticket ${verification.ticket_id}` : ""}.{" "}
              <button
                type="button"
                className="link"
                onClick={() => void navigate({ to: "/verifications/$verificationId", params: { verificationId: id } })}
              >
                Look at it
              </button>
            </>
          ),
        });
      };
      const notOurs = async () => {
        const verification = await unwrap(
          api.GET("/technician-verifications/{technician_verification_id}", {
            params: { path: { technician_verification_id: id } },
          }),
        );
        toast({
          tone: "bad",
          stays: true,
          words: (
            <>
              <strong>{verification.contact?.name ?? "A client"} and a technician do not have the same code.</strong>
              <br />
              {verification.claimed_by ? `Taken up by ${verification.claimed_by}` : "Nobody of yours had taken it up"}.{" "}
              <button
                type="button"
                className="link"
                onClick={() =>
                  void navigate({ to: "/requests/$technicianVerificationId", params: { technicianVerificationId: id } })
                }
              >
                Look at it
              </button>
            </>
          ),
        });
      };
      denied()
        .catch(notOurs)
        .catch(() => undefined);
    },
    [api, toast, navigate],
  );
}
