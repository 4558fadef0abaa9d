import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Session } from "../../api/types";
import { useCounts } from "../../features/counts/public";
import { Drawer } from "../../ui/Drawer";
import { Icon } from "../../ui/Icon";
import { ManagePages } from "./ManageNav";
import { NavPlaces } from "./Nav";
import { NavFoot } from "./NavFoot";
import type { Place } from "./places";
import { SearchButton } from "./SearchButton";

const most = 4;

/** The navigation of a phone, and of a desk at 200 %: a bar with four places, and the rest in a drawer. */
export function PhoneBar(props: {
  session: Session;
  places: readonly Place[];
  inManage: boolean;
  onSearch: () => void;
}) {
  const { session, places, inManage, onSearch } = props;
  const [open, setOpen] = useState(false);
  const counts = useCounts();
  const shown = ["/home", "/inbox", "/contacts", "/verifications"];
  const bar = places.filter((place) => shown.includes(place.to)).slice(0, most);
  const rest = inManage || places.some((place) => !bar.includes(place) && location.pathname.startsWith(place.to));
  return (
    <>
      <nav className="phone-bar" aria-label="Places">
        {bar.map((place) => {
          const waits = place.to === "/verifications" ? counts.waiting : place.count ? counts[place.count] : 0;
          return (
            <Link key={place.to} to={place.to as "/"}>
              <Icon name={place.icon} />
              <span>{place.name}</span>
              {waits > 0 && (
                <>
                  <i className="dot" aria-hidden="true" />
                  <span className="hidden-text">, {waits} waiting</span>
                </>
              )}
            </Link>
          );
        })}
        <button
          type="button"
          aria-haspopup="dialog"
          aria-current={rest ? "true" : undefined}
          onClick={() => setOpen(true)}
        >
          <Icon name="more" />
          <span>More</span>
        </button>
      </nav>
      {open && (
        <Drawer title={session.tenant.name} side="start" onClose={() => setOpen(false)}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a link that was followed closes the drawer; the links are the controls */}
          <div
            className="nav drawer-nav"
            onClick={(event) => {
              if ((event.target as HTMLElement).closest("a")) setOpen(false);
            }}
          >
            <SearchButton
              onSearch={() => {
                setOpen(false);
                onSearch();
              }}
            />
            <NavPlaces session={session} places={places} />
            {inManage && <ManagePages />}
            <NavFoot session={session} />
          </div>
        </Drawer>
      )}
    </>
  );
}
