// Package verify answers for verifications of callers: the open channels, starting, the steps, and the signed evidence.
package verify
