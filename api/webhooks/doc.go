// Package webhooks takes what providers and PSAs report: deliveries, inbound messages, calls and changes of people.
package webhooks
