//go:build web

// Package web holds the built console and pod.
package web

import "embed"

//go:embed all:dist
var built embed.FS

// Dist is the root of the built site: index.html (console), pod.html (pod) and assets/, whose names carry a content hash and never change.
var Dist = mustSub(built, "dist")
