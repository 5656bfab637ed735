// Package shim lets blocking code run on its callback form.
package shim
