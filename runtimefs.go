package evert

import "io/fs"

// Path is the import path of the module.
const Path = "github.com/evert-go/evert"

// Runtime returns the sources of the runtime packages, each in a folder of its
// name.
func Runtime() fs.FS { return sources }
