// Package deferred holds the Deferred and everything that chains on it.
package deferred
