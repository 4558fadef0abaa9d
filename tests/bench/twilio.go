package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// account is the sandbox's Twilio account, for the designs that post to it without a library.
type account struct{ base, sid, token, from string }

// sendSMS posts one SMS. It asks for no callbacks: the plain designs have no listener.
func (a account) sendSMS(ctx context.Context, to, text string) error {
	form := url.Values{"To": {to}, "From": {a.from}, "Body": {text}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.base+"/2010-04-01/Accounts/"+a.sid+"/Messages.json", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.SetBasicAuth(a.sid, a.token)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return answered(request, http.StatusCreated, nil)
}
