//go:build !web

// Package web holds the built console and pod.
package web

import "embed"

//go:embed none
var notBuilt embed.FS

// Dist says that the console and the pod were left out, so that Go builds without Node.
var Dist = mustSub(notBuilt, "none")
