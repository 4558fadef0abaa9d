import { useState } from "react";
import type { ImportReport } from "../../api/types";

const shownRows = 200;

/** The result of each row. Rows with problems come first. */
export function ImportReview({ report }: { report: ImportReport }) {
  const [onlyBad, setOnlyBad] = useState(report.bad > 0);
  const rows = onlyBad ? report.rows.filter((row) => row.action === "skip") : report.rows;
  if (report.committed) {
    return (
      <div className="banner ok" role="status">
        <strong>Imported.</strong> {report.created ?? 0} added, {report.updated ?? 0} updated
        {report.companies_created ? `, ${report.companies_created} new companies` : ""}
        {report.bad ? `, ${report.bad} left out` : ""}.
      </div>
    );
  }
  return (
    <div className="stack">
      <div className="row wrap" role="status">
        <span className="chip ok">{report.good} good</span>
        {report.bad > 0 && <span className="chip bad">{report.bad} left out</span>}
        {report.companies_created ? <span className="chip">{report.companies_created} new companies</span> : null}
        {report.bad > 0 && (
          <button type="button" className="chip end" aria-pressed={onlyBad} onClick={() => setOnlyBad(!onlyBad)}>
            Only what is wrong
          </button>
        )}
      </div>
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
                    {row.action === "skip" ? (
                      <span className="tone-bad">Left out: {row.problems.join("; ")}</span>
                    ) : (
                      <span className="soft">
                        {row.action === "create" ? "Added" : "Updated"}
                        {row.problems.length > 0 && `, but ${row.problems.join("; ")}`}
                      </span>
                    )}
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
