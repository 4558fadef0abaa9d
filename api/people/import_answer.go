package people

import (
	"slices"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/contactimport"
	"countersign/core/contactsearch"
)

func importAnswer(entries []contactimport.Entry, ignored []string) gen.ImportReport {
	report := gen.ImportReport{IgnoredColumns: append([]string{}, ignored...)}
	companies := map[string]bool{}
	report.Rows = slices.Grow(report.Rows, len(entries))[:len(entries)]
	for i, e := range entries {
		if e.Good() {
			report.Good++
		} else {
			report.Bad++
		}
		switch {
		case e.Action == contactimport.Create:
			report.New++
			if e.CompanyID == uuid.Nil {
				companies[contactsearch.SortName(e.Company)] = true
			}
		case e.Action == contactimport.Update:
			report.Changed++
		case e.Good():
			report.Unchanged++
		}
		row := &report.Rows[i]
		row.Line, row.Action, row.Problems = e.Line, gen.ImportReportRowsAction(e.Action), whySkipped(e)
		row.Name, row.Company, row.Email, row.Mobile, row.Phone = respond.Present(e.Name), respond.Present(e.Company), respond.Present(e.Email), respond.Present(e.Mobile), respond.Present(e.Phone)
	}
	report.NewCompanies = len(companies)
	return report
}

// whySkipped says it of every row that is left out: also of a good one, whose person is on file as the row says.
func whySkipped(e contactimport.Entry) []string {
	if e.Good() && e.Action == contactimport.Skip {
		return []string{"Already on file: nothing to change"}
	}
	return append([]string{}, e.Problems...)
}
