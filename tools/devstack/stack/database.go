package stack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"countersign/tools/devstack/postgres"
)

// The names of the databases a stack keeps. The first is the product's.
var databases = []string{"countersign", "temporal", "temporal_visibility"}

const postgresWithin = 60 * time.Second

// homeRecord notes where the server's files are, since that may be outside the
// state folder.
const homeRecord = "postgres-home"

// database makes Postgres answer, private or not, and returns the owner's URL.
func (r *run) database(ctx context.Context, secrets Secrets) (string, error) {
	if !r.private() {
		if err := fitForTemporal(r.DatabaseURL); err != nil {
			return "", err
		}
		if err := postgres.Ping(ctx, r.DatabaseURL); err != nil {
			// The driver's text has a line for each address it tried; the last is enough.
			lines := strings.Split(strings.TrimSpace(err.Error()), "\n")
			return "", errors.New("the Postgres of COUNTERSIGN_DATABASE_URL does not answer: " + strings.TrimSpace(lines[len(lines)-1]))
		}
		return r.DatabaseURL, postgres.EnsureDatabases(ctx, r.DatabaseURL, databases...)
	}
	cluster, err := r.cluster(ctx, secrets)
	if err != nil {
		return "", err
	}
	if err := cluster.Create(ctx); err != nil {
		return "", err
	}
	maintenance := cluster.URL("postgres")
	answers := func(ctx context.Context) error { return postgres.Ping(ctx, maintenance) }
	if _, err := r.launch(ctx, cluster.Server(), postgresWithin, answers); err != nil {
		return "", err
	}
	return maintenance, postgres.EnsureDatabases(ctx, maintenance, databases...)
}

// fitForTemporal refuses what Temporal's server would garble when it puts its own
// connection string together.
func fitForTemporal(databaseURL string) error {
	u, err := url.Parse(databaseURL)
	if err != nil {
		return errors.New("COUNTERSIGN_DATABASE_URL cannot be read as a URL: postgres://OWNER:PASSWORD@HOST:PORT/postgres")
	}
	password, _ := u.User.Password()
	switch {
	case u.Hostname() == "":
		return errors.New("COUNTERSIGN_DATABASE_URL names no host, and Temporal reaches Postgres over TCP only")
	case strings.Contains(password, " ") || url.QueryEscape(u.User.Username()) != u.User.Username():
		return errors.New("COUNTERSIGN_DATABASE_URL has a space in its password or a special character in its user name, which Temporal cannot use; use another login")
	}
	return nil
}

func (r *run) cluster(ctx context.Context, secrets Secrets) (postgres.Cluster, error) {
	account, err := postgres.ChooseAccount(os.Geteuid())
	if err != nil {
		return postgres.Cluster{}, err
	}
	home, err := r.postgresHome(account)
	if err != nil {
		return postgres.Cluster{}, err
	}
	binaries, err := r.binaries(ctx, home)
	if err != nil {
		return postgres.Cluster{}, err
	}
	return postgres.Cluster{
		Home: home, Account: account, Binaries: binaries, Port: r.Ports.Postgres,
		Password: secrets.DatabaseOwnerPassword, LogPath: r.log("postgres"),
	}, nil
}

func (r *run) postgresHome(account postgres.Account) (string, error) {
	if home, err := recordedHome(r.Options); err == nil {
		return home, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	home, err := postgres.ChooseHome(r.State, account)
	if err != nil {
		return "", err
	}
	return home, os.WriteFile(r.file(homeRecord), []byte(home+"\n"), 0o600)
}

func recordedHome(o Options) (string, error) {
	text, err := os.ReadFile(o.file(homeRecord))
	if err != nil {
		return "", err
	}
	home := strings.TrimSpace(string(text))
	if !filepath.IsAbs(home) {
		return "", fmt.Errorf("%s is damaged; devstack reset begins anew", o.file(homeRecord))
	}
	return home, nil
}

func (r *run) binaries(ctx context.Context, home string) (postgres.Binaries, error) {
	major, err := postgres.MajorOf(home)
	if err != nil {
		return postgres.Binaries{}, err
	}
	binaries, err := postgres.Find(os.Getenv("PATH"), major)
	if err == nil || !errors.Is(err, postgres.ErrNotInstalled) {
		return binaries, err
	}
	if major != 0 && major != postgres.FetchedMajor {
		return postgres.Binaries{}, err
	}
	r.say("No Postgres is installed here; looking for a downloaded one or downloading it (some 10 MB, once) ...")
	repository := cmp.Or(os.Getenv("COUNTERSIGN_DEV_POSTGRES_REPOSITORY"), postgres.Repository)
	return postgres.Fetch(ctx, repository, filepath.Join(home, fmt.Sprintf("postgres-%d", postgres.FetchedMajor)))
}
