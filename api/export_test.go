package api

import "net/http"

// NewLandingWith is the landing page alone, with a stand-in for running verifications.
func NewLandingWith(d Deps, v Verifications) (http.Handler, error) {
	engine, err := newEngine(d)
	if err != nil {
		return nil, err
	}
	newLanding(d, v).mount(engine)
	return engine, nil
}
