package variant

import "testing"

func helper() { Slow() } // want helper:"^blocks sleep: example.com/variant.Slow < time.Sleep$"

func TestSlow(t *testing.T) { // want TestSlow:"^blocks sleep: example.com/variant.Slow < time.Sleep$"
	Slow()
	t.Run("sub", func(t *testing.T) { Leaf() })
}

// Exported is for the tests outside.
func Exported() { Leaf() } // want Exported:"^blocks wait: example.com/variant.Leaf; annotated$"
