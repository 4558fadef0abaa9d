// Package live streams to screens what they have to fetch again.
package live
