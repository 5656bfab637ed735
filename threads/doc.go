// Package threads takes what blocks off the reactor.
package threads
