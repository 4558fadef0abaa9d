package contract

import (
	"strings"

	"github.com/stretchr/testify/require"

	"countersign/core/ticket"
)

// attachmentsSuite adds files to tickets.
var attachmentsSuite = suite{"attachments", []story{
	{"a file is attached", aFileIsAttached},
}}

func aFileIsAttached(b *bench) {
	attacher := needs[ticket.Attacher](b)
	id := b.makes("A call").ID
	for _, name := range []string{"photo.jpg", `a "b"; c\d/é.jpg`, "", strings.Repeat("ü", 300) + ".jpg"} {
		ref := newReference()
		fileID, err := attacher.Attach(b.soon(), id, ticket.Attachment{Reference: ref, Name: name, ContentType: "image/jpeg", Bytes: []byte("\xff\xd8\x00pixels")})
		require.NoError(b, err, name)
		found, ok, err := attacher.FindAttachment(b.soon(), id, ref)
		require.NoError(b, err)
		require.True(b, ok, name)
		require.Equal(b, fileID, found)
		written, _ := b.Fake.Written(id)
		last := written.Files[len(written.Files)-1]
		require.Equal(b, fileID, last.ID)
		require.Equal(b, 9, last.Size)
	}
	_, ok, err := attacher.FindAttachment(b.soon(), id, newReference())
	require.NoError(b, err)
	require.False(b, ok)
}
