// Package nogo is a configuration of Bazel's nogo, which runs analyzers while it
// builds, with Evert's linter: BUILD.bazel and nogo.json, to be copied into the
// workspace that is to be checked. The page docs/integrations.md says how.
package nogo
