//go:build evertgopls

package main

import (
	"log"
	"reflect"
	"runtime/debug"
	"unsafe"

	"github.com/evert-go/evert/analysis/lint"
	"github.com/evert-go/evert/analysis/strict"
	"github.com/evert-go/evert/analysis/why"
	"github.com/evert-go/evert/rewrite/uptodate"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/gopls/internal/protocol"
	"golang.org/x/tools/gopls/internal/settings"
)

// reasonsName is the name of the analyzer whose diagnostics are only for hovers.
var reasonsName = why.Analyzer.Name

// register adds Evert's analyzers to gopls's.
func register() {
	add(lint.Analyzer, protocol.SeverityWarning, false)
	add(strict.Analyzer, protocol.SeverityInformation, true)
}

// registerServed adds what is only for an editor's server, whose messages are
// looked through.
func registerServed() {
	set(add(why.Analyzer, protocol.SeverityHint, false), "actionKinds", []protocol.CodeActionKind{"refactor.rewrite.evert"})
	add(generator, protocol.SeverityWarning, false)
}

// registerPlain adds what there is instead without such a server.
//
// gopls keeps what analyzers found in a cache on disk, under their names. The one
// that does nothing is for this set of names never to be that of a server, some of
// whose analyzers have the same names but other fixes.
func registerPlain() {
	add(uptodate.Analyzer, protocol.SeverityWarning, false)
	add(&analysis.Analyzer{
		Name: "evertplain",
		Doc:  "do nothing\n\nIt keeps apart what is cached for the command line and for editors.",
		Run:  func(*analysis.Pass) (any, error) { return nil, nil },
	}, protocol.SeverityHint, false)
}

// add adds an analyzer to gopls's table; off is for one that runs only if the
// user's settings say so. The table's fields are not exported, and there is no
// function that makes an entry, so they are set by name.
func add(a *analysis.Analyzer, severity protocol.DiagnosticSeverity, off bool) *settings.Analyzer {
	entry := new(settings.Analyzer)
	set(entry, "analyzer", a)
	set(entry, "severity", severity)
	set(entry, "nonDefault", off)
	settings.AllAnalyzers = append(settings.AllAnalyzers, entry)
	return entry
}

// set sets a field of an entry of gopls's table.
func set(entry *settings.Analyzer, name string, value any) {
	field := reflect.ValueOf(entry).Elem().FieldByName(name)
	if !field.IsValid() || !reflect.TypeOf(value).AssignableTo(field.Type()) {
		log.Fatalf("evert: gopls %s has no field %s %T in settings.Analyzer: evert cannot add its analyzers to this version of gopls",
			goplsVersion(), name, value)
	}
	reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().Set(reflect.ValueOf(value))
}

// goplsVersion is the version of the gopls that this program contains.
func goplsVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == "golang.org/x/tools/gopls" {
				return dep.Version
			}
		}
	}
	return "(unknown)"
}
