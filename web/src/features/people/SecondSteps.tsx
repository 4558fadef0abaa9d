import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { ProblemNote } from "../../api/ProblemNote";
import type { User } from "../../api/types";
import { useToast } from "../../ui/Toasts";
import { withoutSecondStep } from "./secondStep";

/** How many sign in with a password alone, and one press that asks all of them for a second step. */
export function SecondSteps({ users }: { users: readonly User[] }) {
  const api = useApi();
  const client = useQueryClient();
  const toast = useToast();
  const { working, without, unasked } = withoutSecondStep(users);
  const ask = (people: readonly User[], use_mfa: boolean) =>
    // One after the other: the first may ask for a proof of the admin, which then counts for all.
    people.reduce(
      (before, user) =>
        before.then(async () => {
          await unwrap(api.PATCH("/users/{user_id}", { params: { path: { user_id: user.id } }, body: { use_mfa } }));
        }),
      Promise.resolve(),
    );
  const reload = () => void client.invalidateQueries({ queryKey: keys.users });
  const askAll = useMutation({
    mutationFn: (people: readonly User[]) => ask(people, true),
    onSuccess: (_done, people) =>
      toast({
        tone: "ok",
        words: "Asked. Each sets up an authenticator at the next sign-in.",
        undo: () => void ask(people, false).finally(reload),
      }),
    onSettled: reload,
  });
  if (without === 0) return <p className="banner ok">Everybody signs in with a second step.</p>;
  return (
    <>
      <div className="banner warn row wrap">
        <div className="grow">
          <strong>
            {without} of {working} sign in without a second step.
          </strong>
          {unasked.length === 0 && "All were asked; each sets it up at the next sign-in."}
        </div>
        {unasked.length > 0 && (
          <button type="button" className="small" disabled={askAll.isPending} onClick={() => askAll.mutate(unasked)}>
            Ask all
          </button>
        )}
      </div>
      <ProblemNote error={askAll.error} />
    </>
  );
}
