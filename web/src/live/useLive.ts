import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useApi } from "../api/ApiContext";
import { unwrap } from "../api/client";
import { eventApplier } from "./apply";
import { connect, type LiveState } from "./connect";

interface Options {
  headers?: () => Record<string, string>;
  onRefused: () => Promise<boolean>;
}

/** Keeps the screen up to date by one event stream per page. */
export function useLive(options: Options): LiveState {
  const api = useApi();
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const apply = eventApplier(client, (id) =>
      unwrap(api.GET("/contacts/{contact_id}", { params: { path: { contact_id: id } } })),
    );
    const leaving = new AbortController();
    void connect({
      signal: leaving.signal,
      headers: () => latest.current.headers?.() ?? {},
      onState: setState,
      onRefused: () => latest.current.onRefused(),
      onEvent: (event) => {
        apply(event);
      },
    });
    return () => leaving.abort();
  }, [api, client]);
  return state;
}
