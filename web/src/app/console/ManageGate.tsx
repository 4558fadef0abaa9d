import { Link, Outlet } from "@tanstack/react-router";
import { may, useSession } from "../../session/useSession";
import { Empty } from "../../ui/Empty";

/** What is set up is set up by admins. */
export function ManageGate() {
  const session = useSession().data;
  if (may(session, "admin")) return <Outlet />;
  return (
    <Empty
      whole
      title="This is for admins"
      action={
        <Link className="button" to="/contacts">
          Go to contacts
        </Link>
      }
    >
      If you need something changed here, ask an admin of {session?.tenant.name}.
    </Empty>
  );
}
