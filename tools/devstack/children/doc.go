// Package children starts programs, keeps them running and stops them, so that
// none outlives the process that started it.
package children
