package fake

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Mode is a way for a vendor to fail.
type Mode string

// The faults. None is no fault.
const (
	None           Mode = ""
	Refuse         Mode = "refuse"           // a 4xx with the vendor's own body
	RateLimit      Mode = "rate_limit"       // 429 with the vendor's headers
	Timeout        Mode = "timeout"          // hangs until the client gives up; takes nothing
	Slow           Mode = "slow"             // takes the request and answers after slowness
	AcceptThenDrop Mode = "accept_then_drop" // takes the request and kills the connection before the answer
	Down           Mode = "down"             // 503 from the proxy before the vendor; takes nothing
)

var modes = []Mode{Refuse, RateLimit, Timeout, Slow, AcceptThenDrop, Down}

// slowness is how long a slow answer takes.
const slowness = 2 * time.Second

// bodyLimit is SendGrid's largest message, in bytes; Twilio's requests are far smaller.
const bodyLimit = 30 << 20

// Faults holds the faults that lie ahead of each provider's next requests.
type Faults struct {
	mu    sync.Mutex
	ahead map[string][]fault
}

// fault waits for the next request that speaks of a recipient; "" is any.
type fault struct {
	mode    Mode
	to      string
	lasting bool // stays until all faults are forgotten
}

// Set adds count faults of one mode for the next requests of a provider.
func (f *Faults) Set(provider string, mode Mode, count int) error {
	return f.SetFor(provider, "", mode, count)
}

// SetFor adds faults for the next requests that speak of one recipient, so that tests side by side do not meet each other's.
// A vendor that is Down with count 0 stays so until the faults are cleared.
func (f *Faults) SetFor(provider, to string, mode Mode, count int) error {
	if !slices.Contains(modes, mode) {
		return fmt.Errorf("unknown mode %q; use one of %v", mode, modes)
	}
	lasting := mode == Down && count == 0
	if !lasting && (count < 1 || count > 1_000_000) {
		return fmt.Errorf("count must be between 1 and 1000000, or 0 for a vendor that is down until faults are deleted")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ahead == nil {
		f.ahead = map[string][]fault{}
	}
	f.ahead[provider] = append(f.ahead[provider], slices.Repeat([]fault{{mode, to, lasting}}, max(count, 1))...)
	return nil
}

// Clear forgets all faults.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ahead = nil
}

func (f *Faults) take(provider, request string) Mode {
	f.mu.Lock()
	defer f.mu.Unlock()
	ahead := f.ahead[provider]
	at := slices.IndexFunc(ahead, func(one fault) bool { return one.to == "" || speaksOf(request, one.to) })
	if at < 0 {
		return None
	}
	met := ahead[at]
	if !met.lasting {
		f.ahead[provider] = slices.Delete(ahead, at, at+1)
	}
	return met.mode
}

// speaksOf looks for a number or address in a request's path or body, as forms, queries and JSON write it.
func speaksOf(request, to string) bool {
	return strings.Contains(request, to) || strings.Contains(request, url.QueryEscape(to))
}

// Vendor is a fake that can also say no and slow down in its vendor's words.
type Vendor interface {
	http.Handler
	Name() string
	Refuse(w http.ResponseWriter)
	RateLimit(w http.ResponseWriter)
}

// FaultProxy stands before a vendor: it writes down each request as it came and lets it meet its fault.
type FaultProxy struct {
	Vendor  Vendor
	Journal *Journal
	Faults  *Faults
}

func (f FaultProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		// Half a request: no vendor would act on it.
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	mode := f.Faults.take(f.Vendor.Name(), r.URL.RequestURI()+"\n"+string(body))
	f.Journal.Record(Request{
		Provider: f.Vendor.Name(), Method: r.Method, Path: r.URL.RequestURI(), Headers: r.Header.Clone(), Body: string(body), Fault: mode,
	})
	w.Header().Set("Date", f.Journal.now().UTC().Format(http.TimeFormat)) // as the vendor's own clock tells it, by which its stamps are written
	switch mode {
	case Refuse:
		f.Vendor.Refuse(w)
	case RateLimit:
		f.Vendor.RateLimit(w)
	case Down:
		http.Error(w, "The service is unavailable.", http.StatusServiceUnavailable)
	case Timeout:
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case AcceptThenDrop:
		f.Vendor.ServeHTTP(newAnswer(), r)
		panic(http.ErrAbortHandler)
	case Slow:
		slow := newAnswer()
		f.Vendor.ServeHTTP(slow, r)
		select {
		case <-time.After(slowness):
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		}
		slow.send(w)
	default:
		f.Vendor.ServeHTTP(w, r)
	}
}

// answer holds a vendor's answer back.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newAnswer() *answer { return &answer{header: http.Header{}, status: http.StatusOK} }

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

func (a *answer) send(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes())
}
