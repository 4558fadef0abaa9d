import { Link } from "@tanstack/react-router";
import type { Session } from "../../api/types";
import { ProfileMenu } from "../../features/account/ProfileMenu";
import { useOpenAlerts } from "../../features/alerts/useAlerts";
import { useUnreadCount } from "../../features/conversations/useConversations";
import { useWriteCount } from "../../features/outbox/useOutbox";
import { useTechnicianVerificationCounts } from "../../features/technicianverification/useTechnicianVerifications";
import { useOpenCount } from "../../features/verification/useVerifications";
import { may } from "../../session/useSession";
import { Shield } from "../../ui/Shield";

/** Navigation in the order of a day; below, what is set up once. */
export function Nav({ session }: { session: Session }) {
  const alerts = useOpenAlerts().data?.items.length ?? 0;
  const open = useOpenCount();
  const requests = useTechnicianVerificationCounts();
  const unread = useUnreadCount();
  const mend = useWriteCount("failed", "maybe_written");
  const admin = may(session, "admin");
  return (
    <nav className="nav" aria-label="Main">
      <div className="nav-mark">
        {session.logo ? <img src={session.logo} alt="" /> : <Shield state="ok" />}
        <strong className="clip">{session.tenant.name}</strong>
      </div>
      <ul>
        <li>
          <Link to="/alerts">
            Alerts
            {alerts > 0 ? (
              <span className="count alarm">
                <span className="figure">{alerts}</span> open
              </span>
            ) : null}
          </Link>
        </li>
        <li>
          <Link to="/contacts">Contacts</Link>
        </li>
        <li>
          <Link to="/companies">Companies</Link>
        </li>
        <li>
          <Link to="/verifications">
            Verifications
            {open ? (
              <span className="count">
                <span className="figure">{open}</span> open
              </span>
            ) : null}
          </Link>
        </li>
        <li>
          <Link to="/requests">
            Requests
            {requests.waiting > 0 ? (
              <span className="count calls">
                <span className="figure">{requests.waiting}</span> waiting
              </span>
            ) : requests.open > 0 ? (
              <span className="count">
                <span className="figure">{requests.open}</span> open
              </span>
            ) : null}
          </Link>
        </li>
        <li>
          <Link to="/messages">
            Messages
            {unread ? (
              <span className="count">
                <span className="figure">{unread}</span> unread
              </span>
            ) : null}
          </Link>
        </li>
        <li>
          <Link to="/tickets">Tickets</Link>
        </li>
      </ul>
      {admin && (
        <>
          <h2 id="set-up">Set up</h2>
          <ul aria-labelledby="set-up">
            <li>
              <Link to="/policies">Policies</Link>
            </li>
            <li>
              <Link to="/templates">Templates and branding</Link>
            </li>
            <li>
              <Link to="/integrations">Integrations</Link>
            </li>
            <li>
              <Link to="/ticket-defaults">Ticket defaults</Link>
            </li>
            <li>
              <Link to="/outbox">
                Outbox
                {mend ? (
                  <span className="count">
                    <span className="figure">{mend}</span> to mend
                  </span>
                ) : null}
              </Link>
            </li>
            <li>
              <Link to="/people">People</Link>
            </li>
            <li>
              <Link to="/api-keys">API keys</Link>
            </li>
            <li>
              <Link to="/audit">Audit and evidence</Link>
            </li>
            <li>
              <Link to="/settings">Settings</Link>
            </li>
          </ul>
        </>
      )}
      <div className="nav-foot">
        {session.sandbox_url && (
          <a className="soft" href={session.sandbox_url} target="_blank" rel="noreferrer">
            Sandbox inboxes ↗
          </a>
        )}
        <ProfileMenu session={session} />
      </div>
    </nav>
  );
}
