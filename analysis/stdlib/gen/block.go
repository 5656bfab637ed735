package main

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// An edge leads from a function to one that it calls in place, or, without a
// callee, to a wait of its own.
type edge struct {
	callee *ssa.Function
	reason reason // if callee is nil
	label  string // if callee is nil: what the chain ends with, maybe ""
	// console is set for calls on os.Stdin: what is below is of that class.
	console bool
}

// computeCalls finds the edges of all functions.
func (p *program) computeCalls() {
	p.calls = make(map[*ssa.Function][]edge)
	bySymbol := make(map[string]*ssa.Function)
	for _, f := range p.funcs {
		bySymbol[p.names[f]] = f
	}
	for _, f := range p.funcs {
		if stopped(p.names[f]) || isRoot(p.names[f]) {
			continue
		}
		b := &bodyEdges{p: p, f: f}
		if body := bySymbol[p.links[p.names[f]]]; len(f.Blocks) == 0 && body != nil && body != f {
			b.static(body, false)
		}
		for _, block := range f.Blocks {
			if !panics(block) {
				for _, in := range block.Instrs {
					b.instr(in)
				}
			}
		}
		p.calls[f] = b.edges
	}
}

func isRoot(symbol string) bool { _, ok := roots[symbol]; return ok }

// panics reports whether a block is the end of a path that panics: such paths
// are not part of what a function does.
func panics(b *ssa.BasicBlock) bool {
	if len(b.Instrs) == 0 {
		return false
	}
	_, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Panic)
	return ok
}

// bodyEdges collects the edges of one function.
type bodyEdges struct {
	p     *program
	f     *ssa.Function
	edges []edge
}

func (b *bodyEdges) wait(c class, label string) {
	b.edges = append(b.edges, edge{reason: reason{class: c}, label: label})
}

func (b *bodyEdges) instr(in ssa.Instruction) {
	switch in := in.(type) {
	case *ssa.Send:
		b.wait(channel, "channel send")
	case *ssa.UnOp:
		if in.Op == token.ARROW {
			b.wait(channel, "channel receive")
		}
	case *ssa.Select:
		if in.Blocking {
			b.wait(channel, "select")
		}
	case *ssa.MakeClosure:
		// A literal that reaches a call through variables.
		if b.p.traceClosure(in).called {
			b.static(in.Fn.(*ssa.Function), false)
		}
	case *ssa.Call:
		b.call(in.Common())
	case *ssa.Defer:
		b.call(in.Common())
	}
}

func (b *bodyEdges) static(f *ssa.Function, stdin bool) {
	b.edges = append(b.edges, edge{callee: origin(f), console: stdin})
}

func (b *bodyEdges) call(c *ssa.CallCommon) {
	if c.IsInvoke() {
		if r, ok := contract[c.Method.FullName()]; ok {
			b.edges = append(b.edges, edge{reason: r, label: c.Method.FullName()})
		}
		return
	}
	callee := c.StaticCallee()
	if callee == nil {
		return
	}
	stdin := false
	if len(c.Args) > 0 && callee.Signature.Recv() != nil {
		switch standardFile(c.Args[0]) {
		case "Stdout", "Stderr":
			return
		case "Stdin":
			stdin = true
		}
	}
	b.static(callee, stdin)
	b.args(origin(callee), c.Args)
}

// args handles what a callee does with its arguments: functions that it calls,
// and readers and writers that it uses, if their types say what these are.
func (b *bodyEdges) args(callee *ssa.Function, args []ssa.Value) {
	fl := b.p.flows[callee]
	if fl == nil {
		return
	}
	for i, arg := range args {
		i := paramIndex(callee, i)
		if fn, ok := arg.(*ssa.Function); ok && fl.calls[i] {
			b.static(fn, false)
		}
		if i >= 0 {
			for _, method := range sortedKeys(fl.uses[i]) {
				b.use(arg, method)
			}
		}
	}
}

// use handles a call of a method of an argument, by the argument's type before
// it was made an interface.
func (b *bodyEdges) use(arg ssa.Value, method string) {
	switch conv := arg.(type) {
	case *ssa.MakeInterface:
		kind := standardFile(conv.X)
		if kind == "Stdout" || kind == "Stderr" {
			return
		}
		sel := lookup(conv.X.Type(), method)
		if sel == nil {
			return
		}
		if fn := b.p.prog.FuncValue(sel.Obj().(*types.Func)); fn != nil {
			b.static(fn, kind == "Stdin")
		}
	case *ssa.ChangeInterface:
		sel := lookup(conv.X.Type(), method)
		if sel == nil {
			return
		}
		symbol := sel.Obj().(*types.Func).FullName()
		if r, ok := contract[symbol]; ok {
			b.edges = append(b.edges, edge{reason: r, label: symbol})
		}
	}
}

// lookup finds a method of a type. What a reader or writer lacks, an adapter
// does with Read or Write.
func lookup(typ types.Type, method string) *types.Selection {
	set := types.NewMethodSet(typ)
	if sel := set.Lookup(nil, method); sel != nil {
		return sel
	}
	switch method {
	case "ReadByte", "ReadRune":
		return set.Lookup(nil, "Read")
	case "WriteByte", "WriteRune", "WriteString":
		return set.Lookup(nil, "Write")
	}
	return nil
}

// standardFile returns Stdin, Stdout or Stderr for the variables of that name.
func standardFile(v ssa.Value) string {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return ""
	}
	if g, ok := load.X.(*ssa.Global); ok && g.Pkg.Pkg.Path() == "os" && strings.HasPrefix(g.Name(), "Std") {
		return g.Name()
	}
	return ""
}

// A state is a function that blocks for some reason.
type state struct {
	f *ssa.Function
	r reason
}

// A step leads from a state one call down.
type step struct {
	next  *state
	label string // of the wait, if next is nil
}

// spread finds all states, each with the first step of a shortest chain down to
// its wait. It goes level by level from the roots, in the order of names, so that
// the result is the same each time.
func (p *program) spread() map[state]step {
	steps := make(map[state]step)
	callers := make(map[*ssa.Function][]callSite)
	var level []state
	add := func(f *ssa.Function, r reason, s step) {
		r, ok := p.transfer(f, r)
		st := state{f, r}
		if _, known := steps[st]; ok && !known {
			steps[st] = s
			level = append(level, st)
		}
	}
	for _, f := range p.funcs {
		if r, ok := p.rootReason(f); ok {
			steps[state{f, r}] = step{}
			level = append(level, state{f, r})
		}
		for _, e := range p.calls[f] {
			if e.callee == nil {
				add(f, e.reason, step{label: e.label})
			} else {
				callers[e.callee] = append(callers[e.callee], callSite{f, e.console})
			}
		}
	}
	for len(level) > 0 {
		current := level
		level = nil
		slices.SortStableFunc(current, func(a, b state) int { return strings.Compare(p.names[a.f], p.names[b.f]) })
		for _, st := range current {
			if st.r.class == lock {
				continue
			}
			for _, site := range callers[st.f] {
				r := st.r
				if site.console {
					r.class = console
				}
				add(site.caller, r, step{next: &st})
			}
		}
	}
	return steps
}

type callSite struct {
	caller  *ssa.Function
	console bool
}

// rootReason returns why a function without a look at its body blocks.
func (p *program) rootReason(f *ssa.Function) (reason, bool) {
	symbol := p.names[f]
	if r, ok := roots[symbol]; ok {
		return r, true
	}
	if len(f.Blocks) == 0 && p.target.goos == "wasip1" {
		r, ok := wasiImports[strings.TrimPrefix(symbol, "syscall.")]
		return r, ok
	}
	return reason{}, false
}

// transfer turns the reason of a callee into that of its caller. Packages that
// are about one thing wait for that thing: a read of a file goes through the
// network poller, and a name is looked up in another goroutine.
func (p *program) transfer(f *ssa.Function, r reason) (reason, bool) {
	symbol := p.names[f]
	if stopped(symbol) || isRoot(symbol) {
		return r, false
	}
	switch pkg := packageOf(symbol); pkg {
	case "syscall", "internal/syscall/unix", "internal/syscall/windows":
		if r.class == channel { // js: system calls are callbacks
			r.class = file
		}
		return callReason(symbol, r)
	case "internal/poll":
		if r.class == process || r.class == wait { // Windows waits for operations as for processes
			r.class = net
		}
	case "os", "internal/filepathlite", "io/fs":
		if r.class == net || r.class == channel {
			r.class = file
		}
	case "net":
		if r.class != lock {
			r.class = net
		}
	case "os/exec":
		if r.class == channel || r.class == wait {
			r.class = process
		}
	}
	return r, true
}

// best returns the reason that a table gives for a function: a long wait before
// a quick one, then by class.
func best(reasons []reason) reason {
	return slices.MinFunc(reasons, func(a, b reason) int {
		if a.quick != b.quick {
			if a.quick {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.class, b.class)
	})
}
