package harness

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Caller speaks HTTP as an outsider would: no generated client, no shared types.
type Caller struct {
	Base   string
	Bearer string
	HTTP   *http.Client
	Header http.Header
}

// NewCaller calls base with a bearer.
func NewCaller(base, bearer string) *Caller {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &Caller{Base: base, Bearer: bearer, HTTP: &http.Client{Jar: jar, Timeout: time.Minute}, Header: http.Header{}}
}

// Reply is an answer, read whole.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// Tree is the answer as a tree.
func (r Reply) Tree() (tree map[string]any, err error) {
	err = json.Unmarshal(r.Body, &tree)
	return tree, err
}

// JSON is the answer as a tree; it must be one.
func (r Reply) JSON(t testing.TB) map[string]any {
	t.Helper()
	tree, err := r.Tree()
	require.NoError(t, err, "status %d, body %s", r.Status, r.Body)
	return tree
}

// Into decodes the answer.
func (r Reply) Into(t testing.TB, target any) {
	t.Helper()
	require.NoError(t, json.Unmarshal(r.Body, target), "status %d, body %s", r.Status, r.Body)
}

// Code is the stable code of a problem.
func (r Reply) Code(t testing.TB) string {
	t.Helper()
	require.Equal(t, "application/problem+json", r.Header.Get("Content-Type"), "status %d, body %s", r.Status, r.Body)
	code, _ := r.JSON(t)["code"].(string)
	return code
}

// Try makes a request; the error is the network's.
func (c *Caller) Try(method, path string, body any) (Reply, error) {
	var reader io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return Reply{}, err
		}
		reader = bytes.NewReader(raw)
	}
	request, err := http.NewRequest(method, c.Base+path, reader)
	if err != nil {
		return Reply{}, err
	}
	request.Header = c.Header.Clone()
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.Bearer != "" {
		request.Header.Set("Authorization", "Bearer "+c.Bearer)
	}
	response, err := c.HTTP.Do(request)
	if err != nil {
		return Reply{}, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	return Reply{Status: response.StatusCode, Header: response.Header, Body: raw}, err
}

// Do makes a request that must reach the other side.
func (c *Caller) Do(t testing.TB, method, path string, body any) Reply {
	t.Helper()
	reply, err := c.Try(method, path, body)
	require.NoError(t, err)
	return reply
}

// With returns a caller that also sends a header.
func (c *Caller) With(name, value string) *Caller {
	other := *c
	other.Header = c.Header.Clone()
	other.Header.Set(name, value)
	return &other
}
