/**
 * The host that frames the pod, as the server knows it. The page's policy lets no other host frame it, and the pod
 * listens to no other.
 */
export interface Host {
  /** The PSA's kind; "" when the pod stands in no PSA that is connected. */
  kind: string;
  /** CSP source expressions, as in frame-ancestors. */
  origins: string[];
}

export function readHost(page: Document): Host {
  const meta = page.querySelector<HTMLMetaElement>('meta[name="pod-host"]');
  return { kind: meta?.content ?? "", origins: meta?.dataset.origins?.split(" ").filter(Boolean) ?? [] };
}

/**
 * Whether an origin is one of ours to listen to. A host may begin with "*.", a port may be "*" (CSP level 3, 6.7.2.8).
 */
export function covers(sources: readonly string[], origin: string): boolean {
  const asked = parts(origin);
  return (
    asked !== undefined &&
    !asked.host.includes("*") &&
    asked.port !== "*" &&
    sources.some((source) => {
      const said = parts(source);
      return (
        said !== undefined &&
        said.scheme === asked.scheme &&
        (said.host === asked.host || (said.host.startsWith("*.") && asked.host.endsWith(said.host.slice(1)))) &&
        (said.port === "*" || said.port === asked.port)
      );
    })
  );
}

function parts(origin: string): { scheme: string; host: string; port: string } | undefined {
  const [, scheme, host, port] = /^(https?):\/\/([^/:\s]+)(?::(\d+|\*))?$/.exec(origin.toLowerCase()) ?? [];
  if (!scheme || !host) return undefined;
  return { scheme, host, port: port ?? (scheme === "https" ? "443" : "80") };
}
