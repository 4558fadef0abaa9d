package contract

import (
	"countersign/core/channel"
	"countersign/core/message"
)

// voiceSuite places calls. A call's words are fetched from its AnswerURL once it is answered, which no story of this suite waits for.
var voiceSuite = carriage{
	suiteOf: suiteOf[*carrierBench]{"voice", carrying}, transport: channel.Voice,
	example: message.Outbound{ID: "0190-2", Transport: channel.Voice, To: "+12025550134", From: "+12025550100", AnswerURL: "https://countersign.example/voice/0190-2"},
}
