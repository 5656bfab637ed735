package golangci

import (
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
)

func TestPlugin(t *testing.T) {
	plugin, err := register.GetPlugin("evert")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		settings any
		problem  string
	}{
		{nil, ""},
		{map[string]any{"on": []string{"EV104", "EV106"}, "off": []string{"EV101"}}, ""},
		{map[string]any{"on": []string{"EV999"}}, `there is no rule "EV999"`},
		{map[string]any{"rules": []string{"EV104"}}, "unknown field"},
	} {
		linter, err := plugin(test.settings)
		if err == nil {
			if mode := linter.GetLoadMode(); mode != register.LoadModeTypesInfo {
				t.Errorf("load mode %s", mode)
			}
			analyzers, buildErr := linter.BuildAnalyzers()
			if err = buildErr; err == nil && (len(analyzers) != 1 || analyzers[0].Name != "evert") {
				t.Errorf("analyzers: %v", analyzers)
			}
		}
		switch {
		case test.problem == "" && err != nil:
			t.Errorf("settings %v: %v", test.settings, err)
		case test.problem != "" && (err == nil || !strings.Contains(err.Error(), test.problem)):
			t.Errorf("settings %v: error %v, want %s", test.settings, err, test.problem)
		}
	}
}
