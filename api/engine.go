package api

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"countersign/api/gate"
	"countersign/api/respond"
)

func init() {
	gin.SetMode(gin.ReleaseMode) // a process-wide switch of gin's: its debug mode prints routes
}

func newEngine(d Deps) (*gin.Engine, error) {
	engine := gin.New()
	engine.ContextWithFallback = true // a *gin.Context ends when its request does
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	if err := engine.SetTrustedProxies(d.TrustedProxies); err != nil {
		return nil, fmt.Errorf("api: trusted proxies: %w", err)
	}
	engine.Use(gate.ReadForwarded, respond.NumberRequests(d.Log), logAccess(d.Log), measure(d.Metrics), recoverPanics, respond.SecureHeaders(d.PublicURL), limitBodies)
	engine.NoRoute(respond.NoRoute)
	engine.NoMethod(respond.NoMethod)
	return engine, nil
}
