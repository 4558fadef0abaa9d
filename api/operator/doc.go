// Package operator serves the platform's own accounts, which may decode the histories of workflows.
package operator
