package gate

import (
	"context"
	"net/http"
	"strings"
	"unicode"

	"github.com/gin-gonic/gin"
)

// Visit is what a handler may know of the connection beyond the description of its operation.
type Visit struct {
	answer   http.Header // of the answer, for cookies
	Cookies  map[string]string
	Origin   string    // the Origin header
	Agent    string    // the beginning of User-Agent
	networks []Network // where it comes from, the narrowest first
}

type visitKey struct{}

// VisitOf is who calls from where, as WithVisit recorded it.
func VisitOf(ctx context.Context) Visit {
	v, ok := ctx.Value(visitKey{}).(Visit)
	if !ok {
		v.networks = NetworksOf("")
	}
	return v
}

// WithVisit records who calls from where.
func WithVisit(c *gin.Context) context.Context {
	v := Visit{answer: c.Writer.Header(), Cookies: map[string]string{}, Origin: c.GetHeader("Origin"), Agent: beginning(c.GetHeader("User-Agent")), networks: NetworksOf(c.ClientIP())}
	for _, cookie := range c.Request.Cookies() {
		v.Cookies[cookie.Name] = cookie.Value
	}
	return context.WithValue(c.Request.Context(), visitKey{}, v)
}

// longestAgent is how much of User-Agent is kept, in bytes.
const longestAgent = 200

func beginning(agent string) string {
	agent = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(agent, ""))
	return strings.ToValidUTF8(agent[:min(len(agent), longestAgent)], "")
}
