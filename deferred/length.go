package deferred

// Len is len of a slice, for code in which something else is called len.
func Len[T any](s []T) int { return len(s) }

// LenString is len of a string, for code in which something else is called len.
func LenString[S ~string](s S) int { return len(s) }
