// Package account answers for the MSP's own people: signing in, passwords, authenticator apps, users, API keys and the pod's tokens.
package account
