package password

import (
	"runtime"
	"slices"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
)

// cost is the first choice of the OWASP Password Storage Cheat Sheet: 46 MiB, one pass, one lane.
var cost = &argon2id.Params{Memory: 46 * 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// turns bounds how many hashes are made at a time, and with them memory: sign-ins wait instead of ending the process.
var turns = make(chan struct{}, max(2, runtime.NumCPU()))

// Hash is what is kept of a password. The same characters have one form, however a keyboard or system composes them (NFKC, NIST SP 800-63B 5.1.1.2).
func Hash(password string) (string, error) {
	turns <- struct{}{}
	defer func() { <-turns }()
	return argon2id.CreateHash(norm.NFKC.String(password), cost)
}

// Matches compares in constant time. A hash that cannot be read matches nothing. Hashes from before passwords had one form are of what was typed then, composed or
// not: the other forms are tried too.
func Matches(password, hash string) bool {
	matched := false
	for _, form := range forms(password) {
		matched = compare(form, hash) || matched // each time as long: which form was right does not show
	}
	return matched
}

func compare(password, hash string) bool {
	turns <- struct{}{}
	defer func() { <-turns }()
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	return err == nil && ok
}

// forms are the distinct forms of a password; of one in plain letters there is one.
func forms(password string) []string {
	list := []string{norm.NFKC.String(password)}
	for _, form := range []string{password, norm.NFC.String(password), norm.NFD.String(password)} {
		if !slices.Contains(list, form) {
			list = append(list, form)
		}
	}
	return list
}

// decoy is a hash that no password has: its digest is not argon2id's.
const decoy = "$argon2id$v=19$m=47104,t=1,p=1$Y291bnRlcnNpZ24tZGVjb3k$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Decoy does the work of Matches for an unknown user, so that the response time does not tell whether the user exists.
func Decoy(password string) {
	Matches(password, decoy)
}
