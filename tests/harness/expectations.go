package harness

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// expectations hold what the stories of a stack know of its mail: which messages they read, and which they asked for.
//
// Stories run at the same time against one sandbox. A message belongs to the story that owns its address: each person has a number and an inbox that no
// other person has. A violation names no address, so it is reported once, with the names of all stories that ran when it was found.
type expectations struct {
	mu         sync.Mutex
	boxes      map[string]*mailbox // by number or address
	running    []string            // names of the stories that have not ended
	violations int                 // how many of the sandbox's violations were reported
}

// mailbox is what is known of one number or address.
type mailbox struct {
	stories []string        // the stories that use it
	read    map[string]bool // ids of the messages that a story read
	asked   int             // messages that a story asked for and did not read
}

func newExpectations() *expectations { return &expectations{boxes: map[string]*mailbox{}} }

// box returns the mailbox of an address. The caller holds the lock.
func (e *expectations) box(address, story string) *mailbox {
	b, known := e.boxes[address]
	if !known {
		b = &mailbox{read: map[string]bool{}}
		e.boxes[address] = b
	}
	if !slices.Contains(b.stories, story) {
		b.stories = append(b.stories, story)
	}
	return b
}

// read records that a story looked at messages of an address.
func (e *expectations) read(story, address string, messages ...Message) {
	e.mu.Lock()
	defer e.mu.Unlock()
	b := e.box(address, story)
	for _, m := range messages {
		if !b.read[m.ID] {
			b.read[m.ID] = true
			b.asked = max(0, b.asked-1)
		}
	}
}

// ask records that a story makes n messages go to an address. The address is the story's from then on.
func (e *expectations) ask(story, address string, n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.box(address, story).asked += n
}

// unexpected describes the messages to an address that no story read or asked for, "" for none.
func (b *mailbox) unexpected(address string, messages []Message) string {
	var unread []Message
	for _, m := range messages {
		if m.To == address && !b.read[m.ID] {
			unread = append(unread, m)
		}
	}
	if len(unread) <= b.asked {
		return ""
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %d messages to %s were not read, and %d were asked for:", strings.Join(b.stories, ", "), len(unread), address, b.asked)
	for _, m := range unread {
		fmt.Fprintf(&text, "\n  %s %s %q", m.Channel, m.Subject, m.Body)
	}
	return text.String()
}

// begins registers a story, whose end checks what left the product meanwhile.
func (s *Stack) begins(t testing.TB) {
	e, story := s.expected, t.Name()
	e.mu.Lock()
	defer e.mu.Unlock()
	if slices.Contains(e.running, story) {
		return
	}
	e.running = append(e.running, story)
	t.Cleanup(func() {
		defer e.ends(story)
		if s.stopped {
			return
		}
		require.NoError(t, s.checkViolations())
		require.NoError(t, s.checkMessages(story))
	})
}

func (e *expectations) ends(story string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.running = slices.DeleteFunc(e.running, func(one string) bool { return one == story })
}

// checkViolations fails when the product spoke to a provider in a way that the provider does not document. Each violation is reported once.
func (s *Stack) checkViolations() error {
	reply, err := s.Sandbox().Try(http.MethodGet, "/_sandbox/violations", nil)
	if err != nil {
		return err
	}
	var body struct{ Items []json.RawMessage }
	if err := json.Unmarshal(reply.Body, &body); err != nil {
		return err
	}
	e := s.expected
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(body.Items) <= e.violations {
		return nil
	}
	fresh := body.Items[e.violations:]
	e.violations = len(body.Items)
	return fmt.Errorf("violations at the sandbox while these stories ran: %s\n%s", strings.Join(e.running, ", "), fresh)
}

// checkMessages fails when a message reached an address of a story that the story neither read nor asked for. The Admin's inbox, which all stories share, is
// checked once all have ended.
func (s *Stack) checkMessages(story string) error {
	messages, err := s.TryMessages("")
	if err != nil {
		return err
	}
	e := s.expected
	e.mu.Lock()
	defer e.mu.Unlock()
	var found error
	for address, b := range e.boxes {
		if address != s.ConsoleEmail && slices.Equal(b.stories, []string{story}) {
			if text := b.unexpected(address, messages); text != "" {
				found = errors.Join(found, errors.New(text))
			}
		}
	}
	return found
}

// checkAll repeats the checks once all stories have ended: it finds what came late, and messages to addresses of no story.
func (s *Stack) checkAll() error {
	messages, err := s.TryMessages("")
	if err != nil {
		return err
	}
	found := s.checkViolations()
	e := s.expected
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, m := range messages {
		if m.Direction == "out" && e.boxes[m.To] == nil {
			found = errors.Join(found, fmt.Errorf("no story knows %s, which got: %s %s %q", m.To, m.Channel, m.Subject, m.Body))
		}
	}
	for address, b := range e.boxes {
		if text := b.unexpected(address, messages); text != "" {
			found = errors.Join(found, errors.New(text))
		}
	}
	return found
}
