package settings

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/store/auditlog"
)

func auditAnswer(line auditlog.Line) gen.AuditEntry {
	entry := gen.AuditEntry{
		ID: line.ID, At: line.At, Actor: line.ActorName, ActorKind: new(gen.AuditEntryActorKind(line.ActorKind)), Action: line.Action,
		Subject: respond.Present(line.Subject), SubjectKind: respond.Present(line.SubjectKind), SubjectID: respond.Present(line.SubjectID),
	}
	if line.CompanyID != nil {
		entry.Company = &gen.Ref{ID: *line.CompanyID, Name: line.CompanyName}
	}
	if len(line.Details) > 0 {
		entry.Details = &line.Details
	}
	return entry
}
