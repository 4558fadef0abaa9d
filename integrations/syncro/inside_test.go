package syncro

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/psa"
	"countersign/integrations/httpx"
)

// TestNobodyWhoStaysIsLeftOut reads a list from which people vanish between any two pages.
func TestNobodyWhoStaysIsLeftOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{25, 50, 100}).Draw(t, "rows of a page")
		list := make([]int, rapid.IntRange(0, 900).Draw(t, "people"))
		for i := range list {
			list[i] = i
		}
		seen := map[int]bool{}
		troubles := rapid.IntRange(0, 8).Draw(t, "times that somebody vanishes")
		at := place{page: 1}
		for requests := 0; ; requests++ {
			require.Less(t, requests, 400, "the list does not end")
			from, to := min((at.page-1)*size, len(list)), min(at.page*size, len(list))
			for _, one := range list[from:to] {
				seen[one] = true
			}
			next := at.next(meta{TotalPages: max(1, (len(list)+size-1)/size), TotalEntries: len(list), PerPage: size}, to-from)
			if next == "" {
				break
			}
			var err error
			at, err = placeOf(psa.Position{Next: next})
			require.NoError(t, err)
			if troubles == 0 || rapid.Bool().Draw(t, "quiet") {
				continue
			}
			troubles--
			for range rapid.SampledFrom([]int{1, 3, 50, 51, 250}).Draw(t, "gone") {
				if len(list) > 0 {
					gone := rapid.IntRange(0, min(len(list), 120)-1).Draw(t, "who")
					list = append(list[:gone:gone], list[gone+1:]...)
				}
			}
		}
		for _, one := range list {
			require.True(t, seen[one], "%d was left out", one)
		}
	})
}

func FuzzPlaceOf(f *testing.F) {
	for _, seed := range []string{"", "2.98", "0.1", "2", "2.98.1", "https://evil.example", "2.9\n", "99999999.1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, next string) {
		at, err := placeOf(psa.Position{Next: next})
		if err == nil && (at.page < 1 || strings.Trim(next, "0123456789.") != "") {
			t.Fatalf("%q is a place: %+v", next, at)
		}
	})
}

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
