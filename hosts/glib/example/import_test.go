//go:build linux

package main

import (
	"bufio"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// missing skips the test, or lets it fail where CI should have installed something.
func missing(t *testing.T, what any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%v, which CI installs", what)
	}
	t.Skip(what)
}

// display starts an X server without a screen. The file has what would be on it.
func display(t *testing.T) (name, file string) {
	t.Helper()
	xvfb, err := exec.LookPath("Xvfb")
	if err != nil {
		missing(t, err)
	}
	dir := t.TempDir()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(xvfb, "-displayfd", "3", "-screen", "0", "400x200x24", "-fbdir", dir)
	cmd.ExtraFiles = []*os.File{write}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
	})
	_ = write.Close() // Xvfb has it now
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb does not say which display it is: %v", err)
	}
	return ":" + strings.TrimSpace(line), filepath.Join(dir, "Xvfb_screen0")
}

var figure = regexp.MustCompile(`(?m)^(blocking|callback) +(\d+) +\S+ +(\S+) +(\d+)$`)

// Both forms show the same, and come to the same. In blocking form the window stands still
// the whole time, in callback form it does not.
func TestImport(t *testing.T) {
	name, screen := display(t)
	program := filepath.Join(t.TempDir(), "import")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	frames := watch(screen)
	cmd := exec.Command(program, "-figures", "-trace")
	cmd.Env = append(os.Environ(), "DISPLAY="+name, "GDK_BACKEND=x11", "NO_AT_BRIDGE=1")
	output, err := cmd.CombinedOutput()
	images := frames()
	text := string(output)
	if strings.Contains(text, "cannot load") {
		missing(t, text)
	}
	all := figure.FindAllStringSubmatch(text, -1)
	if err != nil || len(all) != 2 {
		t.Fatalf("%v\n%s", err, text)
	}
	var shown [2]string
	for i, part := range strings.SplitN(text, "callback", 2) {
		_, part, _ = strings.Cut(part, "\n")
		shown[i] = part[strings.Index(part, "page 1 of"):]
	}
	if shown[0] != shown[1] || strings.Contains(shown[0], "elsewhere") || !strings.HasSuffix(shown[0], "435 words, on the loop\n") {
		t.Errorf("shown in blocking form:\n%s\nin callback form:\n%s", shown[0], shown[1])
	}
	const whole = pages * delay
	blocking, callback := all[0], all[1]
	if blocking[1] != "blocking" || blocking[2] != "435" || stall(blocking) < whole || blocking[4] != "0" {
		t.Errorf("%q: want a stall of %v, and no beat", blocking[0], whole)
	}
	if beats, _ := strconv.Atoi(callback[4]); callback[2] != "435" || stall(callback) > whole/2 || beats < pages {
		t.Errorf("%q: want a stall of much less than %v, and beats", callback[0], whole)
	}
	// Two windows, two questions, and most of the pages in callback form.
	if len(images) < pages/2 {
		t.Errorf("there were %d different images on the screen", len(images))
	}
}

func stall(match []string) time.Duration {
	d, _ := time.ParseDuration(match[3])
	return d
}

// watch looks at the screen again and again, and returns a function that returns the
// different images that it saw. With SCREENSHOTS set to a folder they are left there, in
// the format of xwd.
func watch(screen string) func() []uint64 {
	stop, done := make(chan bool), make(chan bool)
	var seen []uint64
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(10 * time.Millisecond):
			}
			image, err := os.ReadFile(screen)
			if err != nil {
				continue // Xvfb has not made it yet
			}
			h := fnv.New64()
			_, _ = h.Write(image) // it never fails
			if sum := h.Sum64(); !slices.Contains(seen, sum) {
				seen = append(seen, sum)
				if dir := os.Getenv("SCREENSHOTS"); dir != "" {
					_ = os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.xwd", len(seen))), image, 0o666)
				}
			}
		}
	}()
	return func() []uint64 {
		close(stop)
		<-done
		return seen
	}
}
