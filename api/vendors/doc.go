// Package vendors opens an MSP's PSA for a person who waits.
package vendors
