// Command countersign is the product: API, worker, and what an operator needs around them.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the mails of alerts tell the MSP's time, also where the machine knows no time zones

	"github.com/alecthomas/kong"
)

// build is the version that evidence and logs name; set by -ldflags "-X main.build=...".
var build = "dev"

type commands struct {
	Serve    serveCommand    `cmd:"" help:"Run API and worker in one process."`
	API      apiCommand      `cmd:"" name:"api" help:"Run the API and the web."`
	Worker   workerCommand   `cmd:"" help:"Run the Temporal workers."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database and Temporal's search attributes up to date."`
	Seed     seedCommand     `cmd:"" help:"Fill a demo MSP with two client companies; for development only."`
	Tenant   tenantCommand   `cmd:"" help:"Manage MSPs."`
	Operator operatorCommand `cmd:"" help:"Manage platform accounts that may decode workflow histories."`
	Keys     keysCommand     `cmd:"" help:"Manage the key ring."`
	Doctor   doctorCommand   `cmd:"" help:"Check database, Temporal, keys and providers, and say what to do."`
	Evidence evidenceCommand `cmd:"" help:"Check evidence offline."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

type versionCommand struct{}

func (versionCommand) Run() error {
	fmt.Println(build)
	return nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var all commands
	parser := kong.Parse(&all, kong.Name("countersign"), kong.Description("The trust desk of managed service providers. Settings come from COUNTERSIGN_* in the environment; docs/configuration.md lists them."),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	if err := parser.Run(); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "countersign:", err)
		os.Exit(1)
	}
}
