// Package compose holds the production shape to its rules by reading docker-compose.yml as Compose does.
package compose

import (
	"bufio"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/require"
)

const root = "../.."

func load(t *testing.T, environment map[string]string, files ...string) (*types.Project, error) {
	t.Helper()
	details := types.ConfigDetails{WorkingDir: root, Environment: environment}
	for _, file := range append([]string{"docker-compose.yml"}, files...) {
		details.ConfigFiles = append(details.ConfigFiles, types.ConfigFile{Filename: filepath.Join(root, file)})
	}
	return loader.LoadWithContext(t.Context(), details, func(o *loader.Options) {
		o.SetProjectName("countersign", true)
	})
}

// filled is an environment as an operator fills it in; no two values are alike.
func filled(t *testing.T) map[string]string {
	t.Helper()
	environment := map[string]string{}
	for _, name := range required(t) {
		environment[name] = "value-of-" + strings.ToLower(name)
	}
	return environment
}

// required lists what deploy/env.example leaves for the operator to fill in.
func required(t *testing.T) []string {
	t.Helper()
	file, err := os.Open(filepath.Join(root, "deploy/env.example"))
	require.NoError(t, err)
	defer file.Close()
	var names []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, found := strings.Cut(lines.Text(), "="); found && !strings.HasPrefix(name, "#") {
			require.Empty(t, value, "the example gives %s a value that somebody would leave in place", name)
			names = append(names, name)
		}
	}
	require.NotEmpty(t, names)
	return names
}

func project(t *testing.T) *types.Project {
	t.Helper()
	p, err := load(t, filled(t))
	require.NoError(t, err)
	return p
}

func TestNothingStartsWhileOneSecretIsMissing(t *testing.T) {
	t.Parallel()
	for _, name := range required(t) {
		environment := filled(t)
		delete(environment, name)
		_, err := load(t, environment)
		require.ErrorContains(t, err, "set "+name, "without %s", name)
		environment[name] = ""
		_, err = load(t, environment)
		require.ErrorContains(t, err, "set "+name, "with an empty %s", name)
	}
}

func TestEachStepWaitsForTheOneBefore(t *testing.T) {
	t.Parallel()
	p := project(t)
	const healthy, completed = types.ServiceConditionHealthy, types.ServiceConditionCompletedSuccessfully
	want := map[string]map[string]string{
		"postgres":           {},
		"postgres-roles":     {"postgres": healthy},
		"temporal-schema":    {"postgres-roles": completed},
		"temporal":           {"temporal-schema": completed},
		"temporal-namespace": {"temporal": healthy},
		"temporal-ui":        {"temporal-namespace": completed},
		"migrate":            {"postgres-roles": completed, "temporal-namespace": completed},
		"api":                {"migrate": completed, "temporal": healthy},
		"worker":             {"migrate": completed, "temporal": healthy},
	}
	got := map[string]map[string]string{}
	for name, service := range p.Services {
		got[name] = map[string]string{}
		for on, dependency := range service.DependsOn {
			require.True(t, dependency.Required)
			got[name][on] = dependency.Condition
		}
	}
	require.Equal(t, want, got)
	for name, dependencies := range got {
		for on, condition := range dependencies {
			switch condition {
			case healthy:
				require.NotNil(t, p.Services[on].HealthCheck, "%s waits for the health of %s, which has no check", name, on)
			case completed:
				require.NotEqual(t, types.RestartPolicyUnlessStopped, p.Services[on].Restart, "%s waits for the end of %s, which never ends", name, on)
			}
		}
	}
}

func TestWhatRunsForGoodIsChecked(t *testing.T) {
	t.Parallel()
	for name, service := range project(t).Services {
		if service.Restart == types.RestartPolicyUnlessStopped {
			require.NotNil(t, service.HealthCheck, name)
		}
	}
}

func TestOnlyTheAPIIsPublishedAndOnlyOnTheLoopback(t *testing.T) {
	t.Parallel()
	p := project(t)
	for name, service := range p.Services {
		if name != "api" {
			require.Empty(t, service.Ports, name)
			require.NotEqual(t, "host", service.NetworkMode, name)
			continue
		}
		require.Len(t, service.Ports, 1)
		require.Equal(t, "127.0.0.1", service.Ports[0].HostIP)
		require.EqualValues(t, 8080, service.Ports[0].Target)
	}
	require.True(t, p.Networks["data"].Internal)
	require.True(t, p.Networks["temporal"].Internal)
	require.Equal(t, []string{"api", "worker"}, on(p, "outside"), "who reaches the internet")
	require.Equal(t, []string{"api", "migrate", "postgres", "postgres-roles", "temporal", "temporal-schema", "worker"}, on(p, "data"), "who reaches the database")
}

func on(p *types.Project, network string) []string {
	var names []string
	for name, service := range p.Services {
		if _, found := service.Networks[network]; found {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestTheTemporalUIIsOpenedOnTheLoopbackOnlyAndCannotWrite(t *testing.T) {
	t.Parallel()
	p, err := load(t, filled(t), "deploy/temporal-ui.yml")
	require.NoError(t, err)
	ui := p.Services["temporal-ui"]
	require.Len(t, ui.Ports, 1)
	require.Equal(t, "127.0.0.1", ui.Ports[0].HostIP)
	require.Equal(t, "true", *ui.Environment["TEMPORAL_DISABLE_WRITE_ACTIONS"])
	require.Equal(t, "value-of-countersign_public_url/temporal/codec", *ui.Environment["TEMPORAL_CODEC_ENDPOINT"])
}

var (
	secret      = regexp.MustCompile(`(?i)(PASSWORD|PWD|TOKEN|SECRET|API_KEY|WEBHOOK_KEY|ACCOUNT_SID|DATABASE_URL|MIGRATE_URL)`)
	urlPassword = regexp.MustCompile(`://[^:@/]+:([^@]+)@`)
)

// Every value that the operator gives is known here, so what looks like a secret and is none of them stands in the file.
func TestNoSecretStandsInTheFile(t *testing.T) {
	t.Parallel()
	const given = "value-of-"
	p, seen := project(t), 0
	for name, service := range p.Services {
		for key, value := range service.Environment {
			require.NotNil(t, value, "%s takes %s from whatever shell starts it", name, key)
			if password := urlPassword.FindStringSubmatch(*value); password != nil {
				require.True(t, strings.HasPrefix(password[1], given), "%s: %s holds a password", name, key)
				continue
			}
			if secret.MatchString(key) && *value != "" {
				seen++
				require.True(t, strings.HasPrefix(*value, given), "%s: %s has a value of its own", name, key)
			}
		}
		for _, argument := range slices.Concat(service.Command, service.Entrypoint) {
			require.NotContains(t, argument, given, "%s shows a secret in the list of processes", name)
		}
	}
	require.Greater(t, seen, 10, "the check must have looked at something")
	for name, s := range p.Secrets {
		require.Equal(t, given+"countersign_keys_file", filepath.Base(s.File), name)
	}
}

// pinned is a name with a version down to its last part, and no floating word.
var pinned = regexp.MustCompile(`^[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?$`)

func TestImagesArePinnedAndNoneSetsItselfUp(t *testing.T) {
	t.Parallel()
	p := project(t)
	versions := map[string]string{}
	for name, service := range p.Services {
		require.NotContains(t, service.Image, "auto-setup")
		if service.Build != nil {
			continue // built here, from the pinned images of the Dockerfile
		}
		require.Regexp(t, pinned, service.Image, name)
		image, version, _ := strings.Cut(service.Image, ":")
		if before, known := versions[image]; known {
			require.Equal(t, before, version, "%s runs in two versions", image)
		}
		versions[image] = version
	}
	require.Equal(t, versions["temporalio/server"], versions["temporalio/admin-tools"], "the schema must be the server's own")

	dockerfile, err := os.ReadFile(filepath.Join(root, "Dockerfile"))
	require.NoError(t, err)
	for _, from := range regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(string(dockerfile), -1) {
		if from[1] != "scratch" {
			require.Regexp(t, pinned, from[1])
		}
	}
}

func TestTheDevelopmentStackRunsTheSameTemporal(t *testing.T) {
	t.Parallel()
	p := project(t)
	module, err := os.ReadFile(filepath.Join(root, "tools/devstack/go.mod"))
	require.NoError(t, err)
	_, server, _ := strings.Cut(p.Services["temporal"].Image, ":")
	_, ui, _ := strings.Cut(p.Services["temporal-ui"].Image, ":")
	require.Contains(t, string(module), "go.temporal.io/server v"+server+"\n")
	require.Contains(t, string(module), "github.com/temporalio/ui-server/v2 v"+ui+"\n")
}

func TestAPIAndWorkerAreOneImageWithTwoCommands(t *testing.T) {
	t.Parallel()
	p := project(t)
	api, worker, migrate := p.Services["api"], p.Services["worker"], p.Services["migrate"]
	require.Equal(t, api.Image, worker.Image)
	require.Equal(t, api.Image, migrate.Image)
	require.Equal(t, types.ShellCommand{"api"}, api.Command)
	require.Equal(t, types.ShellCommand{"worker"}, worker.Command)
	require.Equal(t, types.ShellCommand{"migrate"}, migrate.Command)
	require.Equal(t, api.Environment, worker.Environment)
	require.NotContains(t, api.Environment, "COUNTERSIGN_MIGRATE_URL", "only migrate knows the owner's account")
	require.Contains(t, migrate.Environment, "COUNTERSIGN_MIGRATE_URL")
}

func TestEveryContainerIsLockedDown(t *testing.T) {
	t.Parallel()
	p := project(t)
	// These images name their own user, not root (uid 1000), in their Dockerfiles.
	unprivileged := []string{"temporalio/server", "temporalio/admin-tools", "temporalio/ui"}
	for name, service := range p.Services {
		require.True(t, service.ReadOnly, name)
		require.Equal(t, []string{"ALL"}, service.CapDrop, name)
		require.Empty(t, service.CapAdd, name)
		require.False(t, service.Privileged, name)
		require.Contains(t, service.SecurityOpt, "no-new-privileges:true", name)
		image, _, _ := strings.Cut(service.Image, ":")
		if !slices.Contains(unprivileged, image) {
			require.NotEmpty(t, service.User, name)
			require.NotContains(t, []string{"root", "0", "0:0"}, service.User, name)
		}
		for _, volume := range service.Volumes {
			if volume.Type == types.VolumeTypeBind {
				require.True(t, volume.ReadOnly, "%s may write to %s", name, volume.Source)
				require.DirExists(t, volume.Source)
			}
		}
	}
	require.Equal(t, []string{"database"}, slices.Collect(maps.Keys(p.Volumes)), "what has to be backed up")
}
