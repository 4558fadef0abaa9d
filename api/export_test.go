package api

import (
	"net/http"

	"countersign/api/public"
)

// NewLandingWith is the landing page alone, with a stand-in for running verifications.
func NewLandingWith(d Deps, v public.Verifications) (http.Handler, error) {
	engine, err := newEngine(d)
	if err != nil {
		return nil, err
	}
	public.Landing{Store: d.Store, Now: d.Now, Log: d.Log, PublicURL: d.PublicURL, Verifications: v}.Mount(engine)
	return engine, nil
}
