// Package rules is the catalogue of the linter's rules: their IDs, titles and
// pages.
//
// A rule's page, EV101.md and so on in this folder, says what the rule is for,
// with an example that breaks it and one that keeps it. A diagnostic's URL leads
// to it, and evert vet -help ID prints it.
package rules

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

// A Rule is one of the linter's rules.
type Rule struct {
	ID    string // EV and three digits
	Title string // what it finds, in a few words
	On    bool   // on unless a flag or a setting says otherwise
	Fix   string // what its suggested fixes do, "" if it has none
}

// EV205 is off in evert vet and on in editors, which run the rewriter's analyzer
// for it.
var all = []Rule{
	{"EV101", "call that blocks the reactor", true, "callback form; DeferToThread"},
	{"EV102", "sleep or busy wait on the reactor", true, "timer"},
	{"EV103", "channel operation that blocks the reactor", true, ""},
	{"EV104", "lock taken on the reactor", false, ""},
	{"EV105", "quick file system call on the reactor", false, ""},
	{"EV106", "call on the reactor of which nothing is known", false, ""},
	{"EV201", "function that blocks given where none may", true, "wrap"},
	{"EV202", "method contradicts its interface's directive", true, ""},
	{"EV203", "bad, unknown or contradictory directive", true, ""},
	{"EV204", "allow that allows nothing", true, "delete"},
	{"EV205", "callback form missing or out of date", false, "generate it"},
	{"EV301", "lock held across a wait", true, ""},
	{"EV302", "Deferred dropped", true, "return it; add an errback"},
	{"EV303", "reactor waits for itself", true, ""},
	{"EV304", "reactor's API used in a thread", true, "CallFromThread"},
	{"EV305", "thread for what does not block", true, "unwrap"},
	{"EV306", "completed not exactly once", true, ""},
}

//go:embed *.md
var pages embed.FS

// base is where the pages can be read.
const base = "https://github.com/evert-go/evert/blob/main/analysis/rules/"

// All returns all rules, by ID.
func All() []Rule { return slices.Clone(all) }

// Lookup returns the rule of that ID.
func Lookup(id string) (Rule, bool) {
	i := slices.IndexFunc(all, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return all[i], true
}

// IDs reads a list of IDs, separated by commas.
func IDs(list string) ([]string, error) {
	var ids []string
	for _, id := range strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ' ' }) {
		if _, ok := Lookup(id); !ok {
			return nil, fmt.Errorf("there is no rule %q: the rules are %s to %s, see evert vet -help", id, all[0].ID, all[len(all)-1].ID)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// URL is the address of the rule's page.
func (r Rule) URL() string { return base + r.ID + ".md" }

// Page is the rule's page, in Markdown.
func (r Rule) Page() string {
	page, err := pages.ReadFile(r.ID + ".md")
	if err != nil {
		return "" // a test holds that every rule has a page
	}
	return string(page)
}
