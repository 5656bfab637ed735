package uptodate

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/diag"
	"github.com/evert-go/evert/analysis/directive"
	"github.com/evert-go/evert/rewrite/internal/order"
)

// ID is that of the rule.
const ID = "EV205"

// Analyzer reports callback forms that are missing or out of date. Its fixes
// change the generated files that are there; a fix of an analyzer cannot make a
// file, so that the first one takes evert itself.
var Analyzer = New(func(_ *analysis.Pass, f *Finding) []analysis.SuggestedFix { return f.Fix() })

// New returns the analyzer with fixes that a driver makes, if it is able to do
// more: to make files and take them away. The names and facts are the same, so
// that a program has only one of them.
func New(fixes func(*analysis.Pass, *Finding) []analysis.SuggestedFix) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "evertuptodate",
		Doc: `find callback forms that are missing or out of date

Functions marked //evert:callback, and what goes with them, have callback forms in
x_deferred.go beside x.go. It reports those that evert would generate differently.`,
		URL:              "https://github.com/evert-go/evert/blob/main/analysis/rules/" + ID + ".md",
		Requires:         []*analysis.Analyzer{blocking.Analyzer},
		FactTypes:        []analysis.Fact{(*Recovers)(nil)},
		RunDespiteErrors: true,
		Run: func(pass *analysis.Pass) (any, error) {
			return nil, run(pass, fixes)
		},
	}
}

// Recovers is the fact of a function that calls recover itself, so that it must
// not be deferred from elsewhere than it was, or of which that is not known, since
// its body is not Go.
type Recovers struct{ Unknown bool }

// AFact makes Recovers a fact of go/analysis.
func (*Recovers) AFact() {}

func (r *Recovers) String() string {
	if r.Unknown {
		return "may recover"
	}
	return "recovers"
}

func run(pass *analysis.Pass, fixes func(*analysis.Pass, *Finding) []analysis.SuggestedFix) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: %v: this is a bug of evert", pass.Pkg.Path(), r)
		}
	}()
	facts := pass.ResultOf[blocking.Analyzer].(*blocking.Program)
	if facts.Table().Has(pass.Pkg.Path()) {
		return nil
	}
	exportRecovers(pass)
	c := &checker{pass: pass, facts: facts}
	findings, err := c.check()
	if err != nil {
		return err
	}
	report := diag.New(pass, facts.Marks(pass.Pkg), ID)
	for _, f := range findings {
		report.ReportDiagnostic(ID, analysis.Diagnostic{
			Pos: f.Pos, End: f.End, Message: f.Message, SuggestedFixes: fixes(pass, f),
		})
	}
	return nil
}

// exportRecovers exports the facts of functions that other packages may defer.
func exportRecovers(pass *analysis.Pass) {
	for _, file := range pass.Files {
		if directive.Generated(file) {
			continue
		}
		for _, d := range file.Decls {
			decl, ok := d.(*ast.FuncDecl)
			if !ok || decl.Body != nil && !order.CallsRecover(pass.TypesInfo, decl.Body) {
				continue
			}
			if fn, ok := pass.TypesInfo.Defs[decl.Name].(*types.Func); ok && fn.Name() != "_" && fn.Name() != "init" {
				pass.ExportObjectFact(fn, &Recovers{Unknown: decl.Body == nil})
			}
		}
	}
}

// recovers tells of functions of imported packages whether they call recover.
func recovers(pass *analysis.Pass) func(*types.Func) (bool, bool) {
	return func(fn *types.Func) (recovers, known bool) {
		fn = fn.Origin()
		if fn.Pkg() == nil || fn.Pkg().Path() == pass.Pkg.Path() {
			return false, false
		}
		if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
			return false, false
		}
		var fact Recovers
		if pass.ImportObjectFact(fn, &fact) {
			return !fact.Unknown, !fact.Unknown
		}
		return false, true
	}
}
