import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { LiveProvider } from "../../live/LiveContext";
import { useLive } from "../../live/useLive";
import { useOnline } from "../../live/useOnline";
import { useSession } from "../../session/useSession";
import { useAccent } from "../../theme/useAccent";
import { ConnectionBar } from "../../ui/ConnectionBar";
import { Empty } from "../../ui/Empty";
import { useHeldFocus } from "../../ui/useHeldFocus";
import { useBearer, useBearerState } from "./BearerContext";
import { usePlace } from "./FrameContext";
import type { LaunchParams } from "./launchParams";
import { PodDesk } from "./PodDesk";
import { PodLoading } from "./PodLoading";
import { PodRecord } from "./PodRecord";
import { PodSignInPrompt } from "./PodSignInPrompt";
import { PodWho } from "./PodWho";
import { useReload } from "./useRecord";

export function PodApp({ launchParams }: { launchParams: LaunchParams }) {
  const bearer = useBearer();
  const state = useBearerState();
  const client = useQueryClient();
  useHeldFocus();
  useEffect(() => void bearer.refresh(), [bearer]);
  useEffect(() => {
    if (state === "in") void client.invalidateQueries({ queryKey: keys.session });
    if (state === "out") client.removeQueries();
  }, [state, client]);

  switch (state) {
    case "starting":
      return <PodLoading />;
    case "out":
      return <PodSignInPrompt />;
    case "unreachable":
      return (
        <main className="pod">
          <Empty
            whole
            title="Countersign does not answer"
            action={
              <button type="button" onClick={() => void bearer.refresh()}>
                Try again
              </button>
            }
          >
            Check your connection; then try again.
          </Empty>
        </main>
      );
    case "in":
      return <SignedIn launchParams={launchParams} />;
  }
}

function SignedIn({ launchParams }: { launchParams: LaunchParams }) {
  const bearer = useBearer();
  const session = useSession();
  const { place, loaded } = usePlace(launchParams);
  useReload(loaded);
  useAccent(session.data?.accent);
  const headers = useCallback((): Record<string, string> => {
    const token = bearer.current();
    return token ? { Authorization: `Bearer ${token}` } : {};
  }, [bearer]);
  const live = useLive({ headers, onRefused: bearer.refresh });
  const online = useOnline();

  if (session.isError)
    return (
      <main className="pod">
        <LoadError query={session} alone />
      </main>
    );
  if (session.isPending) return <PodLoading />;
  if (!session.data) return <PodSignInPrompt />;
  const ticket = launchParams.ticketId ? { id: launchParams.ticketId, contactId: launchParams.contactId } : undefined;
  return (
    <LiveProvider state={live}>
      <ConnectionBar online={online} lost={live === "lost"} />
      {place ? (
        <PodRecord key={`${place.screen} ${place.id}`} session={session.data} place={place} />
      ) : (
        <PodDesk
          session={session.data}
          contactId={launchParams.contactId}
          ticket={ticket}
          looking={{ search: launchParams.search, openOnly: launchParams.exact }}
        />
      )}
      <PodWho session={session.data} />
    </LiveProvider>
  );
}
