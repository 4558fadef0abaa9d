package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// npmPackage is a package that npm installed. Licence is an SPDX expression, "" for none.
type npmPackage struct{ Path, Licence string }

// installed lists the packages below a node_modules folder. A folder without any is an error: it would pass every check.
func installed(folder string) (packages []npmPackage, err error) {
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != "package.json" || !isRoot(filepath.Dir(path)) {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		licence, err := licenceOf(raw)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		packages = append(packages, npmPackage{Path: filepath.Dir(path), Licence: licence})
		return nil
	})
	if err == nil && len(packages) == 0 {
		err = fmt.Errorf("%s holds no packages: run npm ci there", folder)
	}
	return packages, err
}

// isRoot reports whether a folder is that of a package: it stands in node_modules, or in a scope there.
func isRoot(folder string) bool {
	parent := filepath.Dir(folder)
	if strings.HasPrefix(filepath.Base(parent), "@") {
		parent = filepath.Dir(parent)
	}
	return filepath.Base(parent) == "node_modules" && !strings.HasPrefix(filepath.Base(folder), "@")
}

// licenceOf reads the licence of a package.json. Old packages give an object, or a list of objects of which one may be chosen.
func licenceOf(raw []byte) (string, error) {
	var p struct {
		License  json.RawMessage
		Licenses []struct{ Type string }
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return "", err
	}
	var expression string
	var object struct{ Type string }
	switch {
	case len(p.License) == 0:
		types := make([]string, len(p.Licenses))
		for i, l := range p.Licenses {
			types[i] = l.Type
		}
		return strings.Join(types, " OR "), nil
	case json.Unmarshal(p.License, &expression) == nil:
		return expression, nil
	}
	err := json.Unmarshal(p.License, &object)
	return object.Type, err
}

// accepts reports whether an SPDX expression leaves us a licence that we accept: one of those that OR offers, and all of those that AND joins.
func accepts(expression string) bool {
	expression = strings.TrimSpace(expression)
	if inner, ok := strings.CutPrefix(expression, "("); ok && strings.HasSuffix(inner, ")") && !strings.ContainsAny(inner[:len(inner)-1], "()") {
		expression = inner[:len(inner)-1]
	}
	if strings.ContainsAny(expression, "()") {
		return false // a nested expression is for a person to read
	}
	return slices.ContainsFunc(strings.Split(expression, " OR "), func(choice string) bool {
		return !slices.ContainsFunc(strings.Split(choice, " AND "), func(id string) bool { return !slices.Contains(accepted, strings.TrimSpace(id)) })
	})
}
