// Package people answers for the MSP's clients: companies, contacts, their numbers and addresses, and imports of them.
package people
