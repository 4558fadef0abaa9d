import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { PSAKind } from "../../api/types";
import { Form } from "../../ui/Form";
import { useToast } from "../../ui/Toasts";
import { ConnectionFields } from "./ConnectionFields";
import { ConnectionProblem } from "./ConnectionProblem";
import { newDraft, toConnect } from "./connection";
import { Rights } from "./Rights";
import { Steps } from "./Steps";
import { useConnect } from "./useIntegrations";

/**
 * The form of one PSA with its steps beside it. It stays open until the PSA has answered; the answer is shown on top.
 */
export function ConnectForm({ kind }: { kind: PSAKind }) {
  const navigate = useNavigate();
  const toast = useToast();
  const connect = useConnect();
  const [draft, setDraft] = useState(() => newDraft(kind));
  const [keptId, setKeptId] = useState<string>();
  const top = useRef<HTMLDivElement>(null);
  const test = connect.data?.test;
  const failed = test && !test.ok;
  useEffect(() => {
    if (failed || connect.error) top.current?.focus();
  }, [failed, connect.error]);

  const submit = () => {
    connect.mutate(
      { id: keptId, body: toConnect(kind, draft), onKept: (kept) => setKeptId(kept.id) },
      {
        onSuccess: ({ id, test: answer }) => {
          if (!answer.ok) return;
          toast({ tone: "ok", words: `${draft.name.trim()} is connected. Its people are coming in.` });
          void navigate({ to: "/manage/connections/$integrationId", params: { integrationId: id } });
        },
      },
    );
  };
  return (
    <div className="connect">
      <Form className="card" aria-label={`Connect ${kind.name}`} onSubmit={submit}>
        <div className="card-body stack wide">
          <div ref={top} tabIndex={-1} className="connect-top">
            <ConnectionProblem error={connect.error} kind={kind} />
            {failed && (
              <div className="banner bad" role="alert">
                <strong>{test.problem ?? `${kind.name} did not answer as it should.`}</strong>Fix it below and connect
                again. What you typed is kept.
              </div>
            )}
          </div>
          <ConnectionFields kind={kind} draft={draft} onChange={setDraft} error={connect.error} />
        </div>
        <div className="save-bar">
          <span className="soft grow" role="status">
            {connect.isPending ? `Asking ${kind.name}` : ""}
          </span>
          {keptId && (
            <Link to="/manage/connections/$integrationId" params={{ integrationId: keptId }} className="button quiet">
              Finish later
            </Link>
          )}
          <button type="submit" className="primary" disabled={connect.isPending}>
            {connect.isPending ? "Connecting" : "Connect"}
          </button>
        </div>
      </Form>
      <aside className="stack wide" aria-label={`Setting up ${kind.name}`}>
        <Steps title={`In ${kind.name}`} steps={kind.steps} />
        <Rights rights={kind.rights} problem={test?.problem} />
      </aside>
    </div>
  );
}
