// Package problem is the one table from a stable code to what an API client sees of it: HTTP status, title, and a detail that says what to do next.
// The shape on the wire is RFC 9457 (application/problem+json) with our member "code". It depends on nothing, so anything may return its errors.
package problem

// Code names a problem for programs. A code never changes its meaning; texts may.
type Code string

// The codes.
const (
	InvalidRequest      Code = "invalid_request"
	Unauthorized        Code = "unauthorized"
	WrongCredentials    Code = "wrong_credentials"
	StepUpRequired      Code = "step_up_required"
	PodElsewhere        Code = "pod_elsewhere"
	Forbidden           Code = "forbidden"
	OriginRefused       Code = "origin_refused"
	TOTPRequired        Code = "totp_required"
	Watching            Code = "watching"
	NotFound            Code = "not_found"
	MethodNotAllowed    Code = "method_not_allowed"
	Conflict            Code = "conflict"
	IdempotencyConflict Code = "idempotency_conflict"
	SenderNotYours      Code = "sender_not_yours"
	ChannelUnavailable  Code = "channel_unavailable"
	CountryNotAllowed   Code = "country_not_allowed"
	TooManyAttempts     Code = "too_many_attempts"
	AlreadyClosed       Code = "already_closed"
	Closing             Code = "closing"
	TokenInvalid        Code = "token_invalid"
	TooLarge            Code = "too_large"
	Unsupported         Code = "unsupported"
	ValidationFailed    Code = "validation_failed"
	InvalidCodeFormat   Code = "invalid_code_format"
	NoteRequired        Code = "note_required"
	TemplateInvalid     Code = "template_invalid"
	RateLimited         Code = "rate_limited"
	SendLimit           Code = "send_limit"
	SpendLimit          Code = "spend_limit"
	Internal            Code = "internal"
	Unavailable         Code = "unavailable"
	PSAUnavailable      Code = "psa_unavailable"
)

// Row is what the table says about one code.
type Row struct {
	Code   Code
	Status int // HTTP
	Title  string
	Detail string // used where the one who found the problem has nothing better to say
}

// Table lists every code, by status.
var Table = []Row{
	{InvalidRequest, 400, "The request cannot be read", "Send the JSON and parameters that the API description asks for."},
	{Unauthorized, 401, "Nobody is signed in", "Sign in, or send an API key as a bearer token."},
	{WrongCredentials, 401, "That does not match", "Check the e-mail address and the password, or the code, and try again."},
	{StepUpRequired, 401, "Prove that it is you", "Send your password or a code of your authenticator app to /session/proof and repeat the request."},
	{PodElsewhere, 401, "This pod stands in another ticket system", "Sign in to the pod of the ticket system that you mean."},
	{Forbidden, 403, "You may not do this", "Ask an Admin for the permission."},
	{OriginRefused, 403, "This page may not call the API", "Open Countersign at its own address and try again."},
	{TOTPRequired, 403, "An authenticator app comes first", "Set up the authenticator app; everything else opens then."},
	{Watching, 403, "You are watching this verification", "It belongs to a colleague's call. Ask them for the result, or wait until it ends and start your own."},
	{NotFound, 404, "Not found", "It does not exist, or you may not see it. Check the id."},
	{MethodNotAllowed, 405, "This address does not take that method", "The API description says which methods it takes."},
	{Conflict, 409, "It changed in the meantime", "Load it again and repeat your change."},
	{IdempotencyConflict, 409, "This Idempotency-Key was used for another request", "Use a new key for a new request; repeat the same request with the same key."},
	{SenderNotYours, 409, "This number, mailbox or name is not yours to send under", "Ask the operator of this installation to assign it to you."},
	{ChannelUnavailable, 409, "This way is closed for this contact", "Choose another way; the contact's channels say which are open, and why others are not."},
	{CountryNotAllowed, 409, "The policy does not allow numbers of this country", "Choose another way, or ask an Admin to allow the country in the policy."},
	{TooManyAttempts, 409, "Too many wrong codes", "This verification has ended. Hang up, call the person back on a number you know, and start again."},
	{AlreadyClosed, 409, "This verification has ended", "Start a new one."},
	{Closing, 409, "The previous verification is just ending", "Try again in a second."},
	{TokenInvalid, 410, "This link no longer works", "Links work once and for a short time. Ask for a new one."},
	{TooLarge, 413, "The request is too large", "Send less at a time."},
	{Unsupported, 415, "This kind of content is not supported", "Send application/json."},
	{ValidationFailed, 422, "Something is not right yet", "Fix the fields named and try again."},
	{InvalidCodeFormat, 422, "That is not a code", "Type the digits as the caller reads them out. This did not count as an attempt."},
	{NoteRequired, 422, "A note is needed", "The contact is not the ticket's own: say in a note why this person is being verified."},
	{TemplateInvalid, 422, "The text cannot be used", "Fix the fields named and try again."},
	{RateLimited, 429, "Too many requests", "Wait a moment and try again."},
	{SendLimit, 429, "Not yet: messages to this person are limited", "Wait for the pause to end, or choose another way."},
	{SpendLimit, 429, "The daily limit for SMS and calls is reached", "Use e-mail, wait until tomorrow (UTC), or ask an Admin to raise the limit."},
	{Internal, 500, "Something broke on our side", "Try again. If it stays, tell us the time and what you did."},
	{PSAUnavailable, 502, "The ticket system could not be asked", "Try again in a minute; if it goes on, look at the connection's health in the settings."},
	{Unavailable, 503, "Countersign cannot answer right now", "Try again in a few seconds."},
}

// Of returns the row of a code; an unknown code is Internal, so that a mistake of ours never looks like the client's.
func Of(code Code) Row {
	var internal Row
	for _, row := range Table {
		if row.Code == code {
			return row
		}
		if row.Code == Internal {
			internal = row
		}
	}
	return internal
}
