package trace

import (
	"errors"
	"fmt"
	"io"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// ErrCheck is what the errors of [Check] wrap.
var ErrCheck = errors.New("check failed")

// FetchError is the error of [Fetch].
type FetchError struct{ N int }

func (e *FetchError) Error() string { return fmt.Sprintf("fetch %d: not there", e.N) }

// Fetch returns ten times n, and fails for 3, 7, 11 and so on.
//
//evert:blocking callback=FetchDeferred
func Fetch(n int) (int, error) {
	Emit("fetch", n)
	return fetched(n)
}

// FetchDeferred is the callback form of [Fetch].
func FetchDeferred(r reactor.Reactor, n int) *deferred.Deferred[int] {
	Emit("fetch", n)
	return deferred.AddCallback(Turn(r), func(deferred.Void) (int, error) { return fetched(n) })
}

func fetched(n int) (int, error) {
	Emit("fetched", n)
	if n%4 == 3 {
		return 0, &FetchError{n}
	}
	return n * 10, nil
}

// Get returns n + 100.
//
//evert:blocking callback=GetDeferred
func Get(n int) int {
	Emit("get", n)
	return got(n)
}

// GetDeferred is the callback form of [Get].
func GetDeferred(r reactor.Reactor, n int) *deferred.Deferred[int] {
	Emit("get", n)
	return deferred.Map(Turn(r), func(deferred.Void) int { return got(n) })
}

func got(n int) int {
	Emit("got", n)
	return n + 100
}

// Pos says whether n is greater than zero.
//
//evert:blocking callback=PosDeferred
func Pos(n int) bool {
	Emit("pos", n)
	return posed(n)
}

// PosDeferred is the callback form of [Pos].
func PosDeferred(r reactor.Reactor, n int) *deferred.Deferred[bool] {
	Emit("pos", n)
	return deferred.Map(Turn(r), func(deferred.Void) bool { return posed(n) })
}

func posed(n int) bool {
	Emit("posed", n)
	return n > 0
}

// Text returns n as a word.
//
//evert:blocking callback=TextDeferred
func Text(n int) string {
	Emit("text", n)
	return told(n)
}

// TextDeferred is the callback form of [Text].
func TextDeferred(r reactor.Reactor, n int) *deferred.Deferred[string] {
	Emit("text", n)
	return deferred.Map(Turn(r), func(deferred.Void) string { return told(n) })
}

func told(n int) string {
	Emit("told", n)
	words := []string{"zero", "one", "two", "three", "four", "five", "six", "seven"}
	if n < 0 || n >= len(words) {
		return "many"
	}
	return words[n]
}

// Do only waits.
//
//evert:blocking callback=DoDeferred
func Do(n int) {
	Emit("do", n)
	Emit("done", n)
}

// DoDeferred is the callback form of [Do].
func DoDeferred(r reactor.Reactor, n int) *deferred.Deferred[deferred.Void] {
	Emit("do", n)
	return deferred.Map(Turn(r), func(v deferred.Void) deferred.Void {
		Emit("done", n)
		return v
	})
}

// Check fails for 2, 5, 8 and so on.
//
//evert:blocking callback=CheckDeferred
func Check(n int) error {
	Emit("check", n)
	return checked(n)
}

// CheckDeferred is the callback form of [Check].
func CheckDeferred(r reactor.Reactor, n int) *deferred.Deferred[deferred.Void] {
	Emit("check", n)
	return deferred.AddCallback(Turn(r), func(v deferred.Void) (deferred.Void, error) { return v, checked(n) })
}

func checked(n int) error {
	Emit("checked", n)
	if n%3 == 2 {
		return fmt.Errorf("check %d: %w", n, ErrCheck)
	}
	return nil
}

// Two returns two results and no error.
//
//evert:blocking callback=TwoDeferred
func Two(n int) (int, string) {
	Emit("two", n)
	return twos(n)
}

// TwoDeferred is the callback form of [Two].
func TwoDeferred(r reactor.Reactor, n int) *deferred.Deferred[deferred.Pair[int, string]] {
	Emit("two", n)
	return deferred.Map(Turn(r), func(deferred.Void) deferred.Pair[int, string] {
		return deferred.MakePair(twos(n))
	})
}

func twos(n int) (int, string) {
	Emit("twos", n)
	return 2 * n, fmt.Sprintf("<%d>", n)
}

// Three returns two results and an error, and fails for 4, 9, 14 and so on.
//
//evert:blocking callback=ThreeDeferred
func Three(n int) (int, string, error) {
	Emit("three", n)
	return threes(n)
}

// ThreeDeferred is the callback form of [Three].
func ThreeDeferred(r reactor.Reactor, n int) *deferred.Deferred[deferred.Pair[int, string]] {
	Emit("three", n)
	return deferred.AddCallback(Turn(r), func(deferred.Void) (deferred.Pair[int, string], error) {
		return deferred.Pack2(threes(n))
	})
}

func threes(n int) (int, string, error) {
	Emit("threes", n)
	if n%5 == 4 {
		return 0, "", fmt.Errorf("three %d: no", n)
	}
	return 3 * n, fmt.Sprintf("{%d}", n), nil
}

// Read is like a Read method at the end of its input: for odd n it returns a
// value and an error at the same time.
//
//evert:blocking callback=ReadDeferred
func Read(n int) (int, error) {
	Emit("read", n)
	return readOf(n)
}

// ReadDeferred is the callback form of [Read].
func ReadDeferred(r reactor.Reactor, n int) *deferred.Deferred[int] {
	Emit("read", n)
	return deferred.AddCallback(Turn(r), func(deferred.Void) (int, error) { return readOf(n) })
}

func readOf(n int) (int, error) {
	Emit("readOf", n)
	if n%2 == 1 {
		return n + 1, io.EOF
	}
	return n + 1, nil
}

// Boom panics with a string for 2, with an error for 3 and with a run-time
// error for 4; it returns an error for 1 and a value for every other n.
//
//evert:blocking callback=BoomDeferred
func Boom(n int) (int, error) {
	Emit("boom", n)
	return boomed(n)
}

// BoomDeferred is the callback form of [Boom].
func BoomDeferred(r reactor.Reactor, n int) *deferred.Deferred[int] {
	Emit("boom", n)
	return deferred.AddCallback(Turn(r), func(deferred.Void) (int, error) { return boomed(n) })
}

func boomed(n int) (int, error) {
	Emit("boomed", n)
	switch n {
	case 1:
		return 0, errors.New("boom 1: only an error")
	case 2:
		panic("boom 2")
	case 3:
		panic(&FetchError{n})
	case 4:
		var none []int
		return none[n], nil
	}
	return n * 5, nil
}

// pair has a name that other packages cannot write.
type pair struct {
	Left  string
	Right int
}

// Pairs returns a value of a type that its callers cannot name.
//
//evert:blocking callback=PairsDeferred
func Pairs(n int) pair {
	Emit("pairs", n)
	return paired(n)
}

// PairsDeferred is the callback form of [Pairs].
func PairsDeferred(r reactor.Reactor, n int) *deferred.Deferred[pair] {
	Emit("pairs", n)
	return deferred.Map(Turn(r), func(deferred.Void) pair { return paired(n) })
}

func paired(n int) pair {
	Emit("paired", n)
	return pair{"left", n}
}
