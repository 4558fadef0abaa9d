import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { LoadError } from "../../../api/LoadError";
import { usePolicy } from "../../../api/usePolicies";
import { useTeam } from "../../../api/useTeam";
import { useIntegrations } from "../../../features/integrations/public";
import { useVerificationList } from "../../../features/verification/public";
import { Meter } from "../../../ui/Meter";
import { Skeleton } from "../../../ui/Skeleton";
import { useTitle } from "../../../ui/useTitle";
import "./home.css";

/** What a new desk does first, and what of it is done. */
export function FirstSteps() {
  useTitle("First steps");
  const connections = useIntegrations();
  const users = useTeam();
  const policy = usePolicy(undefined);
  const ended = useVerificationList("approved", undefined);
  const failed = [connections, users, policy, ended].find((each) => each.isError);
  const people = users.data?.items.filter((user) => user.status !== "disabled") ?? [];
  const secured = people.filter((user) => user.totp_enrolled).length;
  const steps: Step[] = [
    {
      title: "Connect your PSA",
      why: "It brings your clients' people in by itself, and every verification goes as a note into its ticket.",
      done: (connections.data?.items.length ?? 0) > 0,
      action: <Link to="/manage/connections/add">Connect a PSA</Link>,
    },
    {
      title: "Invite your colleagues",
      why: "Each signs in as themselves, and every verification says who led it.",
      done: people.length > 1,
      action: <Link to="/manage/team">Invite somebody</Link>,
    },
    {
      title: "Everybody signs in with a second step",
      why: `${secured} of ${people.length} do. A desk that verifies others has to be hard to take over itself.`,
      done: people.length > 0 && secured === people.length,
      action: <Link to="/manage/team">Ask for it under Team</Link>,
    },
    {
      title: "Look at the policy",
      why: "Which ways are open, how long a code is good for, and which countries you text.",
      done: policy.data?.changed_at !== undefined,
      action: <Link to="/manage/policies">Open the policy</Link>,
    },
    {
      title: "Try one on yourself",
      why: "Add yourself as a contact, and read your own code out.",
      done: (ended.data?.pages[0]?.items.length ?? 0) > 0,
      action: <Link to="/contacts">Go to contacts</Link>,
    },
  ];
  const done = steps.filter((step) => step.done).length;
  const loading = [connections, users, policy, ended].some((each) => each.isPending);
  return (
    <div className="screen narrow">
      <header>
        <h1>First steps</h1>
      </header>
      {failed ? (
        <div className="card">
          <LoadError query={failed} />
        </div>
      ) : loading ? (
        <div className="card pad">
          <Skeleton lines={8} />
        </div>
      ) : (
        <>
          <Meter label="Done" value={done} most={steps.length} words={`${done} of ${steps.length}`} tone="ok" />
          <ol className="card first-steps">
            {steps.map((step) => (
              <li key={step.title}>
                <span className={`mark ${step.done ? "done" : ""}`} aria-hidden="true">
                  {step.done ? "✓" : ""}
                </span>
                <div>
                  <h2>
                    {step.title}
                    {step.done && <span className="hidden-text">, done</span>}
                  </h2>
                  <p className="soft">{step.why}</p>
                  {!step.done && step.action}
                </div>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

interface Step {
  title: string;
  why: string;
  done: boolean;
  action: ReactNode;
}
