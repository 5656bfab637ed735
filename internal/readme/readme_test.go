package readme

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks returns the code blocks of a language, "" for none.
func blocks(t *testing.T, text, language string) []string {
	t.Helper()
	var out []string
	for _, m := range regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		if m[1] == language {
			out = append(out, m[2])
		}
	}
	if len(out) == 0 {
		t.Fatalf("no blocks of language %q", language)
	}
	return out
}

// TestExample compares the code at the top with the example that it is from.
func TestExample(t *testing.T) {
	code := blocks(t, read(t, "README.md"), "go")
	for i, name := range []string{"crawl.go", "crawl_deferred.go"} {
		if source := read(t, "examples/quickstart/"+name); !strings.Contains(source, code[i]) {
			t.Errorf("the code block %d of README.md is not in examples/quickstart/%s as it stands:\n%s", i+1, name, code[i])
		}
	}
}

// TestCommands makes sure that the commands of the section "Try it" are two, and
// that CI runs them.
func TestCommands(t *testing.T) {
	_, section, _ := strings.Cut(read(t, "README.md"), "\n## Try it\n")
	section, _, _ = strings.Cut(section, "\n## ")
	ci := read(t, ".ci/run")
	n := 0
	for _, block := range blocks(t, section, "") {
		for line := range strings.Lines(block) {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "go ") {
				n++
				for command := range strings.SplitSeq(line, " && ") {
					if !strings.Contains(ci, command+"\n") {
						t.Errorf(".ci/run does not run %s", command)
					}
				}
			}
		}
	}
	if n != 2 {
		t.Errorf("%d commands, want 2", n)
	}
}

// withoutCode is text without its blocks of code and the words in code.
func withoutCode(text string) string {
	return regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]*`").ReplaceAllString(text, "")
}

// documents returns the names of all Markdown files but those in testdata.
func documents(t *testing.T) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := e.Name(); e.IsDir() && (name == "testdata" || name == "node_modules" || name != ".." && strings.HasPrefix(name, ".")) {
			return filepath.SkipDir
		}
		if filepath.Ext(path) == ".md" {
			name, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			names = append(names, filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestLinks looks for the files that the documents lead to.
func TestLinks(t *testing.T) {
	names := documents(t)
	if len(names) < 20 {
		t.Fatalf("only %d documents", len(names))
	}
	for _, name := range names {
		for _, m := range regexp.MustCompile(`\]\(([^)#]+)[^)]*\)`).FindAllStringSubmatch(withoutCode(read(t, name)), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestSupported makes sure that each family of cases stands in the table of what is
// supported, with a link to what Evert makes of it.
func TestSupported(t *testing.T) {
	_, section, _ := strings.Cut(read(t, "README.md"), "\n## What is supported\n")
	section, _, _ = strings.Cut(section, "\n## ")
	families, err := filepath.Glob(filepath.Join(root, "testdata/run/*"))
	if err != nil || len(families) == 0 {
		t.Fatalf("no families of cases: %v", err)
	}
	for _, dir := range families {
		name := filepath.Base(dir)
		link := "](golden/" + name + "/" + name + "_deferred.go)"
		if !strings.Contains(section, link) {
			t.Errorf("the table of README.md does not name the family %s: no link %s", name, link)
		}
	}
	for _, m := range regexp.MustCompile(`\]\((golden/[^)]+)\)`).FindAllStringSubmatch(section, -1) {
		if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
			t.Error(err)
		}
	}
}
