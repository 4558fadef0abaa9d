import { problemOf } from "./problem";

type Send = (request: Request) => Promise<Response>;

/**
 * Repeats a request that the API refuses until its person has proven themselves, once they have. When they will not, the
 * refusal stays.
 */
export function proving(send: Send, prove: () => Promise<boolean>): Send {
  return async (request) => {
    const again = request.clone();
    const answer = await send(request);
    if (answer.status !== 401 || !(await asksForProof(answer)) || !(await prove())) return answer;
    return send(again);
  };
}

async function asksForProof(answer: Response): Promise<boolean> {
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined);
  return problemOf(body, answer).code === "step_up_required";
}
