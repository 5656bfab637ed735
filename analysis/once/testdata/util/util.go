// Package util knows the gateway, but not the pack.
package util

import "example.com/gateway"

func Deny(status int) { gateway.Respond(status, "denied") }
