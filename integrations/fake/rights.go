package fake

import (
	"maps"
	"slices"
	"strings"

	"countersign/core/integration"
)

// Guard says which right each method of some paths needs; a method that it does not name needs none.
type Guard struct {
	Path    string // how the paths begin
	Methods map[string]integration.Right
}

// Guards are those of a fake. The first that fits a path counts.
type Guards []Guard

// Right is the right that a request needs; "" for none.
func (g Guards) Right(method, path string) integration.Right {
	for _, one := range g {
		if strings.HasPrefix(path, one.Path) {
			return one.Methods[method]
		}
	}
	return ""
}

// Rights are all that the guards name.
func (g Guards) Rights() (rights []integration.Right) {
	for _, one := range g {
		rights = slices.AppendSeq(rights, maps.Values(one.Methods))
	}
	return rights
}
