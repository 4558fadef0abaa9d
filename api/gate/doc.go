// Package gate stands before every operation: who calls, what they may do, whether the request is well formed, and which rows its path names.
package gate
