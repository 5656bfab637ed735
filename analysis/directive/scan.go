package directive

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const prefix = "evert:"

// mentions reports whether a file has any comment that could be a directive, so
// that the many files without one cost nothing more.
func mentions(file *ast.File) bool {
	for _, group := range file.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(strings.TrimLeft(c.Text, "/ \t"), prefix) {
				return true
			}
		}
	}
	return false
}

// scan splits one comment. found is false for a comment that is no directive
// and does not look like one that was meant to be.
func scan(c *ast.Comment) (d Directive, found bool, err error) {
	text, isLine := strings.CutPrefix(c.Text, "//")
	if !isLine {
		return Directive{}, false, nil // Go's directives are line comments
	}
	rest, exact := strings.CutPrefix(text, prefix)
	if !exact {
		return scanNearMiss(c, text)
	}
	if rest == "" || !isLowerAlnum(rest[0]) {
		return Directive{}, true, fmt.Errorf("cannot read directive //%s: the name follows the colon and starts with a lower-case letter", strings.TrimSpace(text))
	}
	name, args, _ := cutSpace(rest)
	d, err = parseArgs(name, args, c.Slash)
	return d, true, err
}

// scanNearMiss finds comments such as "// evert:blocking": Go takes them for
// prose, their authors do not. Only a comment that would be right without its
// space is taken for one, so that documentation may speak of directives.
func scanNearMiss(c *ast.Comment, text string) (Directive, bool, error) {
	trimmed := strings.TrimLeft(text, " \t")
	rest, ok := strings.CutPrefix(trimmed, prefix)
	if !ok {
		return Directive{}, false, nil
	}
	name, args, _ := cutSpace(rest)
	rule, known := rules[name]
	if !known {
		return Directive{}, false, nil
	}
	if _, err := parseArgs(name, args, c.Slash); err != nil || rule.args == argsAllow {
		return Directive{}, false, nil
	}
	return Directive{}, true, fmt.Errorf("cannot take %q for a directive: write //%s, without the space", "// "+trimmed, trimmed)
}

// parseArgs reads what follows the name, by the rule of that name.
func parseArgs(name, text string, pos token.Pos) (Directive, error) {
	rule, known := rules[name]
	if !known {
		return Directive{}, fmt.Errorf("unknown directive //%s%s: there are %s", prefix, name, knownNames())
	}
	words, err := fields(text)
	if err != nil {
		return Directive{}, fmt.Errorf("cannot read the arguments of //%s%s: %w", prefix, name, err)
	}
	d := Directive{Name: name, Pos: pos}
	switch rule.args {
	case argsNone:
		if len(words) > 0 {
			err = fmt.Errorf("//%s%s takes no argument, not %q", prefix, name, words[0])
		}
	case argsStyle:
		err = d.setStyle(words)
	case argsCallback:
		err = d.setCallback(words)
	case argsTarget:
		err = d.setTarget(words)
	case argsAllow:
		err = d.setAllow(words)
	case argsOnce:
		err = d.setOnce(words)
	case argsPauses:
		err = d.setPauses(words)
	case argsResumes:
		d.List, err = words, d.checkList(words)
	}
	return d, err
}

// setCallback reads the arguments of blocking: nothing, or callback=Name.
func (d *Directive) setCallback(words []string) error {
	for _, word := range words {
		key, value, ok := strings.Cut(word, "=")
		if !ok || key != "callback" {
			return fmt.Errorf("//%s%s takes callback=Name, not %q", prefix, d.Name, word)
		}
		if !token.IsIdentifier(value) {
			return fmt.Errorf("//%s%s: callback=%s is not the name of a function", prefix, d.Name, value)
		}
		if d.Args != nil {
			return fmt.Errorf("//%s%s: callback= is given twice", prefix, d.Name)
		}
		d.Args = map[string]string{key: value}
	}
	return nil
}

// setStyle reads the arguments of callback: nothing, or style=Style.
func (d *Directive) setStyle(words []string) error {
	for _, word := range words {
		key, value, ok := strings.Cut(word, "=")
		switch {
		case !ok || key != "style":
			return fmt.Errorf("//%s%s takes style=Style, not %q", prefix, d.Name, word)
		case !slices.Contains(styles, value):
			return fmt.Errorf("//%s%s: there is no style %q: there are %s", prefix, d.Name, value, strings.Join(styles, ", "))
		case d.Args != nil:
			return fmt.Errorf("//%s%s: style= is given twice", prefix, d.Name)
		}
		d.Args = map[string]string{key: value}
	}
	return nil
}

func (d *Directive) setTarget(words []string) error {
	if len(words) != 1 {
		return fmt.Errorf("//%s%s takes one argument, path.Func or path.(Type).Method", prefix, d.Name)
	}
	d.Arg = words[0]
	_, err := ParseTarget(d.Arg)
	return err
}

func (d *Directive) setAllow(words []string) error {
	if len(words) == 0 || !isRuleID(words[0]) {
		return fmt.Errorf("//%s%s takes the ID of a rule and a reason, as in //evert:allow EV101 reads a local file", prefix, d.Name)
	}
	if len(words) == 1 {
		return fmt.Errorf("//%s%s %s needs a reason", prefix, d.Name, words[0])
	}
	d.Arg, d.Rest = words[0], strings.Join(words[1:], " ")
	return nil
}

// fields splits arguments as Go's ast.Directive.ParseArgs does: bare words, and
// Go strings in double or back quotes. (That method is newer than the Go version
// in go.mod.)
func fields(text string) ([]string, error) {
	var words []string
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimLeftFunc(text, unicode.IsSpace) {
		if text[0] != '"' && text[0] != '`' {
			word, rest, _ := cutSpace(text)
			words, text = append(words, word), rest
			continue
		}
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			return nil, errors.New("a quoted string does not end")
		}
		word, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, err
		}
		words, text = append(words, word), text[len(quoted):]
		if text != "" && !unicode.IsSpace(rune(text[0])) {
			return nil, errors.New("a quoted string is not followed by a space")
		}
	}
	return words, nil
}

// cutSpace cuts around the first run of white space.
func cutSpace(s string) (before, after string, found bool) {
	i := strings.IndexFunc(s, unicode.IsSpace)
	if i < 0 {
		return s, "", false
	}
	return s[:i], strings.TrimSpace(s[i:]), true
}

func isLowerAlnum(b byte) bool { return 'a' <= b && b <= 'z' || '0' <= b && b <= '9' }

// isRuleID reports whether s has the form of a diagnostic's ID: EV and digits.
func isRuleID(s string) bool {
	digits, ok := strings.CutPrefix(s, "EV")
	return ok && len(digits) == 3 && strings.Trim(digits, "0123456789") == ""
}
