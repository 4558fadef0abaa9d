package api

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The matrix tries every operation of the description, as everybody, with what belongs to somebody else in every place where an id or a name can stand.
// A cell is right if the answer is the one that a thing which does not exist gets, and if nothing of the others is in it. An operation that is new comes
// in by itself; one whose ids are of a kind that nobody knows here fails.
const leastCells = 3000

func TestNobodyReachesWhatIsAnothers(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	before := m.rowsOf(m.bravo.tenant)
	beforeOther := m.rowsOfCompany(m.other.ids["company_id"])
	for route, op := range m.table {
		if openToAll(op.ID) {
			continue
		}
		r := m.route(route, op)
		for _, who := range m.callers {
			m.tryWithout(r, who)
			m.tryPath(r, who)
			m.tryQuery(r, who)
			m.tryBody(r, who)
		}
		m.tryOtherKinds(r)
	}
	m.tryRepeating()
	assert.Equal(t, before, m.rowsOf(m.bravo.tenant), "what is Bravo's has changed")
	assert.Equal(t, beforeOther, m.rowsOfCompany(m.other.ids["company_id"]), "what is the other company's has changed")
	require.GreaterOrEqual(t, m.cells, leastCells)
	t.Logf("%d cells", m.cells)
}

// openToAll are the operations that need no credentials: they are tried where they are tested, one by one.
func openToAll(operation string) bool { return strings.Contains(mayCall[operation], ".") }

// tryWithout asks for what the caller may see anyway: nothing of others stands in it.
func (m *matrix) tryWithout(r route, who asker) {
	if r.method != http.MethodGet || r.streams {
		return
	}
	for _, path := range []string{m.own.fill(r.path), m.own.fill(r.path) + r.and() + "limit=200"} {
		a := m.ask(who, r.method, path, nil)
		for _, of := range m.othersOf(who) {
			m.cell(r, who, "nothing of "+of.name+" in "+path, m.isClean(a, of, ""))
		}
		m.cell(r, who, "the right of the role", r.admits(who) != (a.StatusCode == http.StatusUnauthorized || a.StatusCode == http.StatusForbidden))
	}
}

// tryPath puts somebody else's id into each place of the path.
func (m *matrix) tryPath(r route, who asker) {
	for _, param := range r.pathIDs {
		for _, of := range m.othersOf(who) {
			id, known := of.ids[param]
			if !known {
				continue // belongs to no company
			}
			m.alike(r, who, of, "path "+param, id, func(id string) (string, any) {
				return m.own.fill(strings.ReplaceAll(r.path, ":"+param, id)), r.sample
			})
		}
	}
}

// tryQuery puts somebody else's id or words into each parameter.
func (m *matrix) tryQuery(r route, who asker) {
	for name, ask := range r.queries {
		for _, of := range m.othersOf(who) {
			for _, word := range of.said(name) {
				m.alike(r, who, of, "query "+name, word, func(word string) (string, any) {
					path, _, _ := strings.Cut(r.path, "?")
					return m.own.fill(path) + "?" + ask(word), r.sample
				})
			}
		}
	}
}

// tryBody puts somebody else's id into each place of the body.
func (m *matrix) tryBody(r route, who asker) {
	for _, place := range r.places {
		for _, of := range m.othersOf(who) {
			id, known := of.ids[kindOf(m.t, place)]
			if !known {
				continue
			}
			m.alike(r, who, of, "body "+place, id, func(id string) (string, any) { return m.own.fill(r.path), with(r.sample, place, id) })
		}
	}
}

// tryOtherKinds puts the ids of every other kind of Bravo's into the path.
func (m *matrix) tryOtherKinds(r route) {
	for _, param := range r.pathIDs {
		for kind, id := range m.bravo.ids {
			if kind != param && param != "ticket_id" {
				for _, who := range m.callers[:2] {
					m.alike(r, who, m.bravo, "path "+param+" with "+kind, id, func(id string) (string, any) {
						return m.own.fill(strings.ReplaceAll(r.path, ":"+param, id)), r.sample
					})
				}
			}
		}
	}
}

// tryRepeating repeats requests of Bravo's under their Idempotency-Key: their answers are not for anybody else.
func (m *matrix) tryRepeating() {
	for _, who := range m.callers {
		a := m.ask(who, "POST", "/v1/companies", repeated, idempotent("k-1"))
		m.cell(route{method: "POST", path: "/v1/companies"}, who, "a repeated request of Bravo's", !strings.Contains(string(a.body), m.repeated) && a.Header.Get("Idempotent-Replay") == "")
	}
}

// alike asks twice, with what is somebody else's and with what nobody has, and wants the same answer.
func (m *matrix) alike(r route, who asker, of estate, place, value string, request func(string) (string, any)) {
	if r.streams {
		return
	}
	nobodys := m.unlike(value)
	path, body := request(value)
	got := m.ask(who, r.method, path, body)
	path, body = request(nobodys)
	want := m.ask(who, r.method, path, body)
	same := got.StatusCode == want.StatusCode && told(got, value) == told(want, nobodys)
	refused := got.StatusCode >= 400 || r.method == http.MethodGet
	if !m.cell(r, who, of.name+"'s in "+place, same && refused && m.isClean(got, of, value)) {
		m.t.Logf("theirs: %d %s\nnobody's: %d %s", got.StatusCode, got.body, want.StatusCode, want.body)
	}
	if strings.HasPrefix(place, "path") && r.admits(who) && r.id != "ListWritesOfTicket" { // what was written under a number that is in no ticket system: nothing
		m.cell(r, who, of.name+"'s in "+place+" is not found", got.StatusCode == http.StatusNotFound || got.StatusCode == http.StatusForbidden) // forbidden whatever it is
	}
}

var (
	anyID   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	anyTime = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+Z`)
)

// told is what an answer says, but for the id that was asked for, times, and the ids of entries that a request makes of itself.
func told(a answer, asked string) string {
	if a.Header.Get("Content-Type") == "application/zip" {
		return "zip" // an archive says when it was made
	}
	text := strings.ReplaceAll(string(a.body), asked, "ASKED")
	return anyTime.ReplaceAllString(anyID.ReplaceAllString(text, "ID"), "TIME")
}

// isClean reports that nothing of somebody else's is in an answer, but for what the request said itself.
func (m *matrix) isClean(a answer, of estate, asked string) bool {
	text := unzipped(m.t, a)
	for _, id := range of.ids {
		if id != asked && !strings.Contains(asked, id) && strings.Contains(text, id) {
			m.t.Logf("%s of %s is in %s", id, of.name, text)
			return false
		}
	}
	if !strings.Contains(asked, of.mark) && strings.Contains(text, of.mark) {
		m.t.Logf("words of %s are in %s", of.name, text)
		return false
	}
	return true
}

func (m *matrix) cell(r route, who asker, what string, right bool) bool {
	m.cells++
	return assert.True(m.t, right, "%s %s as %s: %s", r.method, r.path, who.name, what)
}

// unlike makes a value that nobody has and that looks like another one.
func (m *matrix) unlike(value string) string {
	if _, err := uuid.Parse(value); err == nil {
		return uuid.NewString()
	}
	return strings.NewReplacer("7003", "7993", "7002", "7992", m.bravo.mark, "Nobodyhere", m.other.mark, "Nobodyelse", "+141555501", "+141555599").Replace(value)
}
