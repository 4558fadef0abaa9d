import { Link } from "@tanstack/react-router";
import { usePolicy } from "../../api/usePolicies";
import { may, useSession } from "../../session/useSession";
import { Name } from "../../ui/Name";
import { useOpenRequest } from "./useConversations";

/** What the company's policy asks of everybody who talks to its people. */
export function PolicyBanner({ companyId }: { companyId: string | undefined }) {
  const mayRead = may(useSession().data, "settings:read");
  if (!companyId || !mayRead) return null;
  return <BannerOf companyId={companyId} />;
}

function BannerOf({ companyId }: { companyId: string }) {
  const banner = usePolicy(companyId).data?.policy.banner;
  if (!banner) return null;
  return (
    <p className="banner" dir="auto">
      {banner}
    </p>
  );
}

/** Says that this person waits for us to prove ourselves, and leads there. */
export function OpenRequest({ contact }: { contact: { id: string; name: string } }) {
  const waiting = useOpenRequest(contact.id).data?.items[0];
  if (!waiting) return null;
  return (
    <p className="banner warn row wrap">
      <span className="grow">
        <strong>
          <Name className="">{contact.name}</Name> asks who we are.
        </strong>
      </span>
      <Link
        className="button"
        to="/verifications/they-verify-us/$technicianVerificationId"
        params={{ technicianVerificationId: waiting.id }}
      >
        Show
      </Link>
    </p>
  );
}
