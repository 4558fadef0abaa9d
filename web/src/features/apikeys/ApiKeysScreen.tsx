import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import type { ApiKey } from "../../api/types";
import { useApiKeys } from "../../api/useApiKeys";
import { Empty } from "../../ui/Empty";
import { TypeTheName } from "../../ui/TypeTheName";
import { useTitle } from "../../ui/useTitle";
import { KeyTable } from "./KeyTable";
import { NewKeyDialog } from "./NewKeyDialog";

/** Keys for other programs. */
export function ApiKeysScreen() {
  useTitle("API keys");
  const list = useApiKeys();
  const [sheet, setSheet] = useState<"new" | ApiKey>();
  return (
    <div className="screen">
      <header>
        <h1 className="grow">API keys</h1>
        <button type="button" className="primary" onClick={() => setSheet("new")}>
          Create a key
        </button>
      </header>
      <p className="screen-says">
        For programs that verify people or read results. A key can do only what its scopes say; what it does is in the
        audit log under its name.
      </p>
      <section className="card list-card" aria-label="API keys">
        {list.isError && !list.data ? (
          <LoadError query={list} />
        ) : list.data?.items.length === 0 ? (
          <Empty title="No keys">Create one when a program of yours should talk to Countersign.</Empty>
        ) : (
          <KeyTable items={list.data?.items} onRevoke={setSheet} />
        )}
      </section>
      {sheet === "new" && <NewKeyDialog onClose={() => setSheet(undefined)} />}
      {sheet && sheet !== "new" && <Revoke apiKey={sheet} onClose={() => setSheet(undefined)} />}
    </div>
  );
}

function Revoke({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => unwrap(api.DELETE("/api-keys/{api_key_id}", { params: { path: { api_key_id: apiKey.id } } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.apiKeys });
      onClose();
    },
  });
  return (
    <TypeTheName
      title={`Revoke ${apiKey.name}?`}
      name={apiKey.name}
      what="key"
      verb="Revoke for good"
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      <p>Programs that use it are refused at once. A revoked key never comes back; create a new one instead.</p>
      <ProblemNote error={revoke.error} />
    </TypeTheName>
  );
}
