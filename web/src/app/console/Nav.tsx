import { Link } from "@tanstack/react-router";
import type { Session } from "../../api/types";
import { countWord, useCounts } from "../../features/counts/public";
import { may } from "../../session/useSession";
import { Icon } from "../../ui/Icon";
import { NavFoot } from "./NavFoot";
import { NavMark } from "./NavMark";
import type { Place } from "./places";
import { SearchButton } from "./SearchButton";

/** The places of work in the order of a day, and one door to Manage. */
export function Nav({
  session,
  places,
  onSearch,
}: {
  session: Session;
  places: readonly Place[];
  onSearch: () => void;
}) {
  return (
    <nav className="nav" aria-label="Main">
      <NavMark session={session} />
      <SearchButton onSearch={onSearch} />
      <NavPlaces session={session} places={places} />
      <NavFoot session={session} />
    </nav>
  );
}

/** The list of places, in the column and in the drawer of a phone. */
export function NavPlaces({ session, places }: { session: Session; places: readonly Place[] }) {
  const counts = useCounts();
  return (
    <ul>
      {places.map((place) => {
        const count = place.count ? counts[place.count] : 0;
        return (
          <li key={place.to}>
            <Link to={place.to as "/"} aria-keyshortcuts={`g ${place.key}`}>
              <Icon name={place.icon} />
              <span className="clip">{place.name}</span>
              {place.name === "Verifications" && counts.waiting > 0 ? (
                <span className="count calls">
                  <span className="figure">{countWord(counts.waiting)}</span> waiting
                </span>
              ) : place.name === "Home" && counts.alerts > 0 ? (
                <span className="count alarm">
                  <span className="figure">{countWord(counts.alerts)}</span> {counts.alerts === 1 ? "alert" : "alerts"}
                </span>
              ) : place.name === "Tickets" && counts.notesFailed > 0 ? (
                <span className="count bad">
                  <span className="figure">{countWord(counts.notesFailed)}</span> failed
                </span>
              ) : (
                count > 0 && (
                  <span className="count">
                    <span className="figure">{countWord(count)}</span> {place.counted}
                  </span>
                )
              )}
            </Link>
          </li>
        );
      })}
      {may(session, "admin") && (
        <li className="door-to-manage">
          <Link to="/manage" aria-keyshortcuts="g m">
            <Icon name="manage" />
            <span className="clip">Manage</span>
            {counts.connectionsFailing > 0 && (
              <span className="count bad">
                <span className="figure">{countWord(counts.connectionsFailing)}</span> broken
              </span>
            )}
          </Link>
        </li>
      )}
    </ul>
  );
}
