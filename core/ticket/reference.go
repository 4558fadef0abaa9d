package ticket

import (
	"encoding/base32"

	"github.com/google/uuid"
)

// unambiguous has no letters that are taken for digits, or for each other (Crockford's base 32).
var unambiguous = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Reference is our own short line for the row of an id: "CS-" and the last random bits of a UUIDv7, 50 of them, in ten characters that can be read out.
func Reference(id uuid.UUID) string {
	return "CS-" + unambiguous.EncodeToString(id[9:])[:10]
}
