import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { firstName } from "../../ui/firstName";
import { Skeleton } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { statusTone, summary } from "./labels";

const everything = 200;

/** Past verifications, newest first: as many as the policy shows, or all. */
export function History({ contactId, length }: { contactId: string; length: number }) {
  const api = useApi();
  const [all, setAll] = useState(false);
  const limit = all ? everything : Math.min(length, everything);
  const past = useQuery({
    queryKey: [...keys.history(contactId), limit],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/verifications", { params: { query: { contact_id: contactId, limit } }, signal })),
    placeholderData: keepPreviousData,
  });
  const items = past.data?.items ?? [];
  return (
    <details className="card fold" open>
      <summary>
        <h2>History</h2>
      </summary>
      <div className="card-body">
        {past.isPending && <Skeleton lines={2} />}
        {past.isError && <LoadError query={past} />}
        {past.isSuccess && items.length === 0 && <p className="soft">Nobody has verified this person yet.</p>}
        <ol className="moments">
          {items.map((each) => (
            <li key={each.id} className={`moment ${statusTone[each.status]}`}>
              <span className="grow">
                {summary(each)}
                {each.ticket_id && (
                  <span className="faint">
                    {" "}
                    · ticket <bdi>{each.ticket_id}</bdi>
                  </span>
                )}
              </span>
              <span className="faint nowrap">
                <When at={each.closed_at ?? each.opened_at} /> · {firstName(each.leader)}
              </span>
            </li>
          ))}
        </ol>
        {!all && past.data?.next_cursor && (
          <button type="button" className="link soft" onClick={() => setAll(true)}>
            All
          </button>
        )}
        {all && past.data?.next_cursor && (
          <p className="soft">These are the last {everything}. The audit log has the rest.</p>
        )}
      </div>
    </details>
  );
}
