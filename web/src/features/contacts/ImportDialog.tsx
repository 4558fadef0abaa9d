import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { ProblemNote } from "../../api/ProblemNote";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { ImportReview } from "./ImportReview";

const largest = 4 * 1024 * 1024;

/** Contacts from a CSV: choose, look at the rows that are wrong, then import the good ones. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const [csv, setCsv] = useState<string>();
  const [complaint, setComplaint] = useState<string>();
  const review = useMutation({
    mutationFn: (text: string) => unwrap(api.POST("/contacts/import", { body: { csv: text, commit: false } })),
  });
  const commit = useMutation({
    mutationFn: (text: string) => unwrap(api.POST("/contacts/import", { body: { csv: text, commit: true } })),
    onSuccess: () => {
      for (const key of [keys.contacts, keys.companies]) void client.invalidateQueries({ queryKey: key });
    },
  });
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > largest) return setComplaint("That file is over 4 MB. Split it and import the parts.");
    setComplaint(undefined);
    const text = await file.text();
    setCsv(text);
    commit.reset();
    review.mutate(text);
  };
  const report = commit.data ?? review.data;

  return (
    <Dialog title="Import contacts" wide onClose={onClose}>
      {!commit.data && (
        <Field
          label="CSV file"
          hint="A header line with name, company, email, mobile, phone in any order; at most 10,000 rows. Nothing is imported before you have seen the review."
          error={complaint}
        >
          {(wiring) => (
            <input
              {...wiring}
              type="file"
              accept=".csv,text/csv"
              autoFocus
              onChange={(event) => void take(event.target.files?.[0])}
              className="file"
            />
          )}
        </Field>
      )}
      {review.isPending && (
        <p className="soft" role="status">
          Reading the rows
        </p>
      )}
      <ProblemNote error={commit.error ?? review.error} />
      {report && <ImportReview report={report} />}
      <div className="actions">
        {commit.data ? (
          <button type="button" className="primary" onClick={onClose}>
            Done
          </button>
        ) : (
          <>
            <button type="button" className="quiet" onClick={onClose}>
              Cancel
            </button>
            <button
              type="button"
              className="primary"
              disabled={!review.data || review.data.good === 0 || commit.isPending}
              onClick={() => csv !== undefined && commit.mutate(csv)}
            >
              {commit.isPending
                ? "Importing"
                : review.data
                  ? `Import ${review.data.good} good ${review.data.good === 1 ? "row" : "rows"}`
                  : "Import"}
            </button>
          </>
        )}
      </div>
    </Dialog>
  );
}
