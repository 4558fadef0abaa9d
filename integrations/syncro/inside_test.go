package syncro

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"countersign/integrations/httpx"
)

func FuzzRows(f *testing.F) {
	for _, seed := range []string{`7`, `"7"`, `null`, `-1`, `[7,"Joe"]`, `[["7"],"Joe"]`, `{"id":7}`, `1e3`, `99999999999999999999`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		var held struct {
			ID   number
			User tuple
		}
		if json.Unmarshal([]byte(`{"ID":`+raw+`,"User":`+raw+`}`), &held) != nil {
			return
		}
		for _, id := range []number{held.ID, held.User.ID} {
			if id < 0 || id.String() == "0" {
				t.Fatalf("%d is no id", id)
			}
		}
	})
}

func FuzzRefusal(f *testing.F) {
	f.Add(401, `{"error":"Not authorized. Please ask account admin to update your group permissions."}`)
	f.Add(422, `{"success":false,"message":["Body can't be blank"]}`)
	f.Add(404, `<html>`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		failed := refusal(httpx.Answer{Status: status, Header: http.Header{}, Body: []byte(body)}, true)
		if failed.Kind == "" || failed.Code == "" || !strings.HasPrefix(failed.Code, "http_") && failed.Code != codeNotPermitted && failed.Code != codeNoSyncro {
			t.Fatalf("%+v", failed)
		}
	})
}
