// goto in both directions, with state in variables.
package main

import "fmt"

func step(n int) int { return n + 1 }

func primes(limit int) (ps []int) {
	n := 2
outer:
	if n > limit {
		return
	}
	for _, p := range ps {
		if p*p > n {
			break
		}
		if n%p == 0 {
			n = step(n)
			goto outer
		}
	}
	ps = append(ps, n)
	n = step(n)
	goto outer
}

func retry(fail int) (log string, err error) {
	tries := 0
again:
	tries = step(tries)
	log += fmt.Sprint("try", tries, " ")
	if err = attempt(tries, fail); err != nil {
		if tries < 3 {
			goto again
		}
		goto failed
	}
	return log + "ok", nil
failed:
	log += "failed"
	return
}

func attempt(try, fail int) error {
	if try <= fail {
		return fmt.Errorf("attempt %d", try)
	}
	return nil
}

func machine(in string) string {
	out, i := "", 0
	var c byte
s0:
	if i == len(in) {
		goto end
	}
	c = in[i]
	i = step(i)
	switch {
	case c == '(':
		goto s1
	case c == ')':
		out += "!"
		goto end
	}
	out += string(c)
	goto s0
s1:
	for ; i < len(in); i = step(i) {
		if in[i] == ')' {
			i = step(i)
			goto s0
		}
		out += "."
	}
	out += "?"
end:
	return out
}

func closures() {
	var fs []func() int
	i := 0
loop:
	j := step(i)
	fs = append(fs, func() int { j += 10; return j })
	if i = j; i < 3 {
		goto loop
	}
	for _, f := range fs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()
}

func main() {
	fmt.Println(primes(30))
	for i := range 4 {
		fmt.Println(retry(i))
	}
	fmt.Println(machine("ab(cd)e"), machine("a(b"), machine("a)b"), machine(""))
	closures()
}
