package contract

import (
	"countersign/core/channel"
	"countersign/core/message"
)

// mailSuite sends e-mails.
var mailSuite = carriage{
	suiteOf: suiteOf[*carrierBench]{"mail", carrying}, transport: channel.Email,
	example: message.Outbound{
		ID: "0190-3", Transport: channel.Email, To: "ana@northwind.example", From: "desk@bluepeak.example", FromName: "Bluepeak IT, desk", Subject: "Your code",
		Text: "Your code is 123456.", HTML: "<p>Your code is <b>123456</b>.</p>",
	},
}
