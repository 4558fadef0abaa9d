package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/api/gate"
)

// Who may call what. A letter for each caller: t technician, a Admin, p pod of an Admin, e a user who must enrol first, o a user who works only in the pod (at the console),
// r, w, v, V, m, M, s, A the API keys with only contacts:read, contacts:write, verifications:read, verifications:write, messages:read, messages:write, settings:read, admin;
// and . no one.
var mayCall = map[string]string{
	"SignIn": "tapeorwvVmMsA.", "SignInTOTP": "tapeorwvVmMsA.", "ForgotPassword": "tapeorwvVmMsA.", "SetPassword": "tapeorwvVmMsA.", "LookUpPasswordToken": "tapeorwvVmMsA.",
	"CreatePodToken": "tapeorwvVmMsA.", "RefreshPodToken": "tapeorwvVmMsA.", "ListEvidenceKeys": "tapeorwvVmMsA.",

	"GetSession": "tapeo", "SignOut": "tapeo", "ProveSession": "tap", "ListMySessions": "tap", "EndMySession": "tap", "BeginTOTP": "taeo", "ConfirmTOTP": "taeo", "UpdateMe": "tapo", "ChangePassword": "tao", "CreatePodCode": "tao",

	"ListUsers": "aA", "InviteUser": "aA", "UpdateUser": "aA", "ResendInvitation": "aA", "ResetUserTOTP": "aA",
	"ListAPIKeys": "aA", "CreateAPIKey": "aA", "RevokeAPIKey": "aA",
	"PutDefaultPolicy": "aA", "PutCompanyPolicy": "aA", "DeleteCompanyPolicy": "aA", "PutTemplate": "aA", "ResetTemplate": "aA", "PutBranding": "aA", "PutSettings": "aA",
	"ListAudit": "aA", "ListAuditActions": "aA", "GetAuditEntry": "aA", "ExportAudit": "aA",

	"ListCompanies": "taprA", "GetCompany": "taprA", "ListContacts": "taprA", "GetContact": "taprA",
	"CreateCompany": "tapwA", "UpdateCompany": "tapwA", "CreateContact": "tapwA", "ImportContacts": "tapwA", "UpdateContact": "tapwA", "EraseContact": "aA",
	"ListChannels": "tapvA", "ListVerifications": "tapvA", "GetVerification": "tapvA", "GetEvidence": "tapvA", "StreamEvents": "tapvA", "GetCounts": "tapvA",
	"StartVerification": "tapVA", "CheckVerification": "tapVA", "SendAgain": "tapVA", "CancelVerification": "tapVA", "NameTicketOfVerification": "tapVA", "NameTicketOfTechnicianVerification": "tapVA",
	"ListTechnicianVerifications": "tapvA", "GetTechnicianVerification": "tapvA", "GetTechnicianVerificationCode": "tapVA", "ClaimTechnicianVerification": "tapVA",
	"ConfirmTechnicianVerificationVerbally": "tapVA", "DenyTechnicianVerification": "tapVA", "ApproveTechnicianVerificationNote": "tapVA", "ListUnknownSenders": "aA", "AssignUnknownSender": "aA", "CreateContactOfUnknownSender": "aA",
	"ListAlerts": "tapvA", "TakeAlert": "tapVA", "SettleAlert": "tapVA", "ClearDenial": "aA",
	"ListConversations": "tapmA", "GetConversation": "tapmA", "ListConversationMessages": "tapmA", "GetConversationTicket": "tapmA", "ListConversationTemplates": "tapmA", "ListSMSChannels": "tapmA",
	"StartConversation": "tapMA", "SendConversationMessage": "tapMA", "MarkConversationRead": "tapMA", "AssignConversation": "tapMA", "ListConversationAssignees": "tapMA", "SnoozeConversation": "tapMA", "LookAtConversation": "tapmA", "GetConversationPicture": "tapmA", "CloseConversation": "tapMA",
	"CreateConversationTemplate": "tapMA", "PutConversationTemplate": "tapMA", "DeleteConversationTemplate": "tapMA",
	"CreateSMSChannel": "aA", "PutSMSChannel": "aA", "ArchiveSMSChannel": "aA", "RestoreSMSChannel": "aA", "GetInboundSettings": "tapsA", "PutInboundSettings": "aA",
	"ListPSAKinds": "tapsA", "ListIntegrations": "tapsA", "GetIntegration": "tapsA", "ListSyncs": "tapsA", "ListTicketDefaults": "tapsA", "GetTicketDefault": "tapsA", "ListTicketWrites": "tapsA",
	"CreateIntegration": "aA", "UpdateIntegration": "aA", "ArchiveIntegration": "aA", "TestIntegration": "aA", "SyncIntegration": "aA", "GetPodApp": "aA", "ListChoices": "aA",
	"CreateTicketDefault": "aA", "PutTicketDefault": "aA", "ArchiveTicketDefault": "aA", "RestoreTicketDefault": "aA", "ValidateTicketDefault": "aA", "WriteAgain": "aA", "DismissWrite": "aA",
	"ListTickets": "taprA", "GetTicket": "taprA", "ListWritesOfTicket": "taprA", "ListContactPoints": "taprA", "ApproveContactPoint": "tapwA",
	"ListPolicies": "tapsA", "GetDefaultPolicy": "tapsA", "GetCompanyPolicy": "tapsA", "ListDefaultPolicyVersions": "tapsA", "ListCompanyPolicyVersions": "tapsA", "ListTemplates": "tapsA", "PreviewTemplate": "tapsA", "GetBranding": "tapsA", "ListSenders": "tapsA", "GetSettings": "tapsA",
}

// gatedEngine has the gate before every operation, and behind it a handler that only says that it was reached.
func gatedEngine(t *testing.T, d *desk) (http.Handler, gate.Operations) {
	t.Helper()
	table, err := gate.ReadOperations()
	require.NoError(t, err)
	g, err := gate.New(d.store, d.deps.Now, d.deps.Log, ourURL)
	require.NoError(t, err)
	engine, err := newEngine(withMetrics(d.deps))
	require.NoError(t, err)
	for route := range table {
		method, path, _ := strings.Cut(route, " ")
		engine.Handle(method, path, g.Stand, func(c *gin.Context) { c.Status(http.StatusNoContent); c.Writer.WriteHeaderNow() })
	}
	return engine, table
}

func TestEveryOperationForEveryCaller(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	engine, table := gatedEngine(t, d)
	admin := d.add(msp, newcomer{}).in()
	enrolling := d.add(msp, newcomer{}).in()
	d.sql(`UPDATE sessions SET enrol_only = true WHERE user_id = $1`, enrolling.id)
	callers := map[string]option{
		"t": cookie(gate.ConsoleCookie, d.add(msp, newcomer{Role: "technician"}).in().cookie),
		"a": cookie(gate.ConsoleCookie, admin.cookie),
		"p": bearer(admin.podBearer()),
		"e": cookie(gate.ConsoleCookie, enrolling.cookie),
		"o": cookie(gate.ConsoleCookie, d.add(msp, newcomer{PodOnly: true}).in().cookie),
		"r": bearer(d.key(msp, nil, "contacts:read")), "w": bearer(d.key(msp, nil, "contacts:write")),
		"v": bearer(d.key(msp, nil, "verifications:read")), "V": bearer(d.key(msp, nil, "verifications:write")),
		"m": bearer(d.key(msp, nil, "messages:read")), "M": bearer(d.key(msp, nil, "messages:write")),
		"s": bearer(d.key(msp, nil, "settings:read")), "A": bearer(d.key(msp, nil, "admin")),
		".": func(*outgoing) {},
	}
	for route, op := range table {
		want, listed := mayCall[op.ID]
		require.True(t, listed, "say in mayCall who may call %s", op.ID)
		method, path, _ := strings.Cut(route, " ")
		for caller, as := range callers {
			status := gateStatus(engine, method, path, as)
			admitted := status != http.StatusUnauthorized && status != http.StatusForbidden
			require.Equal(t, strings.Contains(want, caller), admitted, "%s as %s: %d", op.ID, caller, status)
			if caller == "." && !admitted {
				require.Equal(t, http.StatusUnauthorized, status, op.ID)
			}
		}
	}
	require.Len(t, mayCall, len(table), "mayCall names operations that do not exist")
}

// gateStatus is what the gate says to a request whose ids and body are nonsense: beyond 401 and 403 the caller has passed.
func gateStatus(engine http.Handler, method, path string, as option) int {
	out := outgoing{header: http.Header{}}
	as(&out)
	r := httptest.NewRequest(method, filled(path, uuid.NewString()), nil)
	r.Host = "desk.test"
	for name, values := range out.header {
		r.Header[name] = values
	}
	w := httptest.NewRecorder()
	engine.ServeHTTP(w, r)
	return w.Code
}

// filled puts an id in place of every path parameter that is one.
func filled(template, id string) string {
	parts := strings.Split(template, "/")
	for i, part := range parts {
		if strings.HasSuffix(part, "_id") && strings.HasPrefix(part, ":") {
			parts[i] = id
		} else if part == ":kind" {
			parts[i] = "sms_code"
		}
	}
	return strings.Join(parts, "/")
}
