package respond

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"go.temporal.io/api/serviceerror"

	"countersign/core/problem"
	"countersign/store"
)

// Refuse answers a request with the problem in err's chain and ends it. What is not a problem is our fault: it is logged, and the client learns only the request's number.
func Refuse(c *gin.Context, err error) {
	p := ProblemOf(err)
	if p.Status >= http.StatusInternalServerError && c.Request.Context().Err() == nil {
		LoggerOf(c).Error("request failed", slog.String("request_id", RequestID(c)), slog.String("route", c.FullPath()), slog.String("error", err.Error()))
	}
	if p.Code == problem.Internal {
		p = problem.New(problem.Internal, "Try again. If it stays, tell us this number: "+RequestID(c)+".")
	}
	c.Abort()
	if c.Writer.Written() {
		return
	}
	writeProblem(c.Writer, p)
}

func writeProblem(w http.ResponseWriter, p *problem.Error) {
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	w.Header().Set("Content-Type", problem.ContentType)
	if seconds := p.RetrySeconds(); seconds > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // the client may be gone
}

// ProblemOf finds the problem in err; the failures of what we stand on become `unavailable`.
func ProblemOf(err error) *problem.Error {
	if p, ok := errors.AsType[*problem.Error](err); ok {
		return p
	}
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return problem.New(problem.TooLarge, "")
	}
	switch {
	case errors.Is(err, store.ErrNotFound):
		return problem.New(problem.NotFound, "")
	case errors.Is(err, store.ErrConflict):
		return problem.New(problem.Conflict, "")
	case errors.Is(err, store.ErrCursor):
		return BadCursor()
	case store.CannotStoreText(err):
		return problem.New(problem.ValidationFailed, "The text contains a character that cannot be kept.")
	case tooBusy(err):
		return problem.Later(problem.RateLimited, time.Second)
	case unreachable(err):
		return problem.New(problem.Unavailable, "")
	}
	return problem.From(err)
}

// tooBusy: Temporal takes ten Updates of a run at a time; more have to come again.
func tooBusy(err error) bool {
	_, busy := errors.AsType[*serviceerror.ResourceExhausted](err)
	return busy
}

func unreachable(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return true
	}
	if store.Away(err) {
		return true
	}
	if _, temporal := errors.AsType[*serviceerror.Unavailable](err); temporal {
		return true
	}
	_, slow := errors.AsType[*serviceerror.DeadlineExceeded](err)
	return slow
}

// NoRoute and noMethod answer what no route answers.
func NoRoute(c *gin.Context) {
	Refuse(c, problem.New(problem.NotFound, "There is nothing at this address."))
}

// NoMethod refuses a method that the path does not have.
func NoMethod(c *gin.Context) {
	Refuse(c, problem.New(problem.MethodNotAllowed, ""))
}

// NotFound answers for a row that the caller may not see, and for one that does not exist: the two look the same.
var NotFound = problem.New(problem.NotFound, "")
