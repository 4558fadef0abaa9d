package ticket

import "time"

// Instant is when something happened, as notes say it: to the second in UTC, with the MSP's own time beside it. zone nil: UTC alone.
func Instant(at time.Time, zone *time.Location) string {
	utc := at.UTC().Format("2006-01-02 15:04:05") + " UTC"
	if zone == nil || zone == time.UTC || zone.String() == "UTC" {
		return utc
	}
	local := at.In(zone)
	format := "15:04"
	if local.Format(time.DateOnly) != at.UTC().Format(time.DateOnly) {
		format = "2006-01-02 15:04"
	}
	return utc + " (" + local.Format(format) + " " + zone.String() + ")"
}
