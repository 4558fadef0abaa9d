package integration

// Pod is how our pod is put into a PSA's own screens. What the PSA tells the pod there only fills it in: our own sign-in decides who may do what.
type Pod struct {
	// Links are the addresses to copy into the PSA, each with the PSA's own placeholders, below the pod's address: "?screen=ticket&id=[cw_id]".
	Links []PodLink
	// Steps is how an admin puts them there, one sentence each.
	Steps []string
	// Origins may frame the pod: CSP source expressions such as "https://*.myconnectwise.net", besides the origin of the connection's own address.
	Origins []string
	// App makes what is uploaded into the PSA where a link is not enough: a file for the pod at an address. nil where none is needed.
	App func(podURL string) ([]byte, error)
}

// PodLink is one address of the pod.
type PodLink struct {
	Screen string // "Service Ticket"
	Query  string // of the pod's address, with the PSA's placeholders
}
