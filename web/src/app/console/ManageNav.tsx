import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Session } from "../../api/types";
import { useCounts } from "../../features/counts/public";
import { Icon } from "../../ui/Icon";
import { useRowKeys } from "../../ui/RowKeys";
import { SearchBox } from "../../ui/SearchBox";
import { NavFoot } from "./NavFoot";
import { managePages } from "./places";

/** The column of Manage: the way back, a search of its own, and its pages by group. */
export function ManageNav({ session }: { session: Session }) {
  return (
    <nav className="nav manage" aria-label="Manage">
      <Link to="/home" className="nav-back">
        <Icon name="back" />
        <strong className="clip">Manage</strong>
        <span className="hidden-text">, back to the desk</span>
      </Link>
      <ManagePages />
      <NavFoot session={session} />
    </nav>
  );
}

/** The pages of Manage, in the column and in the drawer of a phone. */
export function ManagePages() {
  const navigate = useNavigate();
  const counts = useCounts();
  const onKeyDown = useRowKeys();
  const [typed, setTyped] = useState("");
  const groups = managePages(typed);
  const only = groups.flatMap((group) => group.pages);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pages are links; the arrow keys only move the focus between them
    <div className="manage-pages" onKeyDown={onKeyDown}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() && only[0]) void navigate({ to: only[0].to as "/" });
        }}
      >
        <SearchBox label="Find in Manage" value={typed} onChange={setTyped} slash={false} />
      </form>
      {groups.map((group) => (
        <div key={group.name} className="group">
          <h2 id={`manage-${group.name}`}>{group.name}</h2>
          <ul aria-labelledby={`manage-${group.name}`}>
            {group.pages.map((page) => (
              <li key={page.to}>
                <Link to={page.to as "/"} data-row="">
                  <span className="clip">{page.name}</span>
                  {page.to === "/manage/connections" && counts.connectionsFailing > 0 && (
                    <span className="count bad">broken</span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {groups.length === 0 && <p className="soft quiet-line">No page of Manage fits.</p>}
    </div>
  );
}
