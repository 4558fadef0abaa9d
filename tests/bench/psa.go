package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/integrations/connectwise"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/workflows"
)

const (
	psaCompanies = 200
	psaPage      = 1000 // contacts of a page, ConnectWise's most
	psaChanges   = 10
	// psaPatience bounds one sync.
	psaPatience = 15 * time.Minute
)

// psaReport says how fast people come out of a PSA, next to a loop that fetches the same pages and keeps them raw.
type psaReport struct {
	Contacts    int     `json:"contacts"`
	First       rate    `json:"first"`        // product: the first sync; plain: COPY into one table
	Unchanged   rate    `json:"unchanged"`    // product: everybody again; plain: an upsert
	Written     int64   `json:"written"`      // tuples of people and companies that the unchanged one wrote
	Incremental int     `json:"incremental"`  // requests of a sync with psaChanges changes
	Changed     int     `json:"changed"`      // people that it wrote
	Actions     int     `json:"actions"`      // billable ones of the first sync
	WorkerMost  float64 `json:"worker_mib"`   // resident, at most
	ActionsEach float64 `json:"actions_each"` // a contact
}

// rate is contacts a second.
type rate struct {
	Product float64 `json:"product"`
	Plain   float64 `json:"plain"`
	Ratio   float64 `json:"ratio"`
}

func (r *rate) of(contacts int, product, plain time.Duration) {
	r.Product, r.Plain = float64(contacts)/product.Seconds(), float64(contacts)/plain.Seconds()
	r.Ratio = r.Product / r.Plain
}

// desk is the demo MSP, connected to the sandbox's ConnectWise.
type desk struct {
	*bench
	api         caller
	owner       *pgx.Conn
	integration string
}

func measurePSA(ctx context.Context, b *bench) (*psaReport, error) {
	r := &psaReport{Contacts: b.size.contacts}
	owner, err := pgx.Connect(ctx, b.stack.OwnerDatabaseURL)
	if err != nil {
		return nil, err
	}
	defer owner.Close(ctx)
	d := &desk{bench: b, api: caller{b.stack.APIURL + "/v1", b.stack.APIKey}, owner: owner}
	if err := d.connect(ctx); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context, *psaReport) error{d.first, d.unchanged, d.incremental} {
		if err := step(ctx, r); err != nil {
			return nil, err
		}
	}
	_, most, err := b.memory()
	r.WorkerMost = most["worker"]
	return r, err
}

// connect fills the sandbox and takes the demo's connection out of the way of one that is measured.
func (d *desk) connect(ctx context.Context) error {
	var list struct{ Items []struct{ ID string } }
	if err := d.api.do(ctx, http.MethodGet, "/integrations", nil, http.StatusOK, &list); err != nil {
		return err
	}
	for _, held := range list.Items {
		if err := d.api.do(ctx, http.MethodPatch, "/integrations/"+held.ID, map[string]any{"enabled": false}, http.StatusOK, nil); err != nil {
			return err
		}
	}
	population := map[string]any{"companies": psaCompanies, "contacts": d.size.contacts, "tickets": 0, "seed": d.seed}
	return caller{base: d.stack.SandboxURL}.do(ctx, http.MethodPost, "/_sandbox/psa/connectwise/populate", population, http.StatusOK, nil)
}

func (d *desk) first(ctx context.Context, r *psaReport) error {
	plain, err := d.plain(ctx, "bench_copied", func(rows [][2]any) error {
		_, err := d.owner.CopyFrom(ctx, pgx.Identifier{"bench_copied"}, []string{"id", "raw"}, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) { return rows[i][:], nil }))
		return err
	})
	if err != nil {
		return err
	}
	var made struct{ ID string }
	err = d.api.do(ctx, http.MethodPost, "/integrations", map[string]any{
		"kind": "connectwise", "name": "Measured", "base_url": d.stack.SandboxURL + "/connectwise", "credentials": map[string]string{
			connectwise.SettingCompany: connectwisetest.Company, connectwise.SettingPublicKey: connectwisetest.PublicKey,
			connectwise.SettingPrivateKey: connectwisetest.PrivateKey, connectwise.SettingClientID: connectwisetest.ClientID,
		},
	}, http.StatusCreated, &made)
	if err != nil {
		return err
	}
	d.integration = made.ID
	s, err := d.synced(ctx, 1)
	if err != nil {
		return err
	}
	r.First.of(r.Contacts, s.took(), plain)
	if r.Actions, err = d.actions(ctx); err != nil {
		return err
	}
	r.ActionsEach = float64(r.Actions) / float64(r.Contacts)
	return nil
}

// people are the tables in which a person or a company that is read again could be written again.
const people = `'companies','contacts','contact_points','contact_terms','company_links','contact_links'`

func (d *desk) unchanged(ctx context.Context, r *psaReport) error {
	plain, err := d.plain(ctx, "bench_copied", func(rows [][2]any) error {
		ids, raws := make([]int64, len(rows)), make([]string, len(rows))
		for i, row := range rows {
			ids[i], raws[i] = row[0].(int64), row[1].(string)
		}
		_, err := d.owner.Exec(ctx, `INSERT INTO bench_copied SELECT * FROM unnest($1::bigint[], $2::text[]) ON CONFLICT (id) DO UPDATE SET raw = excluded.raw`, ids, raws)
		return err
	})
	if err != nil {
		return err
	}
	// A week later everybody is read again.
	if _, err := d.owner.Exec(ctx, `UPDATE integrations SET reconciled_at = now() - interval '8 days' WHERE id = $1`, d.integration); err != nil {
		return err
	}
	before, err := d.versions(ctx)
	if err != nil {
		return err
	}
	if err := d.syncNow(ctx); err != nil {
		return err
	}
	s, err := d.synced(ctx, 2)
	if err != nil {
		return err
	}
	after, err := d.versions(ctx)
	if err != nil {
		return err
	}
	if s.Mode != "reconciliation" {
		return fmt.Errorf("the second sync was %s", s.Mode)
	}
	r.Written = after - before
	r.Unchanged.of(r.Contacts, s.took(), plain)
	return nil
}

// versions counts the row versions that were ever written in the tables of people.
func (d *desk) versions(ctx context.Context) (n int64, err error) {
	if _, err := d.owner.Exec(ctx, `SELECT pg_stat_clear_snapshot()`); err != nil {
		return 0, err
	}
	time.Sleep(12 * time.Second) // an idle backend tells its counts within ten seconds
	err = d.owner.QueryRow(ctx, `SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables WHERE relname IN (`+people+`)`).Scan(&n)
	return n, err
}

func (d *desk) incremental(ctx context.Context, r *psaReport) error {
	sandbox := caller{base: d.stack.SandboxURL}
	if err := sandbox.do(ctx, http.MethodPost, "/_sandbox/psa/connectwise/change", map[string]int{"contacts": psaChanges}, http.StatusOK, nil); err != nil {
		return err
	}
	if err := sandbox.do(ctx, http.MethodDelete, "/_sandbox/requests", nil, http.StatusNoContent, nil); err != nil {
		return err
	}
	if err := d.syncNow(ctx); err != nil {
		return err
	}
	s, err := d.synced(ctx, 3)
	if err != nil {
		return err
	}
	var made struct{ Items []json.RawMessage }
	err = sandbox.do(ctx, http.MethodGet, "/_sandbox/requests?provider=connectwise", nil, http.StatusOK, &made)
	r.Incremental, r.Changed = len(made.Items), s.Changed
	return err
}

func (d *desk) syncNow(ctx context.Context) error {
	return d.api.do(ctx, http.MethodPost, "/integrations/"+d.integration+"/sync", nil, http.StatusAccepted, nil)
}

// synced is a sync that has ended.
type synced struct {
	Status, Mode, Error string
	Changed             int
	StartedAt           time.Time `json:"started_at"`
	FinishedAt          time.Time `json:"finished_at"`
}

func (s synced) took() time.Duration { return s.FinishedAt.Sub(s.StartedAt) }

// synced waits for the nth sync to end.
func (d *desk) synced(ctx context.Context, n int) (synced, error) {
	ctx, cancel := context.WithTimeout(ctx, psaPatience)
	defer cancel()
	for {
		var list struct{ Items []synced }
		if err := d.api.do(ctx, http.MethodGet, "/integrations/"+d.integration+"/syncs", nil, http.StatusOK, &list); err != nil {
			return synced{}, err
		}
		if len(list.Items) >= n {
			switch s := list.Items[0]; s.Status {
			case "completed":
				return s, nil
			case "failed":
				return synced{}, fmt.Errorf("a sync failed: %s", s.Error)
			}
		}
		select {
		case <-ctx.Done():
			return synced{}, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// actions counts the billable actions of the last run: its start by the schedule (three), and each activity.
// https://docs.temporal.io/cloud/actions
func (d *desk) actions(ctx context.Context) (int, error) {
	listed, err := d.temporal.ScheduleClient().GetHandle(ctx, workflows.PSASyncID(uuid.MustParse(d.stack.TenantID), uuid.MustParse(d.integration))).Describe(ctx)
	if err != nil {
		return 0, err
	}
	if len(listed.Info.RecentActions) == 0 {
		return 0, fmt.Errorf("the schedule has not acted")
	}
	run := listed.Info.RecentActions[len(listed.Info.RecentActions)-1].StartWorkflowResult
	count := 3
	history := d.temporal.GetWorkflowHistory(ctx, run.WorkflowID, run.FirstExecutionRunID, false, 0)
	for history.HasNext() {
		event, err := history.Next()
		if err != nil {
			return 0, err
		}
		if event.GetActivityTaskScheduledEventAttributes() != nil {
			count++
		}
	}
	return count, nil
}

// plain fetches all pages as the product does and hands their rows on. It returns how long that took.
func (d *desk) plain(ctx context.Context, table string, keep func(rows [][2]any) error) (time.Duration, error) {
	if _, err := d.owner.Exec(ctx, `CREATE TABLE IF NOT EXISTS `+table+` (id bigint PRIMARY KEY, raw text NOT NULL)`); err != nil {
		return 0, err
	}
	begun := time.Now()
	for last := int64(0); ; {
		query := url.Values{"pageSize": {strconv.Itoa(psaPage)}, "pageId": {strconv.FormatInt(last, 10)}, "orderBy": {"id asc"}}
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.stack.SandboxURL+"/connectwise/v4_6_release/apis/3.0/company/contacts?"+query.Encode(), nil)
		if err != nil {
			return 0, err
		}
		request.SetBasicAuth(connectwisetest.Company+"+"+connectwisetest.PublicKey, connectwisetest.PrivateKey)
		request.Header.Set("clientId", connectwisetest.ClientID)
		request.Header.Set("Accept", "application/json")
		request.Header.Set("pagination-type", "forward-only")
		var page []json.RawMessage
		if err := answered(request, http.StatusOK, &page); err != nil {
			return 0, err
		}
		rows := make([][2]any, len(page))
		for i, raw := range page {
			var row struct{ ID int64 }
			if err := json.Unmarshal(raw, &row); err != nil {
				return 0, err
			}
			rows[i], last = [2]any{row.ID, string(raw)}, row.ID
		}
		if err := keep(rows); err != nil {
			return 0, err
		}
		if len(page) < psaPage {
			return time.Since(begun), nil
		}
	}
}

func (r *psaReport) write(s sheet) {
	s.title("People out of a PSA (ConnectWise)")
	s.row("contacts", r.Contacts, "", "")
	s.row("", "product/s", "plain/s", "ratio")
	s.row("first sync : COPY of the same pages", r.First.Product, r.First.Plain, r.First.Ratio)
	s.row("unchanged resync : upsert", r.Unchanged.Product, r.Unchanged.Plain, r.Unchanged.Ratio)
	s.row("tuples of people written by it", r.Written, "", "")
	s.row(fmt.Sprintf("requests of a sync with %d changes", psaChanges), r.Incremental, "", "")
	s.row("people written by it", r.Changed, "", "")
	s.row("billable actions of the first sync", r.Actions, "", "")
	s.row("worker at most, MiB", r.WorkerMost, "", "")
}
