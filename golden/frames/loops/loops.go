// Package loops has for loops that wait in the body, in the condition and in
// the post statement.
package loops

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/evert-go/evert/internal/trace"
)

// Sum waits once a turn.
//
//evert:callback
func Sum(n int) (string, error) {
	sum := 0
	for i := 0; i < n; i++ {
		v, err := trace.Fetch(i)
		if err != nil {
			return "", fmt.Errorf("at %d: %w", i, err)
		}
		sum += v
	}
	return strconv.Itoa(sum), nil
}

// Skip goes on after an error, and stops at a value.
//
//evert:callback
func Skip(n int) (string, error) {
	sum := 0
	for i := n; i < n+6; i++ {
		v, err := trace.Fetch(i)
		if err != nil {
			trace.Emit("skipped", i, err)
			continue
		}
		if v > 80 {
			break
		}
		sum += v
	}
	return strconv.Itoa(sum), nil
}

// While waits in the condition.
//
//evert:callback
func While(n int) (string, error) {
	turns := 0
	for trace.Pos(n - turns) {
		turns++
	}
	return strconv.Itoa(turns), nil
}

// Post waits in the post statement, which continue reaches too.
//
//evert:callback
func Post(n int) (string, error) {
	var seen []int
	for i := 0; i < 300; i = trace.Get(i) {
		if i == 100 && n > 2 {
			continue
		}
		seen = append(seen, i)
	}
	return fmt.Sprint(seen), nil
}

// Everything waits in the init statement, the condition, the post statement
// and the body.
//
//evert:callback
func Everything(n int) (string, error) {
	var b strings.Builder
	for i := trace.Get(n); trace.Pos(105 - i); i += trace.Get(-99) {
		b.WriteString(trace.Text(i - 100))
		b.WriteByte(' ')
	}
	return b.String(), nil
}

// Forever is left from inside only.
//
//evert:callback
func Forever(n int) (string, error) {
	for {
		n++
		if err := trace.Check(n); err != nil {
			return strconv.Itoa(n), err
		}
	}
}

// Keep keeps a closure from every turn: each has an i of its own.
//
//evert:callback
func Keep(n int) (string, error) {
	var keep []func() int
	for i := 0; i < n; i++ {
		keep = append(keep, func() int {
			i += 10
			return i
		})
		trace.Do(i)
		if i == 2 {
			i++
		}
	}
	var got []int
	for _, k := range keep {
		got = append(got, k(), k())
	}
	return fmt.Sprint(got), nil
}

// Point keeps the address of the loop variable.
//
//evert:callback
func Point(n int) (string, error) {
	var points []*int
	for i, j := 0, n; i < j; i, j = i+1, j-1 {
		points = append(points, &i, &j)
		trace.Do(i)
	}
	sum := 0
	for _, p := range points {
		sum = sum*3 + *p
	}
	return strconv.Itoa(sum), nil
}

// Nested leaves the inner loop, not the outer.
//
//evert:callback
func Nested(n int) (string, error) {
	var b strings.Builder
	for i := 0; i < n; i++ {
		for j := 0; j < 4; j++ {
			if j == i {
				continue
			}
			v := trace.Get(i * j)
			if v > 104 {
				break
			}
			fmt.Fprint(&b, v, " ")
		}
		b.WriteString("| ")
	}
	return b.String(), nil
}

// After does more when the loop is over.
//
//evert:callback
func After(n int) (string, error) {
	last := -1
	for last < n {
		last += trace.Get(last) - 99 - last
	}
	trace.Emit("over", last)
	v, err := trace.Fetch(last)
	return strconv.Itoa(v), err
}

// Twice has one loop after another, and a loop between that does not wait.
//
//evert:callback
func Twice(n int) (string, error) {
	var all []int
	for i := 0; i < n; i++ {
		all = append(all, trace.Get(i))
	}
	for i := range all {
		all[i] *= 2
	}
	total := 0
	for i := len(all) - 1; i >= 0; i-- {
		total += trace.Get(all[i])
	}
	return fmt.Sprint(all, total), nil
}

// Never has bodies that run once at most.
//
//evert:callback
func Never(n int) (string, error) {
	for n > 100 {
		trace.Do(n)
	}
	for {
		trace.Do(n)
		break
	}
	for trace.Pos(n) {
		return "first", nil
	}
	return "none", nil
}
