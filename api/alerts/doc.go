// Package alerts answers for alerts, and clears the denials that stand on people.
package alerts
