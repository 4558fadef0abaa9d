import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { keys } from "../../api/keys";
import type { Session } from "../../api/types";
import { LiveProvider } from "../../live/LiveContext";
import { useLive } from "../../live/useLive";
import { useOnline } from "../../live/useOnline";
import { CallProvider } from "../../session/CallContext";
import { SearchProvider } from "../../session/ContactSearchContext";
import { ProofDialog } from "../../session/ProofDialog";
import { may } from "../../session/useSession";
import { useAccent } from "../../theme/useAccent";
import { ConnectionBar } from "../../ui/ConnectionBar";
import { useHeldFocus } from "../../ui/useHeldFocus";
import { KeysDialog } from "./KeysDialog";
import { MainArea } from "./MainArea";
import { ManageNav } from "./ManageNav";
import { Nav } from "./Nav";
import { PhoneBar } from "./PhoneBar";
import { placeAt, placesOf } from "./places";
import { useKeys } from "./useKeys";
import "./shell.css";
import "./print.css";

const Search = lazy(() => import("./Search").then((module) => ({ default: module.Search })));

/** The desk around every screen: the navigation, the call that is on, the tabs of the place. */
export function Shell({ session }: { session: Session }) {
  useAccent(session.accent);
  useHeldFocus();
  const client = useQueryClient();
  const online = useOnline();
  const live = useLive({
    onRefused: async () => {
      await client.invalidateQueries({ queryKey: keys.session });
      return false;
    },
  });
  const path = useLocation({ select: (location) => location.pathname });
  const places = placesOf(session);
  const place = placeAt(places, path);
  const mayManage = may(session, "admin");
  const inManage = /^\/manage(\/|$)/.test(path);
  const [sheet, setSheet] = useState<"search" | "keys">();
  const close = () => setSheet(undefined);
  const onSearch = () => setSheet("search");
  useKeys({ places, mayManage, onSearch, onHelp: () => setSheet("keys") });

  return (
    <LiveProvider state={live}>
      <SearchProvider>
        <CallProvider>
          <ConnectionBar online={online} lost={live === "lost"} />
          <div className={`shell${place && place.tabs.length > 1 ? " with-tabs" : ""}`}>
            <a className="skip" href="#main">
              Skip to the content
            </a>
            {inManage ? <ManageNav session={session} /> : <Nav session={session} places={places} onSearch={onSearch} />}
            <MainArea place={place} />
            <ProofDialog authenticator={session.totp_enrolled} />
            <PhoneBar session={session} places={places} inManage={inManage} onSearch={onSearch} />
          </div>
          {sheet === "keys" && <KeysDialog places={places} mayManage={mayManage} onClose={close} />}
          {sheet === "search" && (
            <Suspense>
              <Search session={session} places={places} onClose={close} />
            </Suspense>
          )}
        </CallProvider>
      </SearchProvider>
    </LiveProvider>
  );
}
