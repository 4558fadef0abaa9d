import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { keys } from "../../api/keys";
import { ProblemNote } from "../../api/ProblemNote";
import { asProblem } from "../../api/problem";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { ImportReview } from "./ImportReview";
import { isDocument, save, template, textOf } from "./readList";

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
    commit.reset();
    review.reset();
    const bytes = await file.arrayBuffer();
    if (isDocument(bytes)) return setComplaint("This is a workbook or document. Open it and save it as CSV (UTF-8).");
    setComplaint(undefined);
    const text = textOf(bytes);
    setCsv(text);
    review.mutate(text);
  };
  const report = commit.data ?? review.data;
  const failed = commit.error ?? review.error;
  // What is wrong with the whole file stands at its field, in the API's own words.
  const ofTheFile = failed ? asProblem(failed).fields.get("csv") : undefined;
  const taken = review.data ? review.data.new + review.data.changed : 0;

  return (
    <Dialog title="Import contacts" wide onClose={onClose}>
      {!commit.data && (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a short cut; the field inside does the same by keyboard
        <div
          className="drop"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            void take(event.dataTransfer.files[0]);
          }}
        >
          <Field
            label="CSV file"
            hint="Choose a file or drop it here. Its first line names the columns: name, company, email, mobile, phone in any order; lists of Outlook and Google are read as they are. At most 10,000 rows. Nothing is imported before you have seen the review."
            error={complaint ?? ofTheFile}
          >
            {(wiring) => (
              <input
                {...wiring}
                type="file"
                accept=".csv,.txt,text/csv"
                autoFocus
                onChange={(event) => void take(event.target.files?.[0])}
                className="file"
              />
            )}
          </Field>
          <button type="button" className="quiet" onClick={() => save("contacts.csv", template)}>
            Download a template
          </button>
        </div>
      )}
      {review.isPending && (
        <p className="soft" role="status">
          Reading the rows
        </p>
      )}
      {!ofTheFile && <ProblemNote error={failed} />}
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
              disabled={taken === 0 || commit.isPending}
              onClick={() => csv !== undefined && commit.mutate(csv)}
            >
              {commit.isPending
                ? "Importing"
                : review.data
                  ? `Import ${taken} ${taken === 1 ? "row" : "rows"}`
                  : "Import"}
            </button>
          </>
        )}
      </div>
    </Dialog>
  );
}
