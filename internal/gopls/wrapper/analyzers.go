//go:build evertgopls

package main

import (
	"log"
	"reflect"
	"runtime/debug"
	"unsafe"

	"github.com/evert-go/evert/analysis/blocking"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/gopls/internal/protocol"
	"golang.org/x/tools/gopls/internal/settings"
)

// register adds Evert's analyzers to gopls's.
func register() {
	add(blocking.Analyzer, protocol.SeverityWarning, true)
}

// add adds an analyzer to gopls's table; off is for one that runs only if the
// user's settings say so. The table's fields are not exported, and there is no
// function that makes an entry, so they are set by name.
func add(a *analysis.Analyzer, severity protocol.DiagnosticSeverity, off bool) {
	entry := new(settings.Analyzer)
	set(entry, "analyzer", a)
	set(entry, "severity", severity)
	set(entry, "nonDefault", off)
	settings.AllAnalyzers = append(settings.AllAnalyzers, entry)
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
