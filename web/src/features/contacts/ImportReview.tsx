import { useState } from "react";
import type { ImportReport } from "../../api/types";

const shownRows = 200;

type Row = ImportReport["rows"][number];

const onFile = "Already on file: nothing to change";

/** A row that is left out for what is wrong with it, not because it changes nothing. */
const isWrong = (row: Row) => row.action === "skip" && row.problems[0] !== onFile;

/** What becomes of a row, on one line. */
function happens(row: Row): string {
  if (row.action === "skip") return isWrong(row) ? `Left out: ${row.problems.join("; ")}` : "Unchanged";
  const what = row.action === "create" ? "New" : "Changed";
  return row.problems.length > 0 ? `${what}, but ${row.problems.join("; ")}` : what;
}

/** The result of each row. Rows with problems come first. */
export function ImportReview({ report }: { report: ImportReport }) {
  const [onlyBad, setOnlyBad] = useState(report.bad > 0);
  const rows = onlyBad ? report.rows.filter((row) => isWrong(row)) : report.rows;
  const companies = report.committed ? (report.companies_created ?? 0) : report.new_companies;
  const ignored = report.ignored_columns;
  if (report.committed) {
    return (
      <div className="banner ok" role="status">
        <strong>Imported.</strong> {report.created ?? 0} new, {report.updated ?? 0} changed, {report.unchanged}{" "}
        unchanged, {report.bad} left out
        {companies > 0 && `; ${companies} new ${companies === 1 ? "company" : "companies"}`}.
      </div>
    );
  }
  return (
    <div className="stack">
      <div className="row wrap" role="status">
        <span>{report.rows.length === 1 ? "1 row:" : `${report.rows.length} rows:`}</span>
        <span className="chip ok">{report.new} new</span>
        <span className="chip">{report.changed} changed</span>
        <span className="chip">{report.unchanged} unchanged</span>
        <span className={report.bad > 0 ? "chip bad" : "chip"}>{report.bad} left out</span>
        {companies > 0 && (
          <span className="soft">
            and {companies} new {companies === 1 ? "company" : "companies"}
          </span>
        )}
        {report.bad > 0 && (
          <button type="button" className="chip end" aria-pressed={onlyBad} onClick={() => setOnlyBad(!onlyBad)}>
            Only what is wrong
          </button>
        )}
      </div>
      {ignored.length > 0 && (
        <p className="soft">
          {ignored.length === 1 ? "This column is not read: " : "These columns are not read: "}
          {ignored.join(", ")}.
        </p>
      )}
      {rows.length > 0 && (
        <div className="import-rows">
          <table>
            <thead>
              <tr>
                <th className="number">Line</th>
                <th>Name</th>
                <th>Company</th>
                <th>What happens</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, shownRows).map((row) => (
                <tr key={row.line}>
                  <td className="number faint">{row.line}</td>
                  <td>{row.name || <span className="faint">none</span>}</td>
                  <td>{row.company || <span className="faint">none</span>}</td>
                  <td>
                    <span className={isWrong(row) ? "tone-bad" : "soft"} title={happens(row)}>
                      {happens(row)}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > shownRows && <p className="soft">And {rows.length - shownRows} more.</p>}
    </div>
  );
}
