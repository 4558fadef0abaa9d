import { useCallback } from "react";
import { useToast } from "../ui/Toasts";
import { asProblem } from "./problem";
import { problemLabel } from "./problemLabels";

/** Says what was just done, with one press that takes it back. Where that is refused it says why, until somebody has read it. */
export function useUndoToast(): (words: string, undo: () => Promise<unknown>) => void {
  const toast = useToast();
  return useCallback(
    (words, undo) =>
      toast({
        tone: "ok",
        words,
        undo: () => void undo().catch((error: unknown) => toast({ tone: "bad", words: notUndone(error), stays: true })),
      }),
    [toast],
  );
}

/** Says that an act stands, and why it could not be taken back. */
export function notUndone(error: unknown): string {
  const problem = asProblem(error);
  const { what, next } = problemLabel(problem);
  return [
    "It was not taken back.",
    ...(problem.code === "conflict" && problem.detail ? [problem.detail] : [what, next]),
  ]
    .filter(Boolean)
    .join(" ");
}
