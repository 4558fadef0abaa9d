package temporal

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/postgresql"
	"go.temporal.io/server/common/primitives"
)

// Names of the two databases Temporal keeps: what runs, and what can be searched.
const (
	MainDatabase       = "temporal"
	VisibilityDatabase = "temporal_visibility"
)

const (
	loopback    = "127.0.0.1"
	clusterName = "active"

	// historyShards is fixed for the life of the database: a cluster that finds
	// another number there refuses to start.
	historyShards = 4

	// Each of the four services opens its own pools, so these count four times.
	mainConnections       = 20
	visibilityConnections = 8
)

// Options says where the cluster listens and where it keeps its state.
type Options struct {
	DatabaseURL  string        // owner URL of the Postgres server; its database name is replaced
	Port         int           // gRPC frontend
	UIPort       int           // Web UI
	Namespace    string        // created when missing
	Retention    time.Duration // of closed workflows in that namespace
	CodecURL     string        // decodes payloads for the Web UI; called by the browser
	CodecCookies bool          // the browser sends its session of the codec's origin along
}

func (o Options) frontend() string { return net.JoinHostPort(loopback, strconv.Itoa(o.Port)) }

// store turns a Postgres URL into Temporal's own way of naming a database.
func store(databaseURL, database string, connections int) (*config.SQL, error) {
	u, err := url.Parse(databaseURL)
	if err != nil {
		return nil, errors.New("the database URL cannot be read as a URL")
	}
	if u.Hostname() == "" {
		return nil, errors.New("the database URL names no host; Temporal reaches Postgres over TCP only")
	}
	port := u.Port()
	if port == "" {
		port = "5432"
	}
	password, _ := u.User.Password()
	attributes := map[string]string{}
	for key, values := range u.Query() {
		attributes[key] = values[0]
	}
	return &config.SQL{
		User: u.User.Username(), Password: password,
		PluginName: postgresql.PluginNamePGX, DatabaseName: database,
		ConnectAddr: net.JoinHostPort(u.Hostname(), port), ConnectProtocol: "tcp",
		ConnectAttributes: attributes,
		MaxConns:          connections, MaxIdleConns: connections, MaxConnLifetime: time.Hour,
	}, nil
}

// internalPorts are those of the services behind the frontend. Nobody dials
// them from outside, so any free port serves.
type internalPorts struct{ history, matching, worker int }

func serverConfig(o Options, internal internalPorts) (*config.Config, error) {
	main, err := store(o.DatabaseURL, MainDatabase, mainConnections)
	if err != nil {
		return nil, err
	}
	visibility, err := store(o.DatabaseURL, VisibilityDatabase, visibilityConnections)
	if err != nil {
		return nil, err
	}
	return &config.Config{
		Persistence: config.Persistence{
			DefaultStore: MainDatabase, VisibilityStore: VisibilityDatabase, NumHistoryShards: historyShards,
			DataStores: map[string]config.DataStore{MainDatabase: {SQL: main}, VisibilityDatabase: {SQL: visibility}},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10, MasterClusterName: clusterName, CurrentClusterName: clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{
				clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: o.frontend()},
			},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Services: map[string]config.Service{
			string(primitives.FrontendService): listen(o.Port),
			string(primitives.HistoryService):  listen(internal.history),
			string(primitives.MatchingService): listen(internal.matching),
			string(primitives.WorkerService):   listen(internal.worker),
		},
		Archival: config.Archival{
			History:    config.HistoryArchival{State: config.ArchivalDisabled},
			Visibility: config.VisibilityArchival{State: config.ArchivalDisabled},
		},
		NamespaceDefaults: config.NamespaceDefaults{Archival: config.ArchivalNamespaceDefaults{
			History:    config.HistoryArchivalNamespaceDefaults{State: config.ArchivalDisabled},
			Visibility: config.VisibilityArchivalNamespaceDefaults{State: config.ArchivalDisabled},
		}},
		PublicClient: config.PublicClient{HostPort: o.frontend()},
	}, nil
}

func listen(port int) config.Service {
	return config.Service{RPC: config.RPC{GRPCPort: port, BindOnIP: loopback}}
}

func hosts(o Options, internal internalPorts) map[primitives.ServiceName]static.Hosts {
	at := func(port int) static.Hosts {
		address := net.JoinHostPort(loopback, strconv.Itoa(port))
		return static.Hosts{All: []string{address}, Self: address}
	}
	return map[primitives.ServiceName]static.Hosts{
		primitives.FrontendService: at(o.Port),
		primitives.HistoryService:  at(internal.history),
		primitives.MatchingService: at(internal.matching),
		primitives.WorkerService:   at(internal.worker),
	}
}

// chooseInternalPorts asks the system for free ports, all held until the last is
// known so that no two are the same.
func chooseInternalPorts() (internalPorts, error) {
	var chosen [3]int
	for i := range chosen {
		l, err := net.Listen("tcp", net.JoinHostPort(loopback, "0"))
		if err != nil {
			return internalPorts{}, fmt.Errorf("no free port for Temporal's inner services: %w", err)
		}
		defer l.Close()
		chosen[i] = l.Addr().(*net.TCPAddr).Port
	}
	return internalPorts{history: chosen[0], matching: chosen[1], worker: chosen[2]}, nil
}
