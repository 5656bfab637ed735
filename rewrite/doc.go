// Package rewrite turns blocking functions into callback form.
package rewrite
