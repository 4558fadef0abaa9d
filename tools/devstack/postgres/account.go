package postgres

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// Account is who runs the server. The zero value is the caller's own account.
type Account struct {
	Name       string
	Credential *syscall.Credential
}

// ChooseAccount keeps the caller's account unless that is root, which Postgres
// refuses: then it is the first of the accounts that systems have for the purpose.
func ChooseAccount(uid int) (Account, error) {
	if uid != 0 {
		return Account{}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(found.Uid, 10, 32)
		if err != nil {
			continue
		}
		gid, err := strconv.ParseUint(found.Gid, 10, 32)
		if err != nil {
			continue
		}
		return Account{Name: name, Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
	}
	return Account{}, errors.New("Postgres does not run as root and there is neither an account postgres nor nobody; run devstack as an ordinary user")
}

// own hands a path to the account.
func (a Account) own(path string) error {
	if a.Credential == nil {
		return nil
	}
	return os.Chown(path, int(a.Credential.Uid), int(a.Credential.Gid))
}

// reaches says whether the account may pass through dir and every folder above.
func (a Account) reaches(dir string) bool {
	if a.Credential == nil {
		return true
	}
	for ; ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil || !a.passes(info) {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

func (a Account) passes(info fs.FileInfo) bool {
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return false
	}
	switch {
	case owner.Uid == a.Credential.Uid:
		return info.Mode()&0o100 != 0
	case owner.Gid == a.Credential.Gid:
		return info.Mode()&0o010 != 0
	}
	return info.Mode()&0o001 != 0
}

// ChooseHome finds the folder for the server's files: inside the state folder
// where the account can reach it, else beside the system's other services, else
// in the folder for temporary files. It is the same on every call.
func ChooseHome(state string, account Account) (string, error) {
	if account.reaches(filepath.Dir(state)) {
		if account.Credential != nil {
			// Others may pass through, not look around; each file in it has its own mode.
			if err := os.Chmod(state, 0o711); err != nil {
				return "", err
			}
		}
		return filepath.Join(state, "postgres"), nil
	}
	mark := sha256.Sum256([]byte(state))
	name := "countersign-" + hex.EncodeToString(mark[:6])
	for _, parent := range []string{"/var/lib", os.TempDir()} {
		home := filepath.Join(parent, name)
		if account.reaches(parent) && os.MkdirAll(home, 0o755) == nil {
			return home, nil
		}
	}
	return "", fmt.Errorf("no folder that the account %s can reach: make one of /var/lib or %s writable, or use another state folder", account.Name, os.TempDir())
}
