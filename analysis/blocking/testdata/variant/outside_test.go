package variant_test

import (
	"testing"

	"example.com/variant"
)

func TestOutside(t *testing.T) { variant.Exported() } // want TestOutside:"^blocks wait: example.com/variant.Exported < example.com/variant.Leaf; annotated$"
