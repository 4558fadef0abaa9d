// Package soak lets hundreds of clients write at once while workers die. Every message ends up once, and in its place, in its conversation and in its ticket.
package soak

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

const (
	// perClient is how many messages a client writes: ten thousand come from five hundred.
	perClient = 20
	// carriers is how many messages are brought at a time. Each client's come one after the other.
	carriers = 16
	// kills is how many workers die.
	kills = 3
	// patience bounds the wait for the next note.
	patience = 3 * time.Minute
)

// setting reads a number from the environment.
func setting(t *testing.T, name string, standard int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return standard
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, name)
	return n
}

// TestEveryMessageArrivesOnceAndInOrder: COUNTERSIGN_MESSAGES and COUNTERSIGN_SEED make it longer and repeat it.
func TestEveryMessageArrivesOnceAndInOrder(t *testing.T) {
	seed := setting(t, "COUNTERSIGN_SEED", 1)
	stack, err := harness.Start()
	require.NoError(t, err)
	defer stack.Stop()
	s := &soak{t: t, stack: stack, desk: stack.Desk(t), doors: stack.Doors(t)}
	s.openChannel()
	s.plan(setting(t, "COUNTERSIGN_MESSAGES", 1000), rand.New(rand.NewPCG(uint64(seed), 1)))
	began := time.Now()
	s.bring()
	brought := time.Since(began)
	s.awaitNotes()
	t.Logf("%d messages of %d clients, %d of them brought twice, %d workers killed (seed %d): taken at %.0f a second, all in their tickets after %s",
		len(s.order), len(s.clients), s.twice, kills, seed, float64(len(s.order)+s.twice)/brought.Seconds(), time.Since(began).Round(time.Second))
	s.check()
	stack.NoViolations(t)
}

// client is somebody who writes.
type client struct {
	lock   sync.Mutex
	number string
	name   int
	said   int
}

// turn is one message: who writes it, and whether it is brought twice.
type turn struct {
	client *client
	twice  bool
}

type soak struct {
	t       *testing.T
	stack   *harness.Stack
	desk    *harness.Desk
	doors   harness.Doors
	clients []*client
	order   []turn
	twice   int
	taken   atomic.Int64
}

// openChannel has the demo MSP's channel acknowledge nothing.
func (s *soak) openChannel() {
	var page struct {
		Items []map[string]any
	}
	s.desk.Do(s.t, http.MethodGet, "/sms-channels", nil).Into(s.t, &page)
	require.Len(s.t, page.Items, 1, "the demo MSP has one channel")
	channel := page.Items[0]
	channel["confirm_messages"] = false // what is counted is what clients wrote
	reply := s.desk.Do(s.t, http.MethodPut, "/sms-channels/"+channel["id"].(string), channel)
	require.Equal(s.t, http.StatusOK, reply.Status, string(reply.Body))
}

// plan shuffles the clients' turns; every tenth message comes twice.
func (s *soak) plan(messages int, chance *rand.Rand) {
	for n := range max(1, messages/perClient) {
		s.clients = append(s.clients, &client{name: n, number: fmt.Sprintf("+1415%07d", 2_000_000+n*1009)})
	}
	for n := range messages {
		s.order = append(s.order, turn{client: s.clients[n%len(s.clients)], twice: chance.IntN(10) == 0})
		if s.order[n].twice {
			s.twice++
		}
	}
	chance.Shuffle(len(s.order), func(i, j int) { s.order[i], s.order[j] = s.order[j], s.order[i] })
}

// bring brings every message, and kills a worker after each third: the last one while tickets are being written.
func (s *soak) bring() {
	turns := make(chan turn)
	var group sync.WaitGroup
	for range carriers {
		group.Go(func() {
			for next := range turns {
				s.write(next)
			}
		})
	}
	for n, next := range s.order {
		if third := max(1, len(s.order)/kills); n > 0 && n%third == 0 && n/third < kills {
			s.killWorker()
		}
		turns <- next
	}
	close(turns)
	group.Wait()
	s.killWorker()
	require.EqualValues(s.t, len(s.order)+s.twice, s.taken.Load())
}

// write is a client's next message. The same message a second time travels beside the first.
func (s *soak) write(next turn) {
	c := next.client
	c.lock.Lock()
	defer c.lock.Unlock()
	c.said++
	text := harness.Text{SID: harness.NewSID(), From: c.number, To: s.stack.VerificationNumber, Body: fmt.Sprintf("Client %d writes line %d.", c.name, c.said)}
	var group sync.WaitGroup
	if next.twice {
		group.Go(func() { s.deliver(text) })
	}
	s.deliver(text)
	group.Wait()
}

// deliver brings a message again until it is taken, as Twilio does.
func (s *soak) deliver(text harness.Text) {
	for range 50 {
		status, err := s.doors.TryText(text)
		if err == nil && status == http.StatusOK {
			s.taken.Add(1)
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.t.Errorf("a message of client %s was never taken", text.Body)
}

func (s *soak) killWorker() {
	require.NoError(s.t, s.stack.Reload())
	pid := s.stack.PIDs["worker"]
	require.NoError(s.t, syscall.Kill(pid, syscall.SIGKILL))
	require.Eventually(s.t, func() bool {
		return s.stack.Reload() == nil && s.stack.PIDs["worker"] > 0 && s.stack.PIDs["worker"] != pid
	}, time.Minute, 50*time.Millisecond)
}

// row reads one value of the product's database.
func (s *soak) row(query string, into ...any) {
	s.t.Helper()
	conn, err := pgx.Connect(context.Background(), s.stack.OwnerDatabaseURL)
	require.NoError(s.t, err)
	defer conn.Close(context.Background())
	require.NoError(s.t, conn.QueryRow(context.Background(), query).Scan(into...))
}

// awaitNotes waits until every message stands in its ticket, for as long as it goes on.
func (s *soak) awaitNotes() {
	for best, since := -1, time.Now(); best < len(s.order); time.Sleep(250 * time.Millisecond) {
		var written, untold, unnoted int
		s.row(`SELECT (SELECT count(*) FROM ticket_writes w JOIN messages m ON w.dedupe = 'message/' || m.id WHERE w.kind = 'note' AND w.status = 'written' AND m.direction = 'inbound'),
			(SELECT count(*) FROM messages WHERE direction = 'inbound' AND told_at IS NULL), (SELECT count(*) FROM messages WHERE direction = 'inbound' AND noted_at IS NULL)`,
			&written, &untold, &unnoted)
		if written > best {
			best, since = written, time.Now()
		}
		require.Less(s.t, time.Since(since), patience, "%d of %d messages are in their tickets, %d have not reached their conversation, %d not the queue", written, len(s.order), untold, unnoted)
	}
}

var line = regexp.MustCompile(`Client (\d+) writes line (\d+)\.`)

// check reads what technicians and the ticket system see.
func (s *soak) check() {
	seen := map[int]bool{}
	cursor := ""
	for {
		reply := s.desk.Do(s.t, http.MethodGet, "/conversations?limit=100"+cursor, nil)
		require.Equal(s.t, http.StatusOK, reply.Status, string(reply.Body))
		var page struct {
			Items []struct {
				ID     string `json:"id"`
				Ticket string `json:"ticket_id"`
			} `json:"items"`
			Next string `json:"next_cursor"`
		}
		reply.Into(s.t, &page)
		for _, c := range page.Items {
			name := s.inOrder("conversation "+c.ID, s.messages(c.ID))
			require.Equal(s.t, name, s.inOrder("ticket "+c.Ticket, s.notes(c.Ticket)))
			require.False(s.t, seen[name], "client %d has two conversations", name)
			seen[name] = true
		}
		if page.Next == "" {
			break
		}
		cursor = "&cursor=" + page.Next
	}
	require.Len(s.t, seen, len(s.clients))
}

// inOrder requires every line of one client, each once and in its place, and returns the client.
func (s *soak) inOrder(where string, texts []string) (name int) {
	s.t.Helper()
	name, count := -1, 0
	for _, text := range texts {
		for _, found := range line.FindAllStringSubmatch(text, -1) {
			who, _ := strconv.Atoi(found[1])
			if name < 0 {
				name = who
			}
			count++
			require.Equal(s.t, name, who, "%s mixes clients", where)
			require.Equal(s.t, strconv.Itoa(count), found[2], "%s: lines of client %d", where, who)
		}
	}
	require.GreaterOrEqual(s.t, name, 0, where)
	require.Equal(s.t, s.clients[name].said, count, "%s: lines of client %d", where, name)
	return name
}

// messages are the texts of a conversation, oldest first.
func (s *soak) messages(conversation string) (texts []string) {
	reply := s.desk.Do(s.t, http.MethodGet, "/conversations/"+conversation+"/messages?limit=200", nil)
	require.Equal(s.t, http.StatusOK, reply.Status, string(reply.Body))
	var page struct {
		Items []struct{ Body string }
		Next  string `json:"next_cursor"`
	}
	reply.Into(s.t, &page)
	require.Empty(s.t, page.Next)
	for i := len(page.Items) - 1; i >= 0; i-- {
		texts = append(texts, page.Items[i].Body)
	}
	return texts
}

// notes are the notes of a ticket, oldest first.
func (s *soak) notes(ticket string) (texts []string) {
	reply := s.stack.Sandbox().Do(s.t, http.MethodGet, "/_sandbox/psa/connectwise/tickets/"+ticket, nil)
	require.Equal(s.t, http.StatusOK, reply.Status, string(reply.Body))
	var shown struct {
		Notes []struct{ Text string }
	}
	reply.Into(s.t, &shown)
	for _, note := range shown.Notes {
		texts = append(texts, note.Text)
	}
	return texts
}
