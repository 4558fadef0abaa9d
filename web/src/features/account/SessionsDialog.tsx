import "./account.css";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { ProblemNote } from "../../api/ProblemNote";
import { Dialog } from "../../ui/Dialog";
import { Moment } from "../../ui/Moment";
import { Skeleton } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { browserName } from "./browserName";

/** Where one is signed in: each browser and pod, with one press to end it. */
export function SessionsDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: keys.mySessions,
    queryFn: ({ signal }) => unwrap(api.GET("/me/sessions", { signal })),
  });
  const end = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE("/me/sessions/{session_id}", { params: { path: { session_id: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.mySessions }),
  });
  return (
    <Dialog title="Where you are signed in" onClose={onClose}>
      <div className="stack wide">
        {query.isError && !query.data ? (
          <LoadError query={query} />
        ) : !query.data ? (
          <Skeleton lines={4} />
        ) : (
          <ul className="sessions">
            {query.data.items.map((session) => {
              const name = browserName(session.browser);
              return (
                <li key={session.id} className="row">
                  <div className="grow">
                    <strong>{session.kind === "pod" ? `Pod, ${name}` : name}</strong>
                    {session.current && <span className="chip info">This one</span>}
                    <div className="soft">
                      Used <When at={session.used_at} />
                    </div>
                    <div className="faint">
                      Signed in <Moment at={session.created_at} />
                    </div>
                  </div>
                  {!session.current && (
                    <button
                      type="button"
                      disabled={end.isPending}
                      aria-label={`Sign out of ${name}`}
                      onClick={() => end.mutate(session.id)}
                    >
                      Sign out
                    </button>
                  )}
                </li>
              );
            })}
          </ul>
        )}
        <ProblemNote error={end.error} />
        <p className="soft">Is one of these not you? Sign it out, and change your password.</p>
      </div>
    </Dialog>
  );
}
