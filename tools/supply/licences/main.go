// Command licences reads a CycloneDX bill of materials from standard input and fails when a component has a licence that we do not accept.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// accepted are licences that ask for a notice at most, or for nothing of a program that only links to the component. BSD-Source-Code is what the detector takes
// the three clauses of golang.org/x for.
var accepted = []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "BSD-Source-Code", "Apache-2.0", "ISC", "MPL-2.0", "0BSD", "Unlicense", "CC0-1.0"}

// read are components whose licence the detector does not recognise, as a person read it. The annotations of Nexus bring no licence file; they are part of
// Temporal's API, which is MIT.
var read = map[string]string{
	"std":                         "BSD-3-Clause",
	"github.com/oasdiff/yaml":     "MIT",
	"github.com/pressly/goose/v3": "MIT",
	"github.com/nexus-rpc/nexus-proto-annotations": "MIT",
}

type licence struct {
	License struct{ ID, Name string }
}

type component struct {
	Name     string
	Licenses []licence
	Evidence struct{ Licenses []licence }
}

// ids are the licences of a component, as SPDX ids.
func (c component) ids() (ids []string) {
	if id, known := read[c.Name]; known {
		return []string{id}
	}
	for _, l := range append(c.Licenses, c.Evidence.Licenses...) {
		ids = append(ids, l.License.ID+l.License.Name)
	}
	return ids
}

func main() {
	var bill struct{ Components []component }
	if err := json.NewDecoder(os.Stdin).Decode(&bill); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	refused := len(bill.Components) == 0
	for _, c := range bill.Components {
		if ids := c.ids(); !slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(accepted, id) }) {
			fmt.Fprintf(os.Stderr, "%s: licence %q is not among those we accept; look at tools/supply/licences\n", c.Name, strings.Join(ids, ", "))
			refused = true
		}
	}
	if refused {
		os.Exit(1)
	}
	fmt.Printf("  licences     %d components\n", len(bill.Components))
}
