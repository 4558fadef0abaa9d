package evidence

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// LogEntry is one line of an exported audit log (audit.jsonl) with its place in the chain. The database chains entries by the same rule (migration 32).
type LogEntry struct {
	Seq         int64      `json:"seq"`      // from 1, without gaps within a tenant
	Previous    string     `json:"previous"` // hash of the entry before, "" for the first
	Hash        string     `json:"hash"`
	Personal    string     `json:"personal"`       // hash of names and details under the salt
	Salt        *uuid.UUID `json:"salt,omitempty"` // absent once names and details were removed
	Tenant      uuid.UUID  `json:"tenant"`
	ID          uuid.UUID  `json:"id"`
	At          time.Time  `json:"at"` // in microseconds
	ActorKind   string     `json:"actor_kind"`
	ActorID     *uuid.UUID `json:"actor_id,omitempty"`
	ActorName   string     `json:"actor_name"`
	ViaKeyID    *uuid.UUID `json:"via_key_id,omitempty"`
	ViaKeyName  string     `json:"via_key_name,omitempty"`
	Action      string     `json:"action"`
	SubjectKind string     `json:"subject_kind"`
	SubjectID   string     `json:"subject_id"`
	CompanyID   *uuid.UUID `json:"company_id,omitempty"`
	Details     string     `json:"details"` // JSON as it is stored, to the byte
}

// digestOf is SHA-256 of fields, each written as its length in bytes, a colon, itself and a comma, in hex.
func digestOf(fields ...string) string {
	var all []byte
	for _, f := range fields {
		all = append(strconv.AppendInt(all, int64(len(f)), 10), ':')
		all = append(append(all, f...), ',')
	}
	sum := sha256.Sum256(all)
	return hex.EncodeToString(sum[:])
}

func idText(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

// inconsistency is what an entry says against its hashes, "" when it is in one piece.
func (e LogEntry) inconsistency() string {
	if e.Seq < 1 || (e.Seq == 1) != (e.Previous == "") {
		return "only the first entry of a log has none before it"
	}
	if e.Salt != nil && e.Personal != digestOf("countersign audit names 1", e.Salt.String(), e.ActorName, e.ViaKeyName, e.Details) {
		return "its names or details were changed"
	}
	if e.Salt == nil && (e.ActorName != "" || e.ViaKeyName != "" || e.Details != "") {
		return "it names somebody although its names were removed"
	}
	if e.Hash != digestOf("countersign audit 1", e.Previous, e.Tenant.String(), strconv.FormatInt(e.Seq, 10), e.ID.String(), strconv.FormatInt(e.At.UnixMicro(), 10),
		e.ActorKind, idText(e.ActorID), idText(e.ViaKeyID), e.Action, e.SubjectKind, e.SubjectID, idText(e.CompanyID), e.Personal) {
		return "it was changed"
	}
	return ""
}

// readLog reads audit.jsonl and checks each entry, and that each follows the one before. parts allows gaps: the export of one company or of some days has them.
func readLog(file []byte, parts bool) (entries []LogEntry, gaps int, err error) {
	lines := bufio.NewScanner(bytes.NewReader(file))
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		var e LogEntry
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&e); err != nil {
			return nil, 0, fmt.Errorf("audit log, line %d: it is no entry", n)
		}
		if reason := e.inconsistency(); reason != "" {
			return nil, 0, fmt.Errorf("audit log, entry %d: %s", e.Seq, reason)
		}
		gap, err := follows(entries, e, parts)
		if err != nil {
			return nil, 0, err
		}
		if gap {
			gaps++
		}
		entries = append(entries, e)
	}
	return entries, gaps, lines.Err()
}

// follows reports a gap before an entry, and refuses one that cannot stand there.
func follows(before []LogEntry, e LogEntry, parts bool) (gap bool, err error) {
	if len(before) == 0 {
		return e.Seq > 1, nil
	}
	last := before[len(before)-1]
	switch {
	case last.Tenant != e.Tenant:
		return false, fmt.Errorf("audit log, entry %d: it is of another MSP than entry %d", e.Seq, last.Seq)
	case e.Seq <= last.Seq:
		return false, fmt.Errorf("audit log, entry %d: it stands behind entry %d: the order was changed", e.Seq, last.Seq)
	case e.Seq > last.Seq+1 && !parts:
		return false, fmt.Errorf("audit log, entry %d: it is missing (an export of one company or of some days is checked together with its manifest.json)", last.Seq+1)
	case e.Seq > last.Seq+1:
		return true, nil
	case e.Previous != last.Hash:
		return false, fmt.Errorf("audit log, entry %d: it does not follow entry %d: one was changed, left out or put in between", e.Seq, last.Seq)
	}
	return false, nil
}
