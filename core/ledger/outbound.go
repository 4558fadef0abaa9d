package ledger

import (
	"errors"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// OutboundID is our id of a send as it travels through providers: "<verification id>-<number>".
func OutboundID(verification uuid.UUID, number int) string {
	return verification.String() + "-" + strconv.Itoa(number)
}

// ErrOutboundID is returned for a text that is not an outbound id.
var ErrOutboundID = errors.New("ledger: not an outbound id")

const uuidLength = 36

// ParseOutboundID reads what OutboundID wrote.
func ParseOutboundID(text string) (verification uuid.UUID, number int, err error) {
	if len(text) < uuidLength+2 || text[uuidLength] != '-' || strings.ContainsAny(text[uuidLength+1:], "+-") {
		return uuid.Nil, 0, ErrOutboundID
	}
	verification, err = uuid.Parse(text[:uuidLength])
	if err != nil {
		return uuid.Nil, 0, ErrOutboundID
	}
	number, err = strconv.Atoi(text[uuidLength+1:])
	if err != nil || number < 1 {
		return uuid.Nil, 0, ErrOutboundID
	}
	return verification, number, nil
}
