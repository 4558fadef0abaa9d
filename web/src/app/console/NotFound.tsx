import { Link } from "@tanstack/react-router";
import { Empty } from "../../ui/Empty";
import { useTitle } from "../../ui/useTitle";

/** Stands where an address leads nowhere, with the navigation around it. */
export function NotFound() {
  useTitle("Nothing here");
  return (
    <Empty
      whole
      title="There is nothing at this address"
      action={
        <Link className="button" to="/home">
          Go to Home
        </Link>
      }
    >
      The link may be old, or a letter is missing. Ctrl K searches for everything.
    </Empty>
  );
}
