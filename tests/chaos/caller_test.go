package chaos

import (
	"fmt"
	"net/http"
	"regexp"
	"time"

	"countersign/tests/harness"
)

// patience is how long a technician keeps trying before a call counts as lost.
const patience = 4 * time.Minute

var digits = regexp.MustCompile(`\b\d{6}\b`)

// verifyThroughEverything is a technician who repeats each request, with its Idempotency-Key, until it is answered.
func verifyThroughEverything(desk *harness.Desk) (phone string, err error) {
	deadline := time.Now().Add(patience)
	person := harness.NewPerson("Ana Torres")
	person.Name += " " + person.Mobile // a name that two share cools off
	contact, err := insist(desk, deadline, "/contacts", "add-"+person.Mobile, map[string]any{"name": person.Name, "company_id": desk.Company, "mobile": person.Mobile, "email": person.Email})
	if err != nil {
		return person.Mobile, err
	}
	opened, err := insist(desk, deadline, "/verifications", "open-"+person.Mobile, map[string]any{"contact_id": contact["id"], "channel": "sms_code"})
	if err != nil {
		return person.Mobile, err
	}
	id := fmt.Sprint(opened["id"])
	code, err := awaitCode(desk, deadline, person.Mobile)
	if err != nil {
		return person.Mobile, fmt.Errorf("%s: %w", id, err)
	}
	verdict, err := insist(desk, deadline, "/verifications/"+id+"/check", "check-"+person.Mobile, map[string]any{"code": code})
	if err != nil {
		return person.Mobile, fmt.Errorf("%s: %w", id, err)
	}
	if verdict["status"] != "approved" {
		return person.Mobile, fmt.Errorf("%s ended as %v", id, verdict["status"])
	}
	return person.Mobile, nil
}

// insist repeats a request until it is answered for good.
func insist(desk *harness.Desk, deadline time.Time, path, key string, body any) (map[string]any, error) {
	caller := desk.With("Idempotency-Key", key)
	last := ""
	for time.Now().Before(deadline) {
		reply, err := caller.Try(http.MethodPost, path, body)
		switch {
		case err == nil && reply.Status < 300:
			return reply.Tree()
		case err == nil && reply.Status < 500 && reply.Status != http.StatusTooManyRequests && !passing(reply):
			return endedAlready(caller, path, reply)
		case err == nil:
			last = fmt.Sprintf("%d %s", reply.Status, reply.Body)
		default:
			last = err.Error()
		}
		time.Sleep(100 * time.Millisecond) // a person's pause before the button is pressed again
	}
	return nil, fmt.Errorf("%s was not answered: %s", path, last)
}

// passing tells conflicts that go away by themselves.
func passing(reply harness.Reply) bool {
	tree, err := reply.Tree()
	return err == nil && (tree["code"] == "closing" || tree["code"] == "conflict")
}

// endedAlready looks the verification up when a check is told that it has ended: the first answer may have been lost in a kill.
func endedAlready(caller *harness.Caller, path string, reply harness.Reply) (map[string]any, error) {
	tree, err := reply.Tree()
	if err != nil || tree["code"] != "already_closed" {
		return nil, fmt.Errorf("%s: %d %s", path, reply.Status, reply.Body)
	}
	for range 100 {
		now, err := caller.Try(http.MethodGet, path[:len(path)-len("/check")], nil)
		if err == nil && now.Status == http.StatusOK {
			return now.Tree()
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil, fmt.Errorf("%s: cannot be read", path)
}

func awaitCode(desk *harness.Desk, deadline time.Time, phone string) (string, error) {
	for time.Now().Before(deadline) {
		messages, err := desk.Stack.TryMessages(phone)
		if err == nil && len(messages) > 0 {
			return digits.FindString(messages[0].Body), nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return "", fmt.Errorf("no message reached %s", phone)
}
