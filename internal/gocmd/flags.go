package gocmd

import "strings"

// Flags are go command flags as the user gave them, sorted by what Evert has
// to do with them.
type Flags struct {
	// Build flags decide which files are part of the build, so the packages
	// must be loaded with them too.
	Build []string
	// Ldflags are the values of -ldflags; Evert adds its own to each.
	Ldflags []string
	// Modfile is the value of -modfile, or empty.
	Modfile string
	// Rest is everything else in its order, the Build flags included.
	Rest []string
}

// ParseFlags sorts go test or go build flags. Everything after -args belongs
// to the test binary and stays in Rest as it is.
func ParseFlags(args []string) Flags {
	var f Flags
	for i := 0; i < len(args); i++ {
		arg := args[i]
		name, value, joined := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if !strings.HasPrefix(arg, "-") {
			f.Rest = append(f.Rest, arg)
			continue
		}
		if name == "args" {
			f.Rest = append(f.Rest, args[i:]...)
			break
		}
		words := args[i : i+1]
		if !joined && takesValue[name] && i+1 < len(args) {
			i++
			value = args[i]
			words = args[i-1 : i+1]
		}
		switch name {
		case "ldflags":
			f.Ldflags = append(f.Ldflags, value)
		case "modfile":
			f.Modfile = value
		case "mod":
			// Evert builds with -mod=mod and a temporary go.mod; what the
			// user gave counts for loading.
			f.Build = append(f.Build, words...)
		case "tags", "race", "msan", "asan", "installsuffix", "compiler":
			f.Build = append(f.Build, words...)
			f.Rest = append(f.Rest, words...)
		default:
			f.Rest = append(f.Rest, words...)
		}
	}
	return f
}

// takesValue lists the flags of go test whose value may be a word of its own.
// Only those matter that Evert looks at, and those whose value might be taken
// for a flag of that kind; all others pass through word by word.
var takesValue = map[string]bool{
	"ldflags": true, "modfile": true, "mod": true, "tags": true,
	"installsuffix": true, "compiler": true,
	"run": true, "bench": true, "skip": true, "fuzz": true,
	"gcflags": true, "asmflags": true, "exec": true, "toolexec": true, "overlay": true,
}

// MergeLdflags returns the -ldflags arguments that set the string variable
// symbol, together with what the user gave. The go command uses only the last
// -ldflags that matches a package, so the setting has to be part of each.
func MergeLdflags(user []string, symbol, value string) []string {
	set := "-X " + symbol + "=" + value
	if len(user) == 0 {
		return []string{"-ldflags=" + set}
	}
	var out []string
	for _, u := range user {
		out = append(out, "-ldflags="+strings.TrimSpace(u+" "+set))
	}
	return out
}
