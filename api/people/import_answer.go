package people

import (
	"slices"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/contactimport"
)

func importAnswer(entries []contactimport.Entry) gen.ImportReport {
	report := gen.ImportReport{}
	report.Rows = slices.Grow(report.Rows, len(entries))[:len(entries)]
	for i, e := range entries {
		if e.Good() {
			report.Good++
		} else {
			report.Bad++
		}
		row := &report.Rows[i]
		row.Line, row.Action, row.Problems = e.Line, gen.ImportReportRowsAction(e.Action), whySkipped(e)
		row.Name, row.Company, row.Email, row.Mobile, row.Phone = respond.Present(e.Name), respond.Present(e.Company), respond.Present(e.Email), respond.Present(e.Mobile), respond.Present(e.Phone)
	}
	return report
}

// whySkipped says it of every row that is left out: also of a good one, whose person is on file as the row says.
func whySkipped(e contactimport.Entry) []string {
	if e.Good() && e.Action == contactimport.Skip {
		return []string{"Already on file: nothing to change"}
	}
	return append([]string{}, e.Problems...)
}
