// Package public serves what needs no session: the page of a link, logos, health, metrics and the web screens.
package public
