import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { fieldError } from "../../api/fieldErrors";
import { keys } from "../../api/keys";
import { FormProblem, ProblemNote } from "../../api/ProblemNote";
import type { Ref, User, UserPatch } from "../../api/types";
import { useUndoToast } from "../../api/useUndoToast";
import { Confirm, Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";
import { Form, FormActions } from "../../ui/Form";
import { useToast } from "../../ui/Toasts";
import { PermissionFields, type Permissions } from "./PermissionFields";

/** One colleague: name, permissions, and what an admin can do for them. */
export function PersonDialog({ user, isMe, onClose }: { user: User; isMe: boolean; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const toast = useToast();
  const done = useUndoToast();
  const [forgetting, setForgetting] = useState(false);
  const [name, setName] = useState(user.name);
  const [touched, touch] = useState<Partial<Permissions>>({});
  const named = useCompanyNames(user.company_ids);
  const may: Permissions = {
    role: user.role,
    use_mfa: user.use_mfa,
    allow_ui: user.allow_ui,
    limited: user.limited,
    companies: named,
    ...touched,
  };
  const path = { params: { path: { user_id: user.id } } };

  const change = useMutation({
    mutationFn: ({ body }: { body: UserPatch; notice: string; undo?: () => Promise<unknown> }) =>
      unwrap(api.PATCH("/users/{user_id}", { ...path, body })),
    onSuccess: (_user, { notice, undo }) => {
      void client.invalidateQueries({ queryKey: keys.users });
      if (isMe) void client.invalidateQueries({ queryKey: keys.session });
      if (undo) done(notice, undo);
      else toast({ tone: "ok", words: notice });
      onClose();
    },
  });
  const act = useMutation({
    mutationFn: async (what: "invite" | "totp") => {
      await (what === "invite"
        ? unwrap(api.POST("/users/{user_id}/invitation", path))
        : unwrap(api.DELETE("/users/{user_id}/totp", path)));
    },
    onSuccess: (_done, what) => {
      void client.invalidateQueries({ queryKey: keys.users });
      toast({
        tone: "ok",
        words:
          what === "invite"
            ? "Sent again. The link from before no longer works."
            : `${user.name} sets up a new authenticator at the next sign-in.`,
      });
    },
  });
  const save = () => {
    const { companies, ...rest } = may;
    const permissions = isMe
      ? { use_mfa: rest.use_mfa }
      : { ...rest, company_ids: rest.limited ? companies.map((company) => company.id) : [] };
    change.mutate({ body: { ...(name.trim() ? { name: name.trim() } : {}), ...permissions }, notice: "Saved." });
  };
  const setStatus = (status: "active" | "disabled") =>
    change.mutate({
      body: { status },
      notice:
        status === "disabled"
          ? `${user.name || user.email} can no longer sign in, and is signed out everywhere.`
          : `${user.name || user.email} can sign in again.`,
      ...(status === "disabled" ? { undo: letIn } : {}),
    });
  /** Takes a disabling back: its inverse. Sessions that it ended stay ended. */
  const letIn = () =>
    unwrap(api.PATCH("/users/{user_id}", { ...path, body: { status: "active" } })).finally(
      () => void client.invalidateQueries({ queryKey: keys.users }),
    );

  if (forgetting)
    return (
      <Confirm
        title={`Forget the authenticator of ${user.name || user.email}?`}
        verb="Forget it for good"
        busy={act.isPending}
        onClose={() => setForgetting(false)}
        onConfirm={() => act.mutate("totp", { onSuccess: () => setForgetting(false) })}
      >
        <p>
          The app and the recovery codes work no more. At the next sign-in they set up another one. Be sure that it is
          they who ask: call them back.
        </p>
        <ProblemNote error={act.error} />
      </Confirm>
    );
  return (
    <Dialog title={user.name || user.email} onClose={onClose}>
      <Form className="stack wide" onSubmit={save}>
        <p className="soft">
          {user.email}
          {user.status === "invited" && " · has not accepted the invitation yet"}
          {user.status === "disabled" && " · disabled"}
        </p>
        <TextField
          label="Name"
          autoComplete="off"
          maxLength={120}
          value={name}
          onChange={setName}
          error={fieldError(change.error, "name")}
        />
        <PermissionFields value={may} mine={isMe} onChange={(part) => touch({ ...touched, ...part })} />
        <FormProblem error={change.error} fields={["name"]} />
        <ProblemNote error={act.error} />
        <FormActions onCancel={onClose} disabled={change.isPending}>
          Save
        </FormActions>
      </Form>
      {!isMe && (
        <>
          <hr className="rule" />
          <div className="row wrap">
            {user.status === "invited" && (
              <button type="button" disabled={act.isPending} onClick={() => act.mutate("invite")}>
                Send the invitation again
              </button>
            )}
            {user.totp_enrolled && (
              <button type="button" disabled={act.isPending} onClick={() => setForgetting(true)}>
                Forget the lost authenticator
              </button>
            )}
            {user.status === "disabled" ? (
              <button type="button" disabled={change.isPending} onClick={() => setStatus("active")}>
                Let in again
              </button>
            ) : (
              <button
                type="button"
                className="danger"
                disabled={change.isPending}
                onClick={() => setStatus("disabled")}
              >
                Disable
              </button>
            )}
          </div>
        </>
      )}
    </Dialog>
  );
}

/** The names behind company ids; the id itself until the name is there. */
function useCompanyNames(ids: readonly string[]): Ref[] {
  const api = useApi();
  const found = useQueries({
    queries: ids.map((id) => ({
      queryKey: [...keys.companies, "one", id],
      queryFn: () => unwrap(api.GET("/companies/{company_id}", { params: { path: { company_id: id } } })),
    })),
  });
  return ids.map((id, at) => ({ id, name: found[at]?.data?.name ?? "One moment" }));
}
