package operator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"
	commonpb "go.temporal.io/api/common/v1"
	"google.golang.org/protobuf/encoding/protojson"

	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
)

// codec opens the payloads of histories for operators, as Temporal's UI and CLI ask for it (https://docs.temporal.io/remote-data-encoding).
// It never encodes, so that histories cannot be written from outside. Each answer is audited before it is given.
type codec struct {
	operators *Operators
	decode    http.Handler
}

// CodecPaths are the forms in which the UI and the CLI name a namespace, or none.
var CodecPaths = []string{"/temporal/codec/decode", "/temporal/codec/:namespace/decode"}

func (k codec) mount(engine *gin.Engine) {
	for _, path := range CodecPaths {
		engine.OPTIONS(path, k.preflight)
		engine.POST(path, k.serve)
	}
}

// shared lets exactly one other origin read the answers, with the operator's cookie.
func (k codec) shared(c *gin.Context) bool {
	origin := c.GetHeader("Origin")
	c.Header("Vary", "Origin")
	if origin == "" || origin == respond.OriginOf(k.operators.PublicURL) {
		return true
	}
	if origin != respond.OriginOf(k.operators.UIOrigin) {
		return false
	}
	c.Header("Access-Control-Allow-Origin", origin)
	c.Header("Access-Control-Allow-Credentials", "true")
	return true
}

func (k codec) preflight(c *gin.Context) {
	if !k.shared(c) {
		respond.Refuse(c, problem.New(problem.OriginRefused, ""))
		return
	}
	c.Header("Access-Control-Allow-Methods", "POST")
	c.Header("Access-Control-Allow-Headers", "Content-Type, X-Namespace")
	c.Header("Access-Control-Max-Age", "600")
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
}

func (k codec) serve(c *gin.Context) {
	if !k.shared(c) {
		respond.Refuse(c, problem.New(problem.OriginRefused, ""))
		return
	}
	name, err := k.operators.signedIn(c.Request)
	if errors.Is(err, store.ErrNotFound) {
		respond.Refuse(c, problem.New(problem.Unauthorized, "Sign in at "+k.operators.PublicURL+"/operator, then load this page again."))
		return
	}
	if err == nil {
		err = k.note(c, name)
	}
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	k.decode.ServeHTTP(c.Writer, c.Request)
}

// note audits the number of payloads and the operator before they are decoded.
func (k codec) note(c *gin.Context, operator string) error {
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return err
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	var payloads commonpb.Payloads
	if err := protojson.Unmarshal(body, &payloads); err != nil {
		return problem.New(problem.InvalidRequest, "")
	}
	namespace := c.Param("namespace")
	if namespace == "" {
		namespace = c.GetHeader("X-Namespace")
	}
	details, err := json.Marshal(map[string]any{"payloads": len(payloads.GetPayloads()), "namespace": namespace, "request_id": respond.RequestID(c)})
	if err != nil {
		return err
	}
	return account.AuditOperator(c.Request.Context(), k.operators.Store, operator, "history.decoded", details)
}
