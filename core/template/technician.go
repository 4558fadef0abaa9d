package template

// The kinds of texts of a technician verification: a client has asked whether the person on the phone with them works for the MSP.
const (
	TechnicianCode   Kind = "technician_code"   // the code that the technician has to know
	TechnicianNamed  Kind = "technician_named"  // who it is, once a technician has taken it up
	TechnicianClosed Kind = "technician_closed" // the client has confirmed
	TechnicianDenied Kind = "technician_denied" // the client, or the technician, has said that it does not match
)

func (k Kind) isTechnician() bool {
	return k == TechnicianCode || k == TechnicianNamed || k == TechnicianClosed || k == TechnicianDenied
}
