package contract

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/integration"
	"countersign/core/message"
	"countersign/core/provider"
	"countersign/integrations/fake"
)

// CarrierRoom is the room of a vendor that carries messages, as the suites see it.
type CarrierRoom struct {
	Vendor integration.Vendor
	// Start makes a fresh fake. It leaves a message that it took in its first state for the time of a test.
	Start func(fake.Setup) (fake.Carrier, error)
	// Credentials are those that the fake accepts.
	Credentials map[string]string
}

// carriage is the suite of one transport. example is a message that the vendor's fake takes.
type carriage struct {
	suiteOf[*carrierBench]
	transport channel.Transport
	example   message.Outbound
}

// carriages are the suites of carriers. A file holds one of them.
var carriages = []carriage{messagingSuite, voiceSuite, mailSuite}

// RunCarrier holds a room to the suite of every transport that its vendor declares.
func RunCarrier(t *testing.T, room CarrierRoom) {
	t.Helper()
	for _, suite := range carriages {
		if !room.Vendor.Can(integration.Carries(suite.transport)) {
			t.Logf("%s has no %s", room.Vendor.Name, suite.name)
			continue
		}
		suite.run(t, func(t *testing.T, tell func(*carrierBench)) {
			b := newCarrierBench(t, room, suite)
			tell(b)
			b.NoViolations(t)
		})
	}
}

// carrierBench is an opened carrier before a fresh fake.
type carrierBench struct {
	*testing.T
	*Fixture[fake.Carrier]
	room   CarrierRoom
	suite  carriage
	out    message.Outbound
	system integration.System
	sender message.Sender
}

func newCarrierBench(t *testing.T, room CarrierRoom, suite carriage) *carrierBench {
	t.Helper()
	b := &carrierBench{T: t, Fixture: NewFixture(t, room.Start), room: room, suite: suite, out: suite.example}
	b.system = b.opens(b.URL, room.Credentials)
	b.sender = b.senderOf(b.system)
	return b
}

// opens is a new connection to a server at an address.
func (b *carrierBench) opens(url string, credentials map[string]string) integration.System {
	b.Helper()
	system, err := b.room.Vendor.Open(integration.Connection{BaseURL: url, HTTP: b.HTTP, Credentials: credentials})
	require.NoError(b, err)
	return system
}

func (b *carrierBench) senderOf(system integration.System) message.Sender {
	b.Helper()
	carrier, err := integration.As[message.Carrier](system, nil)
	require.NoError(b, err)
	sender := carrier.Sender(b.suite.transport)
	require.NotNil(b, sender)
	return sender
}

// finder is the sender as message.Finder; without it the story is skipped.
func (b *carrierBench) finder() message.Finder {
	b.Helper()
	finder, ok := b.sender.(message.Finder)
	if !ok {
		b.Skipf("%s has no %s for %s", b.room.Vendor.Name, reflect.TypeFor[message.Finder](), b.suite.name)
	}
	return finder
}

// taken is what the fake took for the recipient of the example.
func (b *carrierBench) taken() []fake.Taken { return b.Fake.Taken(b.suite.transport, b.out.To) }

// fails requires a failure of one kind, whose words tell no secret, no address and no text.
func (b *carrierBench) fails(err error, kind provider.Kind, what ...any) {
	b.Helper()
	require.Error(b, err, what...)
	require.Equal(b, kind, provider.KindOf(err), append([]any{err.Error()}, what...)...)
	b.discreet(err)
}

func (b *carrierBench) discreet(err error) {
	b.Helper()
	discreet(b, err, b.room.Vendor, b.room.Credentials, slices.DeleteFunc([]string{b.out.To, b.out.From, b.out.Text}, func(own string) bool { return own == "" }))
}
