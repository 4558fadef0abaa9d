// Package clock is the time by which the product decides.
//
// In production it is the machine's time. A build with the tag countersign_clock has a clock that can be put ahead, so that tests cover hours and days within
// seconds; docs/architecture.md says what moves with it.
package clock

import "time"

// Now is the product's time in UTC, in microseconds: the precision that Postgres keeps.
func Now() time.Time { return time.Now().Add(Ahead()).UTC().Truncate(time.Microsecond) }
