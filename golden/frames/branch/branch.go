// Package branch has if statements that wait: in the condition, in a branch,
// in both, and in none, with the code after them that all branches reach.
package branch

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// Join waits in one branch of three, and after the if.
//
//evert:callback
func Join(n int) (string, error) {
	total := n
	if n > 2 {
		v, err := trace.Fetch(n)
		if err != nil {
			total = -1
		} else {
			total += v
		}
	} else if n == 2 {
		return "two", nil
	}
	trace.Emit("joined", total)
	w, err := trace.Fetch(total + 1)
	return strconv.Itoa(total + w), err
}

// Plain waits before and after a branch that does not wait: it stays as it is.
//
//evert:callback
func Plain(n int) (string, error) {
	v := trace.Get(n)
	sign := "even"
	if v%2 == 1 {
		sign = "odd"
	}
	trace.Do(n)
	return sign, nil
}

// Both waits in every branch, with nothing after the if.
//
//evert:callback
func Both(n int) (string, error) {
	if n%2 == 0 {
		return trace.Text(n), nil
	} else {
		v, err := trace.Fetch(n)
		return strconv.Itoa(v), err
	}
}

// Condition waits in the condition itself.
//
//evert:callback
func Condition(n int) (string, error) {
	if trace.Pos(n) {
		trace.Emit("positive")
	}
	if !trace.Pos(n - 3) {
		return "small", nil
	}
	return "large", nil
}

// Init waits in the init statement, whose variable lives in all branches.
//
//evert:callback
func Init(n int) (string, error) {
	n -= 2
	if v := trace.Get(n); v > 102 {
		return "more", nil
	} else if w := trace.Get(v); w > 202 {
		return fmt.Sprint(v, w), nil
	} else {
		trace.Emit(v, w)
	}
	return "less", nil
}

// Nested has branches in branches, and a join at each depth.
//
//evert:callback
func Nested(n int) (string, error) {
	path := ""
	if n > 1 {
		if n > 3 {
			if trace.Pos(n - 5) {
				path += "a"
			} else {
				path += trace.Text(n)
			}
			path += "b"
		} else {
			trace.Do(n)
		}
		path += "c"
	} else {
		path += "d"
	}
	path += "e"
	return path, trace.Check(n)
}

// Guards leave early, one after the other.
//
//evert:callback
func Guards(n int) (string, error) {
	if n == 0 {
		return "", errors.New("nothing to do")
	}
	if !trace.Pos(n) {
		return "", errors.New("not positive")
	}
	if n == 4 {
		trace.Emit("four")
	}
	if err := trace.Check(n); err != nil {
		return "", err
	}
	return "ok", nil
}

// Shadow has a variable in a branch that hides the outer one.
//
//evert:callback
func Shadow(n int) (string, error) {
	v := n
	if n > 2 {
		v := trace.Get(n)
		v++
		trace.Emit("inner", v)
	} else {
		v = trace.Get(v)
	}
	return strconv.Itoa(v), nil
}

// Empty has branches with nothing in them.
//
//evert:callback
func Empty(n int) (string, error) {
	if trace.Pos(n) {
	}
	if n > 2 {
		// Nothing to do yet.
	} else {
		trace.Do(n)
	}
	return "", nil
}

// Tails only returns what waits return: what comes after the branches is no
// continuation.
//
//evert:callback
func Tails(n int) (string, error) {
	v, ok := any(n).(int)
	if ok {
		if n == 1 {
			v++
		} else if n == 6 {
			return tail(v)
		} else {
			v--
		}
	}
	switch {
	case v == 2:
		trace.Emit("two")
	case v == 3:
		if n == 2 {
			break
		}
		return tail(3)
	case v > 4:
		return tail(v)
	}
	if !ok {
		return tail(0)
	}
	for i := range n {
		if i == 3 {
			trace.Do(i)
			return tail(i)
		}
	}
	return fmt.Sprint("end ", v), nil
}

//evert:callback
func tail(n int) (string, error) {
	v, err := trace.Fetch(n)
	return fmt.Sprint("tail ", v), err
}

// TailLoops returns what waits return out of loops that stay what they are.
//
//evert:callback
func TailLoops(n int) (string, error) {
	v := trace.Get(n)
outer:
	for i := range n {
		for j := i; ; j++ {
			switch {
			case j > 3:
				continue outer
			case i*j == 4:
				return tail(j)
			case v == 103:
				break outer
			}
		}
	}
	find := func(s string) (string, error) {
		for i, r := range s {
			if r == 'x' {
				return tail(i)
			}
		}
		return tail(len(s))
	}
	if n == 3 {
		return find("abxc")
	}
	for k := range slices.Values([]int{1, n}) {
		if k == 1 && n == 5 {
			return tail(k)
		}
	}
	for {
		if v++; v > 110 {
			return find("abc")
		}
	}
}
