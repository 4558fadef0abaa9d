// Command bundle writes the description of the API as one JSON document, for generators that read one file: go run ./schemas/openapi/bundle > openapi.json
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"path"

	"github.com/getkin/kin-openapi/openapi3"
)

const description = "schemas/openapi/openapi.yaml"

func main() {
	spec, err := bundle(description)
	if err != nil {
		log.Fatalf("bundling %s: %v", description, err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(spec); err != nil {
		log.Fatal(err)
	}
}

// bundle loads a description and takes what its files refer to into its components. A component has the name that it has in its file.
func bundle(file string) (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	spec, err := loader.LoadFromFile(file)
	if err != nil {
		return nil, err
	}
	spec.InternalizeRefs(context.Background(), func(_ *openapi3.T, ref openapi3.ComponentRef) string { return path.Base(ref.RefString()) })
	return spec, spec.Validate(context.Background())
}
