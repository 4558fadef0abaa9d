package people

import (
	"context"
	"encoding/hex"
	"unicode/utf8"

	"github.com/google/uuid"

	"countersign/core/contactsearch"
	"countersign/store"
	"countersign/store/db"
)

const (
	termName  = "name"
	termPhone = "phone"
	termEmail = "email"
)

// shortPrefix is up to how many letters the beginning of a word is a term of its own. Such searches match a large part of all people;
// as one term they are read in the order of the list and end after one page.
const shortPrefix = 3

// prefixMark ends a term that is the beginning of a word; words hold letters and digits only.
const prefixMark = "*"

// hashLength is how many bytes of a keyed hash a term keeps: 96 bits never meet by chance.
const hashLength = 12

// span is the range of terms [from, to) that a typed prefix stands for.
type span struct{ from, to string }

func spanOf(prefix string) span {
	if utf8.RuneCountInString(prefix) <= shortPrefix {
		return span{prefix + prefixMark, prefix + prefixMark + "\x01"}
	}
	return span{prefix, prefix + string(utf8.MaxRune)}
}

// nameTerms are the words of a person and their company, and the first letters of each.
func nameTerms(name, company string) []string {
	seen := map[string]bool{}
	var terms []string
	add := func(term string) {
		if !seen[term] {
			seen[term] = true
			terms = append(terms, term)
		}
	}
	for _, word := range contactsearch.Words(name, company) {
		add(word)
		letters := 0
		for at := range word {
			if letters > 0 {
				add(word[:at] + prefixMark)
			}
			if letters++; letters > shortPrefix {
				break
			}
		}
		if letters <= shortPrefix {
			add(word + prefixMark)
		}
	}
	return terms
}

// hashed makes the stored form of terms that must not stand in clear.
func hashed(tx store.Tx, kind string, terms []string) []string {
	hashes := make([]string, len(terms))
	for i, term := range terms {
		hashes[i] = hex.EncodeToString(tx.Index("term-"+kind, term)[:hashLength])
	}
	return hashes
}

// termRows collects rows of contact_terms for one statement.
type termRows struct {
	kinds, terms, sortNames []string
	contacts                []uuid.UUID
}

func (r *termRows) add(kind string, contact uuid.UUID, sortName string, terms []string) {
	for _, term := range terms {
		r.kinds = append(r.kinds, kind)
		r.terms = append(r.terms, term)
		r.sortNames = append(r.sortNames, sortName)
		r.contacts = append(r.contacts, contact)
	}
}

func (r *termRows) names(contact uuid.UUID, sortName, name, company string) {
	r.add(termName, contact, sortName, nameTerms(name, company))
}

func (r *termRows) insert(ctx context.Context, tx store.Tx) error {
	return db.New(tx).InsertTerms(ctx, db.InsertTermsParams{TenantID: tx.Tenant, Kinds: r.kinds, Terms: r.terms, SortNames: r.sortNames, ContactIds: r.contacts})
}
