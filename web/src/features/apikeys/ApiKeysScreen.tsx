import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import type { ApiKey } from "../../api/types";
import { Confirm } from "../../ui/Dialog";
import { Empty } from "../../ui/Empty";
import { SkeletonRows } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";
import { When } from "../../ui/When";
import { NewKeyDialog } from "./NewKeyDialog";

/** Keys for other programs. */
export function ApiKeysScreen() {
  useTitle("API keys");
  const api = useApi();
  const list = useQuery({ queryKey: keys.apiKeys, queryFn: ({ signal }) => unwrap(api.GET("/api-keys", { signal })) });
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
      <div className="card table-card">
        {list.isError ? (
          <LoadError query={list} />
        ) : list.data?.items.length === 0 ? (
          <Empty title="No keys">Create one when a program of yours should talk to Countersign.</Empty>
        ) : (
          <table aria-busy={list.isPending}>
            <thead>
              <tr>
                <th>Name</th>
                <th>Begins with</th>
                <th>May</th>
                <th>Acts as</th>
                <th>Created</th>
                <th>Last used</th>
                <th>
                  <span className="hidden-text">Action</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.isPending && <SkeletonRows rows={3} columns={7} />}
              {list.data?.items.map((key) => (
                <tr key={key.id}>
                  <td>
                    <strong>{key.name}</strong>
                  </td>
                  <td className="mono">{key.prefix}…</td>
                  <td>
                    <span className="row wrap scopes">
                      {key.scopes.map((scope) => (
                        <span key={scope} className={`chip ${scope === "admin" ? "warn" : ""}`}>
                          {scope}
                        </span>
                      ))}
                    </span>
                  </td>
                  <td className="soft">{key.user?.name ?? "itself"}</td>
                  <td className="soft">
                    <When at={key.created_at} />
                    {key.created_by && ` by ${key.created_by.name}`}
                    {key.owner_gone && ", who does not work here any more"}
                    {key.expires_at && (
                      <>
                        , ends <When at={key.expires_at} />
                      </>
                    )}
                  </td>
                  <td className="soft">{key.last_used_at ? <When at={key.last_used_at} /> : "never"}</td>
                  <td className="number">
                    {key.revoked_at ? (
                      <span className="chip bad">Revoked</span>
                    ) : (
                      <button
                        type="button"
                        className="danger"
                        aria-label={`Revoke ${key.name}`}
                        onClick={() => setSheet(key)}
                      >
                        Revoke
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
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
    <Confirm
      title={`Revoke ${apiKey.name}?`}
      verb="Revoke for good"
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      <p>Programs that use it are refused at once. A revoked key never comes back; create a new one instead.</p>
      <ProblemNote error={revoke.error} />
    </Confirm>
  );
}
