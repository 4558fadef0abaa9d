import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import type { Branding, TemplateKind, TemplateText } from "../../api/types";
import { useDebounced } from "../../ui/useDebounced";

export function useTemplates() {
  const api = useApi();
  return useQuery({ queryKey: keys.templates, queryFn: ({ signal }) => unwrap(api.GET("/templates", { signal })) });
}

export function useTemplateChanges(kind: TemplateKind) {
  const api = useApi();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: keys.templates });
  const path = { params: { path: { kind } } };
  const save = useMutation({
    mutationFn: (body: TemplateText) => unwrap(api.PUT("/templates/{kind}", { ...path, body })),
    onSuccess,
  });
  const reset = useMutation({ mutationFn: () => unwrap(api.DELETE("/templates/{kind}", path)), onSuccess });
  return { save, reset };
}

/**
 * The text as a person would see it, a moment after the last key. While a text is refused, the last good picture stays.
 */
export function usePreview(kind: TemplateKind, text: TemplateText | undefined, branding?: Branding) {
  const api = useApi();
  const rested = useDebounced(JSON.stringify({ text, branding }), 300);
  return useQuery({
    queryKey: ["preview", kind, rested],
    enabled: text !== undefined,
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/templates/{kind}/preview", {
          params: { path: { kind } },
          body: JSON.parse(rested) as { text: TemplateText; branding?: Branding },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
    gcTime: 30_000,
  });
}

export function useBranding() {
  const api = useApi();
  return useQuery({ queryKey: keys.branding, queryFn: ({ signal }) => unwrap(api.GET("/branding", { signal })) });
}

export function useSaveBranding() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Branding) => unwrap(api.PUT("/branding", { body })),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.branding }),
        client.invalidateQueries({ queryKey: keys.session }),
      ]),
  });
}
