import { Link, useMatch } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { Empty } from "../../ui/Empty";
import { Skeleton } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";
import { ConnectForm } from "./ConnectForm";
import "./integrations.css";
import { usePSAKinds } from "./useIntegrations";

/** Connecting a PSA: which one, then its own steps beside its own form. */
export function AddIntegrationScreen() {
  useTitle("Connect a PSA");
  const chosen = useMatch({ from: "/desk/manage/connections/add/$kind", shouldThrow: false })?.params.kind;
  const kinds = usePSAKinds();
  const kind = kinds.data?.items.find((each) => each.kind === chosen);
  return (
    <div className="screen">
      <header>
        <h1 className="grow">{kind ? `Connect ${kind.name}` : "Connect a PSA"}</h1>
        {chosen ? (
          <Link to="/manage/connections/add" className="button quiet">
            Another PSA
          </Link>
        ) : (
          <Link to="/manage/connections" className="button quiet">
            Back to the list
          </Link>
        )}
      </header>
      {kinds.isError ? (
        <div className="card">
          <LoadError query={kinds} />
        </div>
      ) : !kinds.data ? (
        <div className="card pad">
          <Skeleton lines={6} />
        </div>
      ) : kind ? (
        <ConnectForm key={kind.kind} kind={kind} />
      ) : chosen ? (
        <div className="card">
          <Empty
            title="There is no such PSA"
            action={
              <Link to="/manage/connections/add" className="button">
                See which there are
              </Link>
            }
          >
            The link may be old, or a letter is missing.
          </Empty>
        </div>
      ) : (
        <>
          <p className="screen-says">Which one do your technicians work in?</p>
          <ul className="kind-cards">
            {kinds.data.items.map((each) => (
              <li key={each.kind}>
                <Link to="/manage/connections/add/$kind" params={{ kind: each.kind }} className="card pad plain">
                  <strong>{each.name}</strong>
                  <span className="soft">
                    {each.pod ? "People, tickets, and the pod on its screens" : "People and tickets"}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
