package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestExpressionsOfLicences(t *testing.T) {
	for expression, want := range map[string]bool{
		"MIT": true, "(MIT OR GPL-3.0-only)": true, "MIT AND ISC": true, "MIT AND GPL-3.0-only": false, "GPL-3.0-only": false, "": false, "SEE LICENSE IN x": false,
		"(MIT AND (ISC OR GPL-3.0-only))": false,
	} {
		if accepts(expression) != want {
			t.Errorf("%q: accepted is %v", expression, !want)
		}
	}
}

func TestInstalledPackagesAreFoundWhereverTheyStand(t *testing.T) {
	root := filepath.Join(t.TempDir(), "node_modules")
	for path, content := range map[string]string{
		"a/package.json":                `{"license": "MIT"}`,
		"a/dist/package.json":           `{"type": "module"}`,
		"@scope/b/package.json":         `{"license": {"type": "ISC"}}`,
		"a/node_modules/c/package.json": `{"licenses": [{"type": "GPL-3.0-only"}, {"type": "MIT"}]}`,
	} {
		file := filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	packages, err := installed(root)
	if err != nil || len(packages) != 3 {
		t.Fatal(packages, err)
	}
	for _, p := range packages {
		if !accepts(p.Licence) {
			t.Error(p)
		}
	}
	if _, err := installed(filepath.Join(root, "a/dist")); err == nil {
		t.Error("a folder without packages passes")
	}
}
