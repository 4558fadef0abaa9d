import type { Problem } from "./types";

/** An error answer of the API (RFC 9457), or no answer at all (`status` 0). */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string | undefined;
  readonly fields: ReadonlyMap<string, string>;
  /** Seconds to wait before the next try. */
  readonly retryAfter: number | undefined;
  /** The id under which support finds the request, of an error on our side. */
  readonly requestId: string | undefined;

  constructor(
    problem: Partial<Problem> & { status: number; code: string },
    retryAfter?: number,
    requestId?: string | undefined,
  ) {
    super(problem.title ?? problem.code);
    this.name = "ProblemError";
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.fields = new Map(problem.fields?.map((each) => [each.field, each.message]));
    this.retryAfter = problem.retry_after ?? retryAfter;
    this.requestId = requestId;
  }
}

export const unreachable = (): ProblemError =>
  new ProblemError({ status: 0, code: "unreachable", title: "Countersign does not answer" });

/** Nothing is sent while the machine is offline, and nothing later. */
export const offline = (): ProblemError =>
  new ProblemError({ status: 0, code: "offline", title: "You are offline. Nothing was sent." });

/** Reads an error answer. A proxy's page is no problem document, but its status still counts. */
export function problemOf(body: unknown, response: Response): ProblemError {
  const seconds = Number(response.headers.get("retry-after"));
  const retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
  const known = typeof body === "object" && body !== null && "code" in body ? (body as Partial<Problem>) : {};
  return new ProblemError(
    { ...known, status: response.status, code: known.code ?? `http_${response.status}` },
    retryAfter,
    response.headers.get("x-request-id") ?? undefined,
  );
}

export function asProblem(error: unknown): ProblemError {
  return error instanceof ProblemError ? error : unreachable();
}
