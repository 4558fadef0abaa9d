// Package respond writes answers: problems, headers and optional members, and reads the parts of a request that every resource has.
package respond
