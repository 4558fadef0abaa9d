import { LoadError } from "../../api/LoadError";
import { Empty } from "../../ui/Empty";
import { Masked } from "../../ui/Masked";
import { MoreButton } from "../../ui/MoreButton";
import { SkeletonRows } from "../../ui/Skeleton";
import { When } from "../../ui/When";
import { transportLabel } from "./labels";
import "./technicianverification.css";
import { useUnknownSenders } from "./useTechnicianVerifications";

/** Requests from numbers and addresses that are not on file. Nothing was started or sent for them. */
export function UnknownSenders() {
  const list = useUnknownSenders(true);
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <section className="stack" aria-labelledby="unknown">
      <h2 id="unknown" className="hidden-text">
        Unknown senders
      </h2>
      <p className="soft">
        These wrote from a number or address that nobody has on file. They got no answer. Add it to the right contact
        only after you have verified them another way.
      </p>
      <div className="card list-card">
        {list.isError && !items ? (
          <LoadError query={list} />
        ) : items?.length === 0 ? (
          <Empty title="No unknown senders">Everybody who asked was on file.</Empty>
        ) : (
          <table className="list-table unknown-table" aria-label="Unknown senders" aria-busy={!items}>
            <thead>
              <tr>
                <th className="from">From</th>
                <th>They wrote</th>
                <th className="number">When</th>
              </tr>
            </thead>
            <tbody>
              {!items && <SkeletonRows rows={4} columns={3} />}
              {items?.map((each) => (
                <tr key={each.id}>
                  <td>
                    <div>{transportLabel[each.transport]}</div>
                    <div className="faint">
                      {each.unreadable ? "Sender could not be read" : <Masked>{each.masked}</Masked>}
                    </div>
                  </td>
                  <td className="wrote">{each.text}</td>
                  <td className="number soft">
                    <When at={each.at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <MoreButton list={list} />
      </div>
    </section>
  );
}
