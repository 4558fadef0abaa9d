import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { keys } from "../../api/keys";
import { ProblemNote } from "../../api/ProblemNote";
import type { Integration } from "../../api/types";
import { counted } from "../../ui/figures";
import { useToast } from "../../ui/Toasts";
import { TypeTheName } from "../../ui/TypeTheName";
import { useIntegrationActions } from "./useIntegrations";

/** Asks for the name, because the credentials are deleted for good, and says what is deleted and what stays. */
export function DisconnectDialog({ integration, onClose }: { integration: Integration; onClose: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const toast = useToast();
  const { disconnect } = useIntegrationActions(integration.id);
  const gone = async () => {
    toast({ tone: "ok", words: `${integration.name} is disconnected. Its people and companies stay.` });
    await navigate({ to: "/manage/connections" });
    client.removeQueries({ queryKey: keys.integration(integration.id) });
    for (const key of [keys.integrations, keys.ticketDefaults, keys.tickets])
      void client.invalidateQueries({ queryKey: key });
  };
  return (
    <TypeTheName
      title={`Disconnect ${integration.name}?`}
      name={integration.name}
      what="connection"
      verb="Disconnect for good"
      busy={disconnect.isPending}
      onClose={onClose}
      onConfirm={() => disconnect.mutate(undefined, { onSuccess: () => void gone() })}
    >
      <div className="stack">
        <p>
          <strong>Stays:</strong> {counted(integration.contacts, "contact")} and{" "}
          {counted(integration.companies, "company", "companies")}, their shields, and all evidence.
        </p>
        <p>
          <strong>Ends:</strong> syncs, its tickets on this desk, and notes into them. The credentials are deleted; to
          connect again you need them once more.
        </p>
        <p className="soft">To pause for a while, disable it instead.</p>
        <ProblemNote error={disconnect.error} />
      </div>
    </TypeTheName>
  );
}
