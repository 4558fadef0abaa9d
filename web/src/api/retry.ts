const pauses = [300, 900];

/**
 * Fetches, and repeats the request where that is safe: a read, or a write with an Idempotency-Key, when no answer came
 * or a proxy answered for an unreachable server. The key stays the same, so the API does the work once.
 */
export function retrying(
  plain: typeof fetch = fetch,
  sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds)),
) {
  return async (request: Request): Promise<Response> => {
    const safe = request.method === "GET" || request.headers.has("Idempotency-Key");
    for (const pause of safe ? pauses : []) {
      const answer = await plain(request.clone()).catch((error: unknown) => {
        if (request.signal.aborted) throw error;
      });
      if (answer && ![502, 503, 504].includes(answer.status)) return answer;
      // A 503 with Retry-After comes from the API itself, and so does a 502 with a problem document; neither is
      // repeated.
      if (answer?.headers.has("retry-after") || (answer?.status === 502 && isProblem(answer))) return answer;
      await sleep(pause);
    }
    return plain(request);
  };
}

const isProblem = (answer: Response): boolean =>
  answer.headers.get("content-type")?.startsWith("application/problem+json") ?? false;
