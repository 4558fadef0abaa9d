package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/evidence"
	"countersign/core/verification"
)

func TestTheAuditLogIsFilteredAndPaged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m, other := h.msp(), h.msp()
	northwind, harbor := m.company("Northwind Dental"), m.company("Harbor Logistics")
	m.contact(northwind, "Ana", nil)
	middle := url.QueryEscape(time.Now().UTC().Format(time.RFC3339Nano))
	m.contact(harbor, "Ben", nil)

	entry := m.get("/audit?limit=1").items()[0]
	require.Equal(t, "API key Tests", entry["actor_name"])
	require.Equal(t, "api_key", entry["actor_kind"])
	require.Equal(t, "Ben", entry["subject"])
	require.Equal(t, object{"id": harbor, "name": "Harbor Logistics"}, entry["company"])

	require.Equal(t, []any{"Ana", "Northwind Dental"}, m.get("/audit?company_id="+northwind).column("subject"))
	require.Equal(t, []any{"Ben", "Ana"}, m.get("/audit?action=contact.created").column("subject"))
	require.Equal(t, []any{"Ben"}, m.get("/audit?from="+middle).column("subject"))
	require.Equal(t, []any{"Ana", "Harbor Logistics", "Northwind Dental"}, m.get("/audit?to="+middle).column("subject"))

	var subjects []any
	for path := "/audit?limit=2"; path != ""; {
		page := m.get(path)
		subjects = append(subjects, page.column("subject")...)
		path = ""
		if next, more := page.body["next_cursor"].(string); more {
			path = "/audit?limit=2&cursor=" + next
		}
	}
	require.Equal(t, []any{"Ben", "Ana", "Harbor Logistics", "Northwind Dental"}, subjects)
	for _, cursor := range []string{"x", "e30", "bnVsbA"} {
		require.Equal(t, []string{"cursor"}, m.get("/audit?cursor="+cursor).refused(http.StatusUnprocessableEntity, "validation_failed"))
	}
	require.Equal(t, entry, m.get("/audit/entries/"+entry["id"].(string)).body)
	other.get("/audit/entries/"+entry["id"].(string)).refused(http.StatusNotFound, "not_found")
	m.with("settings:read").get("/audit/entries/"+entry["id"].(string)).refused(http.StatusForbidden, "forbidden")

	require.Empty(t, other.get("/audit").items())
	require.Empty(t, other.get("/audit?company_id="+northwind).items())
	m.with("settings:read").get("/audit").refused(http.StatusForbidden, "forbidden")
}

// archive is an opened export.
type archive map[string][]byte

func (m msp) export(query string) archive {
	m.t.Helper()
	r := status(m.t, m.get("/audit/export"+query), http.StatusOK)
	require.Equal(m.t, "application/zip", r.header.Get("Content-Type"))
	require.Regexp(m.t, `^attachment; filename="countersign-audit-\d{4}-\d\d-\d\d\.zip"$`, r.header.Get("Content-Disposition"))
	opened, err := zip.NewReader(bytes.NewReader(r.raw), int64(len(r.raw)))
	require.NoError(m.t, err)
	files := archive{}
	for _, f := range opened.File {
		file, err := f.Open()
		require.NoError(m.t, err)
		files[f.Name], err = io.ReadAll(file)
		require.NoError(m.t, err)
	}
	return files
}

// column reads one column of audit.csv.
func (a archive) column(t testing.TB, title string) []string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(a["audit.csv"])).ReadAll()
	require.NoError(t, err)
	var values []string
	for i, name := range rows[0] {
		for _, row := range rows[1:] {
			if name == title {
				values = append(values, row[i])
			}
		}
	}
	return values
}

func (a archive) evidence() (files [][]byte) {
	for name, body := range a {
		if strings.HasPrefix(name, "evidence/") {
			files = append(files, body)
		}
	}
	return files
}

func TestAnExportCanBeCheckedWithoutUs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	ana := m.ana()
	ben := m.contact(m.company("Harbor Logistics"), "=Ben()", object{"mobile": "+14155550177"})
	m.verify(ana, channel.SMSLink).end(verification.Fact{Kind: verification.Confirmed, Send: 1})
	call := m.verify(ben, channel.SMSLink)
	call.end(verification.Fact{Kind: verification.Denial})

	files := m.export("")
	require.Contains(t, string(files["README.txt"]), "countersign evidence verify --keys evidence-keys.json evidence/*.json")
	keys, err := evidence.Keys(files["evidence-keys.json"])
	require.NoError(t, err)
	summary, err := evidence.Verify(files.evidence(), keys)
	require.NoError(t, err)
	require.Equal(t, evidence.Summary{Bundles: 2, Verifications: 2}, summary)
	require.Contains(t, files.column(t, "subject"), "'=Ben()", "a name is no formula in a spreadsheet")
	require.NotContains(t, files.column(t, "subject"), "=Ben()")
	require.Equal(t, "audit.exported", files.column(t, "action")[0], "who takes the log away is in the log")

	one := m.export("?company_id=" + call.rules.Company.String())
	require.Len(t, one.evidence(), 1)
	require.NotContains(t, string(one["audit.csv"]), "Northwind")
	summary, err = evidence.Verify(one.evidence(), keys)
	require.NoError(t, err)
	require.Equal(t, 1, summary.Gaps)

	future := url.QueryEscape(time.Now().Add(time.Hour).Format(time.RFC3339))
	require.Empty(t, m.export("?from="+future).evidence())
	require.Empty(t, m.export("?from="+future).column(t, "action"))
	require.Len(t, m.export("?to="+future).evidence(), 2)
	past := url.QueryEscape(time.Now().Add(-time.Hour).Format(time.RFC3339))
	require.Equal(t, []string{"to"}, m.get("/audit/export?from="+future+"&to="+past).refused(http.StatusUnprocessableEntity, "validation_failed"))

	other := h.msp()
	require.Empty(t, other.export("").evidence())
	for _, unseen := range []string{call.rules.Company.String(), uuid.NewString()} {
		other.get("/audit/export?company_id="+unseen).refused(http.StatusNotFound, "not_found")
	}
	require.Equal(t, []string{"audit.exported"}, other.export("").column(t, "action")[:1], "what was refused is not in the log")
	m.with("settings:read").get("/audit/export").refused(http.StatusForbidden, "forbidden")
}

// whole is what countersign evidence verify reads of an export.
func (a archive) whole() evidence.Export {
	return evidence.Export{Bundles: a.evidence(), Log: a["audit.jsonl"], Manifest: a["manifest.json"], Files: map[string][]byte{"audit.csv": a["audit.csv"], "audit.jsonl": a["audit.jsonl"]}}
}

func TestWhatIsTakenOutOfAnExportIsFound(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m, other := h.msp(), h.msp()
	ana := m.ana()
	for range 3 {
		m.verify(ana, channel.SMSLink).end(verification.Fact{Kind: verification.Confirmed, Send: 1})
	}
	files := m.export("")
	keys, err := evidence.Keys(files["evidence-keys.json"])
	require.NoError(t, err)
	all := evidence.Demands{Tenant: m.tenant, Complete: true}
	summary, err := evidence.VerifyExport(files.whole(), keys, all)
	require.NoError(t, err)
	require.Equal(t, 3, summary.Bundles)
	require.Equal(t, len(files.column(t, "action")), summary.Entries)

	lines := bytes.SplitAfter(bytes.TrimSuffix(files["audit.jsonl"], []byte("\n")), []byte("\n"))
	without := func(i int) []byte { return bytes.Join(slices.Delete(slices.Clone(lines), i, i+1), nil) }
	swapped := slices.Clone(lines)
	swapped[1], swapped[2] = swapped[2], swapped[1]
	for name, c := range map[string]struct {
		change func(*evidence.Export)
		says   string
	}{
		"an entry is gone":        {func(e *evidence.Export) { e.Log = without(1) }, "entry 2: it is missing"},
		"the last entry is gone":  {func(e *evidence.Export) { e.Log = without(len(lines) - 1) }, "the manifest counts"},
		"two entries are swapped": {func(e *evidence.Export) { e.Log = bytes.Join(swapped, nil) }, "entry 2: it is missing"},
		"a name is changed": {func(e *evidence.Export) {
			e.Log = bytes.Replace(e.Log, []byte("API key Tests"), []byte("API key Texts"), 1)
		}, "names or details were changed"},
		"an action is changed": {func(e *evidence.Export) {
			e.Log = bytes.Replace(e.Log, []byte("contact.created"), []byte("contact.changed"), 1)
		}, "it was changed"},
		"the sheet is changed": {func(e *evidence.Export) {
			e.Files["audit.csv"] = bytes.Replace(e.Files["audit.csv"], []byte("Ana"), []byte("Eve"), 1)
		}, "audit.csv is not as it was exported"},
		"the last bundle is gone": {func(e *evidence.Export) {
			e.Bundles = slices.DeleteFunc(e.Bundles, func(b []byte) bool { return bytes.Contains(b, []byte(`"seq":3,`)) })
		}, "bundle 3, which the manifest lists, is not there"},
		"a bundle, and no manifest": {func(e *evidence.Export) {
			e.Manifest, e.Bundles = nil, slices.DeleteFunc(e.Bundles, func(b []byte) bool { return bytes.Contains(b, []byte(`"seq":2,`)) })
		}, "not complete"},
		"the manifest is changed": {func(e *evidence.Export) {
			e.Manifest = bytes.Replace(e.Manifest, []byte(`"count":3`), []byte(`"count":2`), 1)
		}, "manifest"},
		"another MSP's": {func(e *evidence.Export) { *e = other.export("").whole() }, "is of MSP"},
		"one company's": {func(e *evidence.Export) { *e = m.export("?company_id=" + m.company("Harbor Logistics")).whole() }, "not complete"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := files.whole()
			c.change(&changed)
			_, err := evidence.VerifyExport(changed, keys, all)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestALongLogIsExportedWhole(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	northwind := m.company("Northwind Dental")
	m.in(manyEntries(1203, uuid.MustParse(northwind)))
	files := m.export("?company_id=" + northwind)
	details := files.column(t, "details")
	seen := map[string]bool{}
	for _, d := range details {
		seen[d] = true
	}
	require.Len(t, details, 1203+2)
	require.Len(t, seen, 1203+1, "no entry twice, none left out")
}
