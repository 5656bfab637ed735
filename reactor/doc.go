// Package reactor has the event loop that code in callback form runs on.
package reactor
