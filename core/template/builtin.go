package template

// builtin are the texts of an MSP that changed nothing. Each says who asks, and what to do when there should be no such question.
var builtin = map[Kind]Text{
	SMSCode: {
		Body: "${code} is your ${msp} code. Read it out to ${technician}, who is on the phone with you. Not on a call with us? Tell nobody.",
	},
	SMSLink: {
		Body: "${msp}: ${technician} is on the phone with you and asks you to confirm it is you: ${link} Not on a call with us? Open it and press \"This was not me\".",
	},
	EmailCode: {
		Subject: "Your code from ${msp}",
		Body: `Hello ${name},

${technician} of ${msp} is on the phone with you and asks you to show that it is you. Please read this code out:

${code}

It is good for ${minutes} minutes and works once.
Your ticket: ${ticket}

Not on a call with us? Then somebody may be pretending to be you. Tell nobody the code.`,
		Signature: "Your help desk at ${msp}",
		Footer:    "${msp} never asks for your password, neither by phone nor by e-mail.",
	},
	EmailLink: {
		Subject: "${technician} of ${msp} asks: is it you?",
		Body: `Hello ${name},

${technician} of ${msp} is on the phone with you and asks you to show that it is you. Open the page and press "Validate" there:

${link}

The link is good for ${minutes} minutes and works once.
Your ticket: ${ticket}

Not on a call with us? Then somebody may be pretending to be you. Open the page and press "This was not me".`,
		Signature: "Your help desk at ${msp}",
		Footer:    "${msp} never asks for your password, neither by phone nor by e-mail.",
	},
	VoiceCode: {
		Body: "Your ${msp} code is: ${code}. Please read it out to ${technician}, who is on the phone with you.",
	},
	SMSMatch: {
		Body: "${msp}: ${technician} is on the phone with you. Open ${link} and enter the number they tell you: then you both see the same two words. Not on a call with us? Open it and say so.",
	},
	ConversationFirst: {
		Body: "${msp}: thank you, we have your message.\nYour ticket is ${ticket}.\nWrite here to add to it; a technician will answer. Reply STOP and we write no more.",
	},
	ConversationReceived: {
		Body: "${msp}: we have your message and will answer here.",
	},
	LandingPage: {
		Body:   "Press Validate only while you are talking to ${technician}. Opening this page alone confirms nothing.",
		Footer: "${msp} never asks for your password, neither by phone nor by e-mail.",
	},
	TechnicianCode: {
		Body: "${code} must be read to you BY your service provider ${msp}. Do not read it out yourself. If theirs is the same, answer ${confirm}. If not, or you did not ask for this, answer ${deny}.",
	},
	TechnicianNamed: {
		Body: "${technician} of ${msp} is about to read you the code.",
	},
	TechnicianClosed: {
		Body: "Thank you. You have confirmed that ${technician} of ${msp} is who they say they are.",
	},
	TechnicianDenied: {
		Body: "Thank you. This is closed and ${msp} has been told. Hang up, and call the number you know.",
	},
}

// BuiltIn is the text of a kind that an MSP has until it writes its own; empty for an unknown kind.
func BuiltIn(kind Kind) Text { return builtin[kind] }
