package rewrite

import "testing"

func TestFileName(t *testing.T) {
	for src, want := range map[string]string{
		"x.go":                  "x_deferred.go",
		"dir/x.go":              "dir/x_deferred.go",
		"x_test.go":             "x_deferred_test.go",
		"x_linux.go":            "x_deferred_linux.go",
		"x_amd64.go":            "x_deferred_amd64.go",
		"x_linux_amd64.go":      "x_deferred_linux_amd64.go",
		"x_linux_test.go":       "x_deferred_linux_test.go",
		"x_linux_amd64_test.go": "x_deferred_linux_amd64_test.go",
		"linux.go":              "linux_deferred.go",
		"linux_test.go":         "linux_deferred_test.go",
		"test.go":               "test_deferred.go",
		"x_unix.go":             "x_unix_deferred.go", // the go command reads nothing into it
		"x_y_windows.go":        "x_y_deferred_windows.go",
		"dir_linux/x.go":        "dir_linux/x_deferred.go",
	} {
		if got := fileName(src); got != want {
			t.Errorf("%s: got %s, want %s", src, got, want)
		}
	}
}

func TestOlderThan(t *testing.T) {
	for version, want := range map[string]bool{
		"go1.20": true, "go1.21": true, "go1.21.5": true, "go1.22": false, "go1.22rc1": false, "go1.30": false, "go2.1": false, "": false, "go1.9": true,
	} {
		if got := olderThan(version, 22); got != want {
			t.Errorf("%s: got %t", version, got)
		}
	}
}
