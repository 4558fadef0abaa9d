// Package connections answers for the PSAs that an MSP connected: their settings, syncs and pods.
package connections
