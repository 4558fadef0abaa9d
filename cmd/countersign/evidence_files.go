package main

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"countersign/core/evidence"
)

// givenExport is what the command was given, sorted by what it is.
type givenExport struct {
	evidence.Export
	keys [][]byte // evidence-keys.json
}

// keyFiles are the files in which public keys may stand.
func (g givenExport) keyFiles() [][]byte { return append(g.keys, g.Bundles...) }

const manifestName = "manifest.json"

// readExport reads files, folders and ZIPs. seekManifest looks for the manifest of an export beside the files and above their folder.
func readExport(paths []string, seekManifest bool) (given givenExport, err error) {
	given.Files = map[string][]byte{}
	for _, name := range paths {
		if err := given.readPath(name); err != nil {
			return given, err
		}
	}
	for _, name := range paths {
		for _, folder := range []string{filepath.Dir(name), filepath.Dir(filepath.Dir(filepath.Clean(name)))} {
			raw, err := os.ReadFile(filepath.Join(folder, manifestName))
			if seekManifest && given.Manifest == nil && err == nil && evidence.IsManifest(raw) {
				given.Manifest = raw
			}
		}
	}
	return given, nil
}

func (g *givenExport) readPath(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return g.readTree(os.DirFS(name))
	}
	if filepath.Ext(name) == ".zip" {
		opened, err := zip.OpenReader(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		defer func() { _ = opened.Close() }()
		return g.readTree(opened)
	}
	raw, err := os.ReadFile(name)
	if err == nil {
		g.add(filepath.Base(name), raw)
	}
	return err
}

func (g *givenExport) readTree(tree fs.FS) error {
	return fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		file, err := tree.Open(name)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		raw, err := io.ReadAll(file)
		if err == nil {
			g.add(path.Base(name), raw)
		}
		return err
	})
}

// add sorts a file by its name and, for the manifest, by what it says.
func (g *givenExport) add(name string, raw []byte) {
	switch {
	case name == "evidence-keys.json":
		g.keys = append(g.keys, raw)
		g.Files[name] = raw
	case path.Ext(name) == ".jsonl":
		g.Log = append([]byte{}, raw...)
		g.Files["audit.jsonl"] = raw
	case path.Ext(name) == ".csv" || path.Ext(name) == ".txt":
		g.Files[name] = raw
	case evidence.IsManifest(raw):
		g.Manifest = raw
	default:
		g.Bundles = append(g.Bundles, raw)
	}
}
