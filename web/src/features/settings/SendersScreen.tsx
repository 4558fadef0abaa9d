import { Link } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { useSenders } from "../../api/useSenders";
import { Masked } from "../../ui/Masked";
import { Phone } from "../../ui/Phone";
import { Skeleton } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";
import "./settings.css";

/** The numbers and mailboxes that are the MSP's own. The operator assigns them; here they are only read. */
export function SendersScreen() {
  useTitle("Own senders");
  const query = useSenders();
  return (
    <div className="screen narrow">
      <header>
        <h1>Own senders</h1>
      </header>
      <p className="screen-says">
        The numbers and mailboxes that messages may leave from in your name. Whoever runs this installation assigns
        them, so that nobody writes in another's name; ask them for one.
      </p>
      {query.isError ? (
        <div className="card">
          <LoadError query={query} />
        </div>
      ) : !query.data ? (
        <section className="card card-body" aria-label="Own senders">
          <Skeleton lines={6} />
        </section>
      ) : (
        <>
          <section className="card" aria-labelledby="own-numbers">
            <div className="card-head">
              <h2 id="own-numbers">Numbers</h2>
              <Link className="end soft" to="/manage/numbers">
                SMS channels
              </Link>
            </div>
            <Senders none="No number is yours. Messages leave from the platform's." values={query.data.numbers} phone />
          </section>
          <section className="card" aria-labelledby="own-mailboxes">
            <div className="card-head">
              <h2 id="own-mailboxes">Mailboxes</h2>
              <Link className="end soft" to="/manage/look">
                Look
              </Link>
            </div>
            <Senders none="No mailbox is yours. Mails leave from the platform's." values={query.data.mailboxes} />
          </section>
        </>
      )}
    </div>
  );
}

function Senders(props: { values: readonly string[]; none: string; phone?: boolean }) {
  if (props.values.length === 0) return <p className="soft quiet-line">{props.none}</p>;
  return (
    <ul className="channel-rows">
      {props.values.map((value) => (
        <li key={value}>{props.phone ? <Phone>{value}</Phone> : <Masked>{value}</Masked>}</li>
      ))}
    </ul>
  );
}
