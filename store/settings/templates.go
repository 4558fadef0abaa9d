package settings

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"countersign/core/template"
	"countersign/store"
	"countersign/store/db"
)

// TemplateVersion is a text as it is in force.
type TemplateVersion struct {
	Kind      template.Kind
	Text      template.Text
	BuiltIn   bool
	Version   int        // 0: never changed
	ChangedBy string     // with a Version
	ChangedAt *time.Time // with a Version
}

// GetTemplate is the text in force of one kind: the MSP's own, else the built-in one.
func GetTemplate(ctx context.Context, tx store.Tx, kind template.Kind) (TemplateVersion, error) {
	row, err := db.New(tx).NewestTemplate(ctx, string(kind))
	if errors.Is(err, store.ErrNotFound) {
		return untouched(kind), nil
	}
	if err != nil {
		return TemplateVersion{}, err
	}
	return templateVersion(row)
}

// TextToSend is the text in force of one kind with the MSP's trigger words in it.
func TextToSend(ctx context.Context, tx store.Tx, kind template.Kind) (template.Text, error) {
	version, err := GetTemplate(ctx, tx, kind)
	if err != nil || !version.Text.HasTriggers() {
		return version.Text, err
	}
	inbound, err := GetInbound(ctx, tx)
	return version.Text.Named(inbound.Words()), err
}

// ListTemplates are the texts in force of all kinds, in the order of template.Kinds.
func ListTemplates(ctx context.Context, tx store.Tx) ([]TemplateVersion, error) {
	rows, err := db.New(tx).NewestTemplates(ctx)
	if err != nil {
		return nil, err
	}
	own := map[template.Kind]db.Template{}
	for _, row := range rows {
		own[template.Kind(row.Kind)] = row
	}
	versions := make([]TemplateVersion, len(template.Kinds))
	for i, kind := range template.Kinds {
		row, found := own[kind]
		if !found {
			versions[i] = untouched(kind)
			continue
		}
		if versions[i], err = templateVersion(row); err != nil {
			return nil, err
		}
	}
	return versions, nil
}

// UpdateTemplate makes a text the one in force; changed is false when it already was, and then no version is made.
func UpdateTemplate(ctx context.Context, tx store.Tx, kind template.Kind, text template.Text, by string) (version TemplateVersion, changed bool, err error) {
	body, err := json.Marshal(text)
	if err != nil {
		return TemplateVersion{}, false, fmt.Errorf("store: text %s: %w", kind, err)
	}
	now, err := GetTemplate(ctx, tx, kind)
	if err != nil || now.Text == text {
		return now, false, err
	}
	return addTemplate(ctx, tx, kind, now.Version+1, body, by)
}

// ResetTemplate goes back to the built-in text; changed is false when that is in force already.
func ResetTemplate(ctx context.Context, tx store.Tx, kind template.Kind, by string) (version TemplateVersion, changed bool, err error) {
	now, err := GetTemplate(ctx, tx, kind)
	if err != nil || now.BuiltIn {
		return now, false, err
	}
	return addTemplate(ctx, tx, kind, now.Version+1, nil, by)
}

func addTemplate(ctx context.Context, tx store.Tx, kind template.Kind, number int, body []byte, by string) (TemplateVersion, bool, error) {
	row, err := db.New(tx).InsertTemplate(ctx, db.InsertTemplateParams{TenantID: tx.Tenant, Kind: string(kind), Version: int32(number), Body: body, CreatedBy: by})
	if err != nil {
		return TemplateVersion{}, false, err
	}
	version, err := templateVersion(row)
	return version, true, err
}

func untouched(kind template.Kind) TemplateVersion {
	return TemplateVersion{Kind: kind, Text: template.BuiltIn(kind), BuiltIn: true}
}

func templateVersion(row db.Template) (TemplateVersion, error) {
	version := untouched(template.Kind(row.Kind))
	version.Version, version.ChangedBy, version.ChangedAt = int(row.Version), row.CreatedBy, &row.CreatedAt
	if row.Body == nil {
		return version, nil
	}
	version.BuiltIn, version.Text = false, template.Text{}
	if err := json.Unmarshal(row.Body, &version.Text); err != nil {
		return TemplateVersion{}, fmt.Errorf("store: text %s version %d: %w", row.Kind, row.Version, err)
	}
	return version, nil
}
