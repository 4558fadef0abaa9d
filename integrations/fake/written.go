package fake

// Written is a ticket as a fake holds it, in words that all PSAs share.
type Written struct {
	ID          string        `json:"id"`
	Number      string        `json:"number"`
	Summary     string        `json:"summary"`
	Description string        `json:"description"`
	StatusID    string        `json:"status_id"`
	Status      string        `json:"status"`
	Closed      bool          `json:"closed"`
	Deleted     bool          `json:"deleted"` // in the vendor's trash; one that is gone for good is not found at all
	CompanyID   string        `json:"company_id"`
	ContactID   string        `json:"contact_id"`
	Notes       []WrittenNote `json:"notes"` // the oldest first
	Files       []WrittenFile `json:"files"` // the oldest first
}

// NewWritten returns a ticket into which nothing was written yet.
func NewWritten(id string) Written {
	return Written{ID: id, Number: id, Notes: []WrittenNote{}, Files: []WrittenFile{}}
}

// WrittenNote is a note of a ticket.
type WrittenNote struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Internal bool   `json:"internal"`
}

// WrittenFile is a file of a ticket.
type WrittenFile struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Name  string `json:"name"`
	Size  int    `json:"size"`
}
