import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useApi } from "../api/ApiContext";
import { unwrap } from "../api/client";
import { keys } from "../api/keys";
import { ProblemError } from "../api/problem";
import type { Scope, Session } from "../api/types";
import { forgetDrafts } from "../ui/useDraft";
import { noteSignedIn, noteSignedOut } from "./ended";

/** Who is signed in; null when nobody is. */
export function useSession() {
  const api = useApi();
  return useQuery({
    queryKey: keys.session,
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        const session = await unwrap(api.GET("/session", { signal }));
        noteSignedIn();
        return session;
      } catch (error) {
        if (error instanceof ProblemError && error.status === 401) return null;
        throw error;
      }
    },
  });
}

/** Reads the session again after a step of the sign-in, and drops everything read before. */
export function useSignedIn() {
  const client = useQueryClient();
  return useCallback(async () => {
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
    await client.invalidateQueries({ queryKey: keys.session });
  }, [client]);
}

export function useSignOut() {
  const api = useApi();
  const client = useQueryClient();
  return useCallback(async () => {
    await unwrap(api.DELETE("/session")).catch(() => undefined);
    forgetDrafts();
    noteSignedOut();
    client.setQueryData(keys.session, null);
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
  }, [api, client]);
}

export function may(session: Session | null | undefined, scope: Scope): boolean {
  return session?.scopes.includes(scope) ?? false;
}
