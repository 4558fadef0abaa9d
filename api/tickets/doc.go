// Package tickets answers for the PSA's tickets: reading them, the queue of what is written into them, and the defaults of new ones.
package tickets
