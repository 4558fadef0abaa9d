package settings

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/evidence"
	"countersign/core/problem"
	"countersign/core/spreadsheet"
	"countersign/store"
	"countersign/store/auditlog"
	"countersign/store/evidencelog"
	"countersign/store/people"
)

// archive is an export of the audit log and its evidence. It is written as it is read, page by page: an MSP's years do not fit into memory.
type archive struct {
	ctx    context.Context
	tenant uuid.UUID
	filter auditlog.Filter
	store  *store.Store
	log    *slog.Logger
	at     time.Time // of the export

	manifest evidence.Manifest // grows with what is written
}

// exportPage is how many rows one transaction reads.
const exportPage = 500

// VisitExportAuditResponse writes the ZIP. When the database fails half-way the connection is cut: a file that merely ends could be taken for whole.
func (a *archive) VisitExportAuditResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="countersign-audit-`+a.at.UTC().Format("2006-01-02")+`.zip"`)
	w.WriteHeader(http.StatusOK)
	if err := a.write(w); err != nil {
		a.log.ErrorContext(a.ctx, "export broke off", slog.String("error", err.Error()))
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (a *archive) write(w io.Writer) error {
	archive := zip.NewWriter(w)
	for _, part := range []struct {
		name  string
		write func(io.Writer) error
	}{{"README.txt", a.writeReadme}, {"evidence-keys.json", a.writeKeys}, {"audit.csv", a.writeLog}, {logFile, a.writeChain}} {
		file, err := a.file(archive, part.name)
		if err != nil {
			return err
		}
		sum := sha256.New()
		if err := part.write(io.MultiWriter(file, sum)); err != nil {
			return err
		}
		a.manifest.Files[part.name] = hex.EncodeToString(sum.Sum(nil))
	}
	if err := a.writeEvidence(archive); err != nil {
		return err
	}
	if err := a.writeManifest(archive); err != nil {
		return err
	}
	return archive.Close()
}

func (a *archive) file(archive *zip.Writer, name string) (io.Writer, error) {
	return archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.at})
}

// logTitles are the columns of audit.csv.
var logTitles = []string{"time", "actor", "actor_kind", "action", "subject_kind", "subject_id", "subject", "company_id", "company", "details",
	"actor_id", "via_key_id", "via_key", "seq", "previous", "hash"}

func (a *archive) writeLog(w io.Writer) error {
	sheet := csv.NewWriter(w)
	sheet.UseCRLF = true // RFC 4180
	if err := sheet.Write(logTitles); err != nil {
		return err
	}
	var after *auditlog.Place
	for {
		lines, err := a.logPage(after)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if err := sheet.Write(logCells(line)); err != nil {
				return err
			}
		}
		if len(lines) < exportPage {
			sheet.Flush()
			return sheet.Error()
		}
		last := lines[len(lines)-1]
		after = &auditlog.Place{At: last.At, ID: last.ID}
	}
}

func (a *archive) logPage(after *auditlog.Place) ([]auditlog.Line, error) {
	return store.InTenant(a.ctx, a.store, a.tenant, func(ctx context.Context, tx store.Tx) ([]auditlog.Line, error) {
		return auditlog.List(ctx, tx, a.filter, after, exportPage)
	})
}

func logCells(line auditlog.Line) []string {
	chained := make([]string, 3)
	if link := line.Link; link != nil {
		chained = []string{strconv.FormatInt(link.Seq, 10), link.Previous, link.Hash}
	}
	details, err := json.Marshal(line.Details)
	if err != nil {
		panic(err) // it was read from JSON
	}
	cells := []string{
		line.At.UTC().Format(time.RFC3339Nano), line.By.Name, line.By.Kind, line.Action, line.SubjectKind, line.SubjectID, line.Subject, idCell(store.Value(line.CompanyID)), line.CompanyName, string(details),
		idCell(line.By.ID), idCell(line.By.ViaKey.ID), line.By.ViaKey.Name, chained[0], chained[1], chained[2],
	}
	for i, cell := range cells {
		cells[i] = spreadsheet.Harmless(cell) // names come from people we do not know
	}
	return cells
}

// idCell is an id as a cell, empty for none.
func idCell(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

func (a *archive) writeKeys(w io.Writer) error {
	return json.NewEncoder(w).Encode(struct {
		Keys map[string]string `json:"keys"`
	}{evidence.NewFile(nil, a.store.Ring().EvidenceKeys()).Keys})
}

func (a *archive) writeEvidence(archive *zip.Writer) error {
	after := int64(0)
	for {
		page, err := a.evidencePage(after)
		if err != nil {
			return err
		}
		for _, numbered := range page {
			file, err := a.file(archive, fmt.Sprintf("evidence/%08d.json", numbered.Seq))
			if err != nil {
				return err
			}
			if err := json.NewEncoder(file).Encode(numbered.Envelope); err != nil {
				return err
			}
			a.manifest.Bundles.Hashes = append(a.manifest.Bundles.Hashes, evidence.Anchor{Seq: numbered.Seq, Hash: numbered.Envelope.Hash})
			after = numbered.Seq
		}
		if len(page) < exportPage {
			return nil
		}
	}
}

func (a *archive) evidencePage(after int64) ([]evidencelog.Numbered, error) {
	return store.InTenant(a.ctx, a.store, a.tenant, func(ctx context.Context, tx store.Tx) ([]evidencelog.Numbered, error) {
		return evidencelog.List(ctx, tx, a.filter, after, exportPage)
	})
}

const readme = `Audit log and evidence of verifications, exported %s.

audit.csv            who did what, newest first; times are UTC
audit.jsonl          the same log to the byte, in the order of its chain: each entry holds the hash of the one before
evidence/*.json      one signed bundle each, named by its number in the chain
evidence-keys.json   the public keys that the bundles were signed with
manifest.json        what this export holds, signed as the bundles are

Check the evidence without any connection to us:

    countersign evidence verify --keys evidence-keys.json evidence/*.json

Check everything in this folder, the log and the manifest included. --tenant says no to what is another MSP's, --complete to any gap:

    countersign evidence verify --keys evidence-keys.json --tenant %s --complete .

It checks every signature and every hash, whether each bundle follows the one before, and folds the recorded facts again: they must come to the
recorded verdict. An export of one company or of some days leaves out the bundles of others; such places are reported as gaps, not as errors.

Keys that came with the evidence prove that nothing was changed since the export. To be sure who signed it, compare evidence-keys.json
with the keys you were given before, or with GET /v1/evidence/keys of the help desk.

Bundles name the help desk's own people and keys, and nobody who was verified: such a person stands in them as a keyed hash, and they stay valid proof after the person
was erased.
`

// logFile is the audit log with its chain.
const logFile = "audit.jsonl"

func (a *archive) writeChain(w io.Writer) error {
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	after := int64(0)
	for {
		page, err := store.InTenant(a.ctx, a.store, a.tenant, func(ctx context.Context, tx store.Tx) ([]evidence.LogEntry, error) {
			return auditlog.Chain(ctx, tx, a.filter, after, exportPage)
		})
		if err != nil {
			return err
		}
		for _, entry := range page {
			if err := lines.Encode(entry); err != nil {
				return err
			}
			place := evidence.Anchor{Seq: entry.Seq, Hash: entry.Hash}
			if a.manifest.Log.Last = &place; a.manifest.Log.First == nil {
				a.manifest.Log.First = &place
			}
			a.manifest.Log.Count++
			after = entry.Seq
		}
		if len(page) < exportPage {
			return nil
		}
	}
}

func (a *archive) writeManifest(archive *zip.Writer) error {
	bundles := &a.manifest.Bundles
	if bundles.Count = len(bundles.Hashes); bundles.Count > 0 {
		bundles.First, bundles.Last = &bundles.Hashes[0], &bundles.Hashes[bundles.Count-1]
	}
	id, key := a.store.Ring().Signer()
	signed, err := evidence.SignManifest(a.manifest, id, key)
	if err != nil {
		return err
	}
	file, err := a.file(archive, "manifest.json")
	if err != nil {
		return err
	}
	return json.NewEncoder(file).Encode(signed)
}

// inUTC is a time in one zone, so that the manifest reads the same wherever it was asked for.
func inUTC(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	return new(at.UTC())
}

func (a *archive) writeReadme(w io.Writer) error {
	_, err := fmt.Fprintf(w, readme, a.at.UTC().Format(time.RFC3339), a.tenant)
	return err
}

func (h Audit) ExportAudit(ctx context.Context, request gen.ExportAuditRequestObject) (gen.ExportAuditResponseObject, error) {
	actor := gate.ActorOf(ctx)
	filter := auditlog.Filter{Company: request.Params.CompanyID, From: request.Params.From, To: request.Params.To}
	if filter.From != nil && filter.To != nil && !filter.From.Before(*filter.To) {
		return nil, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "to", Message: "Choose an end after the beginning."})
	}
	// The export is audited before the first byte is sent.
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		if filter.Company != nil {
			if _, err := people.GetCompany(ctx, tx, *filter.Company); err != nil {
				return err
			}
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "audit.exported", SubjectKind: "audit", SubjectID: actor.Tenant.String(), CompanyID: filter.Company})
	})
	if err != nil {
		return nil, err
	}
	return &archive{
		ctx: ctx, tenant: actor.Tenant, filter: filter, store: h.Store, log: h.Log, at: h.Now(),
		manifest: evidence.Manifest{
			Tenant: actor.Tenant, CreatedAt: h.Now().UTC(), Company: filter.Company, From: inUTC(filter.From), To: inUTC(filter.To),
			Bundles: evidence.ManifestBundles{Hashes: []evidence.Anchor{}}, Files: map[string]string{},
		},
	}, nil
}
