import { Link } from "@tanstack/react-router";
import { useTitle } from "../../ui/useTitle";
import "./home/home.css";
import { manageGroups } from "./places";

/** Everything that is set up once, by group. */
export function ManageScreen() {
  useTitle("Manage");
  return (
    <div className="screen">
      <header>
        <h1>Manage</h1>
      </header>
      <div className="manage-groups">
        {manageGroups.map((group) => (
          <section key={group.name} className="card" aria-labelledby={`group-${group.name}`}>
            <div className="card-head">
              <h2 id={`group-${group.name}`}>{group.name}</h2>
            </div>
            <ul className="side-list">
              {group.pages.map((page) => (
                <li key={page.to}>
                  <Link to={page.to as "/"}>{page.name}</Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
