// Package messages answers for what clients write: conversations and their texts, SMS channels, unknown senders and technician verifications.
package messages
