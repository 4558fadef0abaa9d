import { useLocation, useNavigate, useRouter } from "@tanstack/react-router";
import type { MouseEvent } from "react";
import { countWord, useCounts } from "../../features/counts/public";
import { TabLinks } from "../../ui/Tabs";
import { type Place, type PlaceTab, tabAt } from "./places";

/** The tabs of a place of work; nothing where there is but one. */
export function PlaceTabs({ place }: { place: Place }) {
  const location = useLocation();
  const counts = useCounts();
  const current = tabAt(place, location.pathname, location.search);
  if (place.tabs.length < 2) return null;
  return (
    <TabLinks label={place.name}>
      {place.tabs.map((tab) => (
        <TabLink key={tab.name} tab={tab} current={tab === current} count={tab.count ? counts[tab.count] : 0} />
      ))}
    </TabLinks>
  );
}

/** Not the router's link: that one marks every tab whose address the current one begins with. */
function TabLink({ tab, current, count }: { tab: PlaceTab; current: boolean; count: number }) {
  const router = useRouter();
  const navigate = useNavigate();
  const target = { to: tab.to as "/", search: (tab.search ?? {}) as never };
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    void navigate(target);
  };
  return (
    <a href={router.buildLocation(target).href} aria-current={current ? "page" : undefined} onClick={follow}>
      {tab.name}
      {count > 0 && <span className="count">{countWord(count)}</span>}
    </a>
  );
}
