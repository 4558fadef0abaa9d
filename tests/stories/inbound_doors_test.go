package stories

import (
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

// reason is why a channel is closed for a person, "" for an open one.
func reason(t *testing.T, desk *harness.Desk, c *harness.Contact, way string) string {
	t.Helper()
	reply := desk.Do(t, http.MethodGet, "/contacts/"+c.ID+"/channels", nil)
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	var body struct {
		Items []struct {
			Channel string `json:"channel"`
			Reason  string `json:"reason_code"`
		}
	}
	reply.Into(t, &body)
	for _, item := range body.Items {
		if item.Channel == way {
			return item.Reason
		}
	}
	require.Fail(t, "no such way", way)
	return ""
}

func TestStopEndsTextsAndStartBeginsThemAgain(t *testing.T) {
	t.Parallel()
	desk, doors := stack.Desk(t), stack.Doors(t)
	ana := desk.Contact("Ana Torres")
	require.Empty(t, reason(t, desk, ana, "sms_code"))
	doors.Text(t, ana.Mobile, stack.VerificationNumber, "Stop")
	require.Eventually(t, func() bool { return reason(t, desk, ana, "sms_code") == "opted_out" }, time.Minute, 20*time.Millisecond)
	require.Equal(t, "channel_unavailable", desk.Verify(ana).Try("sms_code").Code(t))
	require.Empty(t, reason(t, desk, ana, "voice_code"), "STOP forbids no call")
	doors.Text(t, ana.Mobile, stack.VerificationNumber, "START")
	require.Eventually(t, func() bool { return reason(t, desk, ana, "sms_code") == "" }, time.Minute, 20*time.Millisecond)
	desk.Verify(ana).BySMS().Check(ana.ReadsSMS(1))
	require.Len(t, stack.Messages(t, ana.Mobile), 1, "neither word is answered by us")
}

// unknownSenders are the texts that Admins see of strangers, or of mails in the name of people on file that proved no sender.
func unknownSenders(t *testing.T, desk *harness.Desk, unproven bool, holds string) (texts []string) {
	t.Helper()
	reply := desk.Do(t, http.MethodGet, fmt.Sprintf("/unknown-senders?limit=200&unproven=%t", unproven), nil)
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	var body struct{ Items []struct{ Text string } }
	reply.Into(t, &body)
	for _, item := range body.Items {
		if strings.Contains(item.Text, holds) {
			texts = append(texts, item.Text)
		}
	}
	return texts
}

func TestAStrangersRequestStartsNothing(t *testing.T) {
	t.Parallel()
	desk, doors := stack.Desk(t), stack.Doors(t)
	stranger := harness.NewPerson("Nobody Known")
	word := "whoami" + harness.NewSID()[2:10]
	doors.Mail(t, harness.Mail{From: stranger.Email, To: "desk@in.bluepeak.example", Subject: word, Text: "#verify\n"})
	require.Eventually(t, func() bool { return len(unknownSenders(t, desk, false, word)) == 1 }, time.Minute, 50*time.Millisecond)
	doors.Text(t, stranger.Mobile, stack.VerificationNumber, "#verify")
	require.Empty(t, stack.Messages(t, stranger.Email))
	require.Empty(t, stack.Messages(t, stranger.Mobile))
}

func TestAForgedMailStartsNothing(t *testing.T) {
	t.Parallel()
	desk, doors := stack.Desk(t), stack.Doors(t)
	ana := desk.Contact("Ana Torres")
	word := "urgent" + harness.NewSID()[2:10]
	doors.Mail(t, harness.Mail{From: ana.Email, To: "desk@in.bluepeak.example", Subject: word, Text: "#verify", Forged: true})
	require.Eventually(t, func() bool { return len(unknownSenders(t, desk, true, word)) == 1 }, time.Minute, 50*time.Millisecond)
	require.Empty(t, unknownSenders(t, desk, false, word), "it is no stranger's")
	require.Empty(t, stack.Messages(t, ana.Email), "the answer would have gone to whom they pretend to be")
}

func TestANumberCanBeWrittenBack(t *testing.T) {
	t.Parallel()
	desk, doors := stack.Desk(t), stack.Doors(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMSMatch()
	number := call.Now().Mutual.Number
	doors.Text(t, ana.Mobile, stack.VerificationNumber, different(number))
	require.Eventually(t, func() bool { return call.Now().AttemptsRemaining == 4 }, time.Minute, 20*time.Millisecond, "a wrong number counts")
	doors.Text(t, ana.Mobile, stack.VerificationNumber, " "+number+" ")
	require.Eventually(t, func() bool { return call.Now().Status == "approved" }, time.Minute, 20*time.Millisecond)
	require.Equal(t, "number_matched", call.Now().ReasonCode)
}

func TestNobodyElseComesIn(t *testing.T) {
	t.Parallel()
	doors := stack.Doors(t)
	for name, address := range map[string]string{
		"without a signature": doors.Texts, "without a key": strings.SplitN(doors.Mails, "?", 2)[0], "with another key": doors.Mails + "x",
	} {
		response, err := http.PostForm(address, nil)
		require.NoError(t, err)
		response.Body.Close()
		require.Equal(t, http.StatusForbidden, response.StatusCode, name)
	}
}

// The API dies after it answered for a message and before it routed it; the carrier does not repeat it. This test is not parallel: it kills the shared API.
func TestAMessageOutlivesWhoeverTookIt(t *testing.T) {
	desk, doors := stack.Desk(t), stack.Doors(t)
	ana := desk.Contact("Ana Torres")
	require.NoError(t, stack.Reload())
	api, temporal := stack.PIDs["api"], stack.PIDs["temporal"]
	require.NoError(t, syscall.Kill(temporal, syscall.SIGSTOP)) // nothing can be routed
	text := harness.Text{SID: harness.NewSID(), From: ana.Mobile, To: stack.VerificationNumber, Body: "#verify"}
	status, err := doors.TryText(text)
	require.NoError(t, syscall.Kill(api, syscall.SIGKILL))
	require.NoError(t, syscall.Kill(temporal, syscall.SIGCONT))
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status, "a message is taken while Temporal is away")
	require.Eventually(t, func() bool {
		return stack.Reload() == nil && stack.PIDs["api"] != api && stack.PIDs["api"] > 0 && stack.Ready()
	}, 2*time.Minute, 50*time.Millisecond)
	require.Eventually(t, func() bool { return len(stack.Messages(t, ana.Mobile)) > 0 }, 2*time.Minute, 50*time.Millisecond, "the sweep routes it")
	status, err = doors.TryText(text)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status)
	next := desk.Contact("Ben Okafor")
	doors.Text(t, next.Mobile, stack.VerificationNumber, "#verify")
	stack.Await(t, next.Mobile, 1)
	require.Len(t, stack.Messages(t, ana.Mobile), 1, "however often it is brought")
}
