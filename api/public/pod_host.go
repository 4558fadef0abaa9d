package public

import (
	"context"
	"errors"
	"html"
	"log/slog"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/integration"
	"countersign/store"
	"countersign/store/integrations"
)

// podHost is the site that frames a pod. The zero value is an unknown one.
type podHost struct {
	kind        string    // of the PSA; "" when the pod's address names none that is connected
	integration uuid.UUID // the connection; zero likewise
	origins     []string  // CSP source expressions
}

// PodHosts finds the site that frames a pod.
type PodHosts struct {
	Store     *store.Store
	Log       *slog.Logger
	PSAs      vendors.Opener
	Ancestors []string // origins that may frame every pod; may be empty
}

// of reads the address of a pod: /pod?integration=ID, or /pod/ID where an app builds the address and adds parameters of its own.
// Ancestors may frame every pod; a PSA may frame the pods of its own connection.
func (d PodHosts) of(ctx context.Context, address *url.URL) podHost {
	host := podHost{origins: d.Ancestors}
	id, err := uuid.Parse(podIntegration(address))
	if err != nil {
		return host
	}
	at, err := integrations.FindPodHost(ctx, d.Store, id)
	if err != nil {
		if !errors.Is(err, store.ErrNotFound) {
			d.Log.WarnContext(ctx, "cannot tell whose pod this is", "integration", id, "error", err)
		}
		return host
	}
	vendor, known := vendors.Find(d.PSAs, at.Kind)
	if !known || vendor.Pod == nil {
		return host
	}
	host.kind, host.integration = at.Kind, id
	host.origins = slices.Concat(hostOrigins(at.Origin, vendor), d.Ancestors)
	return host
}

func podIntegration(address *url.URL) string {
	if named := address.Query().Get("integration"); named != "" {
		return named
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(address.Path, "/pod/"), "/")
	return first
}

// hostOrigins are the origins of a PSA's screens: that of the connection's address and, where that is one of the vendor's own hosts, the vendor's
// others, since a cloud shows its screens and its API at different ones. A server of the MSP's own stands alone.
func hostOrigins(origin string, vendor integration.Vendor) []string {
	if origin == "" {
		origin = respond.OriginOf(vendor.Address.Default)
	}
	if origin == "" {
		return nil
	}
	own := strings.ToLower(origin)
	if !slices.ContainsFunc(vendor.Pod.Origins, func(source string) bool { return sourceCovers(source, own) }) {
		return []string{own}
	}
	return append([]string{own}, vendor.Pod.Origins...)
}

// sourceCovers reports whether a CSP source, an origin whose host may begin with "*.", covers an origin.
func sourceCovers(source, origin string) bool {
	scheme, host, wild := strings.Cut(source, "://*.")
	if !wild {
		return source == origin
	}
	rest, same := strings.CutPrefix(origin, scheme+"://")
	return same && strings.HasSuffix(rest, "."+host)
}

// tell writes into the pod's page who frames it, so that its scripts accept messages from no other site and sign in for this connection alone, as the address was
// read here.
func (h podHost) tell(page []byte) []byte {
	meta := `<meta name="pod-host" content="` + html.EscapeString(h.kind) + `" data-origins="` + html.EscapeString(strings.Join(h.origins, " ")) + `">`
	if h.kind != "" {
		meta = `<meta name="pod-integration" content="` + h.integration.String() + `">` + meta
	}
	return []byte(strings.Replace(string(page), "</head>", meta+"</head>", 1))
}
