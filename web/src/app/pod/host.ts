/**
 * The host that frames the pod, as the server knows it. The page's policy lets no other host frame it, and the pod
 * listens to no other.
 */
export interface Host {
  /** The PSA's kind; "" when the pod stands in no PSA that is connected. */
  kind: string;
  /** The connection in whose screens the pod stands, as the server read it from the address; undefined for none. */
  integrationId: string | undefined;
  /** CSP source expressions, as in frame-ancestors. */
  origins: string[];
}

export function readHost(page: Document): Host {
  const meta = page.querySelector<HTMLMetaElement>('meta[name="pod-host"]');
  return {
    kind: meta?.content ?? "",
    integrationId: page.querySelector<HTMLMetaElement>('meta[name="pod-integration"]')?.content,
    origins: meta?.dataset.origins?.split(" ").filter(Boolean) ?? [],
  };
}

/**
 * Whether an origin is one of ours to listen to. A host may begin with "*.", a port may be "*" (CSP level 3, 6.7.2.8).
 */
export function covers(sources: readonly string[], origin: string): boolean {
  const wanted = originParts(origin);
  return (
    wanted !== undefined &&
    !wanted.host.includes("*") &&
    wanted.port !== "*" &&
    sources.some((source) => {
      const allowed = originParts(source);
      return (
        allowed !== undefined &&
        allowed.scheme === wanted.scheme &&
        (allowed.host === wanted.host ||
          (allowed.host.startsWith("*.") && wanted.host.endsWith(allowed.host.slice(1)))) &&
        (allowed.port === "*" || allowed.port === wanted.port)
      );
    })
  );
}

function originParts(origin: string): { scheme: string; host: string; port: string } | undefined {
  const [, scheme, host, port] = /^(https?):\/\/([^/:\s]+)(?::(\d+|\*))?$/.exec(origin.toLowerCase()) ?? [];
  if (!scheme || !host) return undefined;
  return { scheme, host, port: port ?? (scheme === "https" ? "443" : "80") };
}
