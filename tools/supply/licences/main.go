// Command licences reads a CycloneDX bill of materials from standard input, and the packages that npm installed into the node_modules folders of its arguments.
// It fails when one of them has a licence that we do not accept. It asks no server.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// accepted are licences that ask for a notice at most, or for nothing of a program that only links to the component. BSD-Source-Code is what the detector takes
// the three clauses of golang.org/x for. OFL-1.1 is of fonts, which may go with any program.
var accepted = []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "BSD-Source-Code", "Apache-2.0", "ISC", "MPL-2.0", "0BSD", "Unlicense", "CC0-1.0", "OFL-1.1", "Python-2.0"}

// read are components whose licence the detector does not recognise, as a person read it.
//
// The repository of nexus-proto-annotations has no licence file, in no commit. Its authors are Temporal's. The same annotations, generated from the same file,
// stand in go.temporal.io/api/nexusannotations, whose licence is MIT, as is that of the other repositories of nexus-rpc (sdk-go).
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
		fail(err)
	}
	refused := len(bill.Components) == 0
	for _, c := range bill.Components {
		if ids := c.ids(); !slices.ContainsFunc(ids, accepts) {
			refused = true
			refuse(c.Name, strings.Join(ids, ", "))
		}
	}
	for _, folder := range os.Args[1:] {
		packages, err := installed(folder)
		if err != nil {
			fail(err)
		}
		for _, p := range packages {
			if !accepts(p.Licence) {
				refused = true
				refuse(p.Path, p.Licence)
			}
		}
		fmt.Printf("  licences     %d packages in %s\n", len(packages), folder)
	}
	if refused {
		os.Exit(1)
	}
	fmt.Printf("  licences     %d components\n", len(bill.Components))
}

func refuse(name, licence string) {
	fmt.Fprintf(os.Stderr, "%s: licence %q is not among those we accept; look at tools/supply/licences\n", name, licence)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
