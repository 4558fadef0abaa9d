package contract

import (
	"countersign/core/channel"
	"countersign/core/message"
)

// messagingSuite carries text messages.
var messagingSuite = carriage{
	suiteOf: suiteOf[*carrierBench]{"messaging", append(carrying, storyOf[*carrierBench]{"a lost text is told from another", aLostTextIsToldFromAnother})}, transport: channel.SMS,
	example: message.Outbound{ID: "0190-1", Transport: channel.SMS, To: "+12025550134", From: "+12025550100", Text: "Your code is 123456."},
}

func aLostTextIsToldFromAnother(b *carrierBench) {
	b.isLost()
	b.isNotFound("another text", func(o *message.Outbound) { o.Text = "Your code is 654321." })
}
