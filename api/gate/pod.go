package gate

import (
	"encoding/json"
	"net/http"

	"github.com/google/uuid"

	"countersign/core/problem"
)

// checkPod refuses a pod's bearer where a request names another connection than the one in whose pod it is good.
func checkPod(a Actor, r *http.Request, params map[string]string, body []byte) error {
	if a.PodOf == nil {
		return nil
	}
	var members struct {
		Integration       *uuid.UUID `json:"integration_id"`
		TicketIntegration *uuid.UUID `json:"ticket_integration_id"`
	}
	_ = json.Unmarshal(body, &members) // what has none of them, or is no object, names no connection
	named := []*uuid.UUID{members.Integration, members.TicketIntegration}
	for _, text := range []string{params["integration_id"], r.URL.Query().Get("integration_id")} {
		if id, err := uuid.Parse(text); err == nil {
			named = append(named, &id)
		}
	}
	for _, id := range named {
		if id != nil && *id != *a.PodOf {
			return problem.New(problem.PodElsewhere, "")
		}
	}
	return nil
}
