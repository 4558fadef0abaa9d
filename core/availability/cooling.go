package availability

import "time"

// Cause says why a number or address cools off.
type Cause string

// The causes.
const (
	Changed    Cause = "changed"     // it came to a person who was on file already
	NewPerson  Cause = "new_person"  // its person came to a company that is not new
	Moved      Cause = "moved"       // its person came from another company
	Renamed    Cause = "renamed"     // its person has another name now
	SameName   Cause = "same_name"   // another person has, or had, the name
	SameNumber Cause = "same_number" // another person has it too
)

var causeWords = map[Cause]string{
	Changed:    "Changed lately",
	NewPerson:  "New on file",
	Moved:      "Came from another company lately",
	Renamed:    "The person's name was changed lately",
	SameName:   "New on file, and another person has or had this name",
	SameNumber: "New on file, and another person has it too",
}

// coolingReason is why a way is closed over a point that cools off.
func coolingReason(because Cause, until time.Time) string {
	words, known := causeWords[because]
	if !known {
		words = causeWords[Changed]
	}
	return words + ": until " + until.UTC().Format("2 Jan 15:04") + " UTC it may be used only once somebody else approves it"
}
