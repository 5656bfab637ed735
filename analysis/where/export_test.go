package where

// For tests in package where_test.
var (
	TakesFunc   = takesFunc
	RuntimeRole = runtimeRole
)
