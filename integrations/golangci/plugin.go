// Package golangci makes Evert's linter a plugin of golangci-lint v2.
//
// golangci-lint has its plugins compiled in: "golangci-lint custom" builds a binary
// that has them, as .custom-gcl.yml says. In .golangci.yml the linter is turned on,
// and may be given rules:
//
//	version: "2"
//	linters:
//	  enable: [evert]
//	  settings:
//	    custom:
//	      evert:
//	        type: module
//	        description: what blocks where nothing may
//	        settings:
//	          "on": [EV104, EV106]
//	          "off": [EV305]
//
// The quotes are needed, since on is a boolean in YAML.
package golangci

import (
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/lint"
)

func init() {
	register.Plugin("evert", New)
}

// Settings are those of the linter in .golangci.yml: IDs of rules.
type Settings struct {
	On  []string `json:"on"`  // to turn on besides those that are
	Off []string `json:"off"` // to turn off
}

// New makes the plugin of the settings that golangci-lint has read.
func New(settings any) (register.LinterPlugin, error) {
	s, err := register.DecodeSettings[Settings](settings)
	if err != nil {
		return nil, err
	}
	return plugin{s}, nil
}

type plugin struct{ settings Settings }

// BuildAnalyzers returns the linter, with the rules that the settings ask for.
func (p plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	for name, ids := range map[string][]string{"on": p.settings.On, "off": p.settings.Off} {
		if err := lint.Analyzer.Flags.Set(name, strings.Join(ids, ",")); err != nil {
			return nil, err
		}
	}
	return []*analysis.Analyzer{withoutRelated(lint.Analyzer)}, nil
}

// withoutRelated drops what diagnostics have to say of other places, which
// golangci-lint would report as issues of their own.
func withoutRelated(a *analysis.Analyzer) *analysis.Analyzer {
	bare := *a
	bare.Run = func(pass *analysis.Pass) (any, error) {
		report := pass.Report
		pass.Report = func(d analysis.Diagnostic) {
			d.Related = nil
			report(d)
		}
		return a.Run(pass)
	}
	return &bare
}

// GetLoadMode asks for types.
func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
