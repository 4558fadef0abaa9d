package api

import "net/http"

// NewLandingWith is the landing page alone, with a stand-in for running verifications.
func NewLandingWith(d Deps, v Verifications) (http.Handler, error) {
	engine, err := newEngine(d)
	if err != nil {
		return nil, err
	}
	landings{Store: d.Store, Now: d.Now, Log: d.Log, PublicURL: d.PublicURL, Verifications: v}.mount(engine)
	return engine, nil
}
