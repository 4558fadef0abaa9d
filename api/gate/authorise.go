package gate

import (
	"countersign/core/problem"
	"countersign/store/account"
)

// Operations, by operationId, that a restricted session may call, and those that only the console may call.
var (
	whileEnrolling = map[string]bool{"GetSession": true, "SignOut": true, "BeginTOTP": true, "ConfirmTOTP": true}
	whilePodOnly   = map[string]bool{"GetSession": true, "SignOut": true, "BeginTOTP": true, "ConfirmTOTP": true, "CreatePodCode": true, "UpdateMe": true, "ChangePassword": true}
	consoleOnly    = map[string]bool{"BeginTOTP": true, "ConfirmTOTP": true, "CreatePodCode": true, "ChangePassword": true}
)

// authorise decides whether an actor may call an operation at all.
func authorise(a Actor, op Operation) error {
	switch {
	case a.EnrolOnly && !whileEnrolling[op.ID]:
		return problem.New(problem.TOTPRequired, "")
	case a.PodOnly && !whilePodOnly[op.ID]:
		return problem.New(problem.Forbidden, "You work in the pod, inside the ticket system. Ask an Admin if you need the console.")
	case op.Scope == scopeSession && a.Session == "":
		return problem.New(problem.Forbidden, "This needs a signed-in person; API keys cannot do it.")
	case consoleOnly[op.ID] && a.Session != account.SessionConsole:
		return problem.New(problem.Forbidden, "Sign in to the console to do this.")
	case op.Scope != scopeSession && !a.May(op.Scope):
		return problem.New(problem.Forbidden, "")
	}
	return nil
}
