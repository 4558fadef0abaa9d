// Package settings answers for an MSP's rules, texts, looks and switches, and for its audit log.
package settings
