package deferred

// A function with several results besides an error has a Deferred of a tuple of
// them. This file holds the tuples, from two values to eight, and for each the
// functions to make one.

// Pair is two results of a function.
type Pair[A, B any] struct {
	First  A
	Second B
}

// Unpack returns the results one by one.
func (t Pair[A, B]) Unpack() (A, B) {
	return t.First, t.Second
}

// MakePair makes a Pair.
func MakePair[A, B any](a A, b B) Pair[A, B] {
	return Pair[A, B]{a, b}
}

// Pack2 returns two results and an error as a continuation returns them.
func Pack2[A, B any](a A, b B, err error) (Pair[A, B], error) {
	return Pair[A, B]{a, b}, err
}

// Succeed2 returns a Deferred that has fired with two results.
func Succeed2[A, B any](a A, b B) *Deferred[Pair[A, B]] {
	return Succeed(Pair[A, B]{a, b})
}

// Return2 returns a Deferred that has fired with two results and err.
func Return2[A, B any](a A, b B, err error) *Deferred[Pair[A, B]] {
	return Return(Pair[A, B]{a, b}, err)
}

// Triple is three results of a function.
type Triple[A, B, C any] struct {
	First  A
	Second B
	Third  C
}

// Unpack returns the results one by one.
func (t Triple[A, B, C]) Unpack() (A, B, C) {
	return t.First, t.Second, t.Third
}

// MakeTriple makes a Triple.
func MakeTriple[A, B, C any](a A, b B, c C) Triple[A, B, C] {
	return Triple[A, B, C]{a, b, c}
}

// Pack3 returns three results and an error as a continuation returns them.
func Pack3[A, B, C any](a A, b B, c C, err error) (Triple[A, B, C], error) {
	return Triple[A, B, C]{a, b, c}, err
}

// Succeed3 returns a Deferred that has fired with three results.
func Succeed3[A, B, C any](a A, b B, c C) *Deferred[Triple[A, B, C]] {
	return Succeed(Triple[A, B, C]{a, b, c})
}

// Return3 returns a Deferred that has fired with three results and err.
func Return3[A, B, C any](a A, b B, c C, err error) *Deferred[Triple[A, B, C]] {
	return Return(Triple[A, B, C]{a, b, c}, err)
}

// Quad is four results of a function.
type Quad[A, B, C, D any] struct {
	First  A
	Second B
	Third  C
	Fourth D
}

// Unpack returns the results one by one.
func (t Quad[A, B, C, D]) Unpack() (A, B, C, D) {
	return t.First, t.Second, t.Third, t.Fourth
}

// MakeQuad makes a Quad.
func MakeQuad[A, B, C, D any](a A, b B, c C, d D) Quad[A, B, C, D] {
	return Quad[A, B, C, D]{a, b, c, d}
}

// Pack4 returns four results and an error as a continuation returns them.
func Pack4[A, B, C, D any](a A, b B, c C, d D, err error) (Quad[A, B, C, D], error) {
	return Quad[A, B, C, D]{a, b, c, d}, err
}

// Succeed4 returns a Deferred that has fired with four results.
func Succeed4[A, B, C, D any](a A, b B, c C, d D) *Deferred[Quad[A, B, C, D]] {
	return Succeed(Quad[A, B, C, D]{a, b, c, d})
}

// Return4 returns a Deferred that has fired with four results and err.
func Return4[A, B, C, D any](a A, b B, c C, d D, err error) *Deferred[Quad[A, B, C, D]] {
	return Return(Quad[A, B, C, D]{a, b, c, d}, err)
}

// Tuple5 is five results of a function.
type Tuple5[A, B, C, D, E any] struct {
	V1 A
	V2 B
	V3 C
	V4 D
	V5 E
}

// Unpack returns the results one by one.
func (t Tuple5[A, B, C, D, E]) Unpack() (A, B, C, D, E) {
	return t.V1, t.V2, t.V3, t.V4, t.V5
}

// MakeTuple5 makes a Tuple5.
func MakeTuple5[A, B, C, D, E any](a A, b B, c C, d D, e E) Tuple5[A, B, C, D, E] {
	return Tuple5[A, B, C, D, E]{a, b, c, d, e}
}

// Pack5 returns five results and an error as a continuation returns them.
func Pack5[A, B, C, D, E any](a A, b B, c C, d D, e E, err error) (Tuple5[A, B, C, D, E], error) {
	return Tuple5[A, B, C, D, E]{a, b, c, d, e}, err
}

// Succeed5 returns a Deferred that has fired with five results.
func Succeed5[A, B, C, D, E any](a A, b B, c C, d D, e E) *Deferred[Tuple5[A, B, C, D, E]] {
	return Succeed(Tuple5[A, B, C, D, E]{a, b, c, d, e})
}

// Return5 returns a Deferred that has fired with five results and err.
func Return5[A, B, C, D, E any](a A, b B, c C, d D, e E, err error) *Deferred[Tuple5[A, B, C, D, E]] {
	return Return(Tuple5[A, B, C, D, E]{a, b, c, d, e}, err)
}

// Tuple6 is six results of a function.
type Tuple6[A, B, C, D, E, F any] struct {
	V1 A
	V2 B
	V3 C
	V4 D
	V5 E
	V6 F
}

// Unpack returns the results one by one.
func (t Tuple6[A, B, C, D, E, F]) Unpack() (A, B, C, D, E, F) {
	return t.V1, t.V2, t.V3, t.V4, t.V5, t.V6
}

// MakeTuple6 makes a Tuple6.
func MakeTuple6[A, B, C, D, E, F any](a A, b B, c C, d D, e E, f F) Tuple6[A, B, C, D, E, F] {
	return Tuple6[A, B, C, D, E, F]{a, b, c, d, e, f}
}

// Pack6 returns six results and an error as a continuation returns them.
func Pack6[A, B, C, D, E, F any](a A, b B, c C, d D, e E, f F, err error) (Tuple6[A, B, C, D, E, F], error) {
	return Tuple6[A, B, C, D, E, F]{a, b, c, d, e, f}, err
}

// Succeed6 returns a Deferred that has fired with six results.
func Succeed6[A, B, C, D, E, F any](a A, b B, c C, d D, e E, f F) *Deferred[Tuple6[A, B, C, D, E, F]] {
	return Succeed(Tuple6[A, B, C, D, E, F]{a, b, c, d, e, f})
}

// Return6 returns a Deferred that has fired with six results and err.
func Return6[A, B, C, D, E, F any](a A, b B, c C, d D, e E, f F, err error) *Deferred[Tuple6[A, B, C, D, E, F]] {
	return Return(Tuple6[A, B, C, D, E, F]{a, b, c, d, e, f}, err)
}

// Tuple7 is seven results of a function.
type Tuple7[A, B, C, D, E, F, G any] struct {
	V1 A
	V2 B
	V3 C
	V4 D
	V5 E
	V6 F
	V7 G
}

// Unpack returns the results one by one.
func (t Tuple7[A, B, C, D, E, F, G]) Unpack() (A, B, C, D, E, F, G) {
	return t.V1, t.V2, t.V3, t.V4, t.V5, t.V6, t.V7
}

// MakeTuple7 makes a Tuple7.
func MakeTuple7[A, B, C, D, E, F, G any](a A, b B, c C, d D, e E, f F, g G) Tuple7[A, B, C, D, E, F, G] {
	return Tuple7[A, B, C, D, E, F, G]{a, b, c, d, e, f, g}
}

// Pack7 returns seven results and an error as a continuation returns them.
func Pack7[A, B, C, D, E, F, G any](a A, b B, c C, d D, e E, f F, g G, err error) (Tuple7[A, B, C, D, E, F, G], error) {
	return Tuple7[A, B, C, D, E, F, G]{a, b, c, d, e, f, g}, err
}

// Succeed7 returns a Deferred that has fired with seven results.
func Succeed7[A, B, C, D, E, F, G any](a A, b B, c C, d D, e E, f F, g G) *Deferred[Tuple7[A, B, C, D, E, F, G]] {
	return Succeed(Tuple7[A, B, C, D, E, F, G]{a, b, c, d, e, f, g})
}

// Return7 returns a Deferred that has fired with seven results and err.
func Return7[A, B, C, D, E, F, G any](a A, b B, c C, d D, e E, f F, g G, err error) *Deferred[Tuple7[A, B, C, D, E, F, G]] {
	return Return(Tuple7[A, B, C, D, E, F, G]{a, b, c, d, e, f, g}, err)
}

// Tuple8 is eight results of a function.
type Tuple8[A, B, C, D, E, F, G, H any] struct {
	V1 A
	V2 B
	V3 C
	V4 D
	V5 E
	V6 F
	V7 G
	V8 H
}

// Unpack returns the results one by one.
func (t Tuple8[A, B, C, D, E, F, G, H]) Unpack() (A, B, C, D, E, F, G, H) {
	return t.V1, t.V2, t.V3, t.V4, t.V5, t.V6, t.V7, t.V8
}

// MakeTuple8 makes a Tuple8.
func MakeTuple8[A, B, C, D, E, F, G, H any](a A, b B, c C, d D, e E, f F, g G, h H) Tuple8[A, B, C, D, E, F, G, H] {
	return Tuple8[A, B, C, D, E, F, G, H]{a, b, c, d, e, f, g, h}
}

// Pack8 returns eight results and an error as a continuation returns them.
func Pack8[A, B, C, D, E, F, G, H any](a A, b B, c C, d D, e E, f F, g G, h H, err error) (Tuple8[A, B, C, D, E, F, G, H], error) {
	return Tuple8[A, B, C, D, E, F, G, H]{a, b, c, d, e, f, g, h}, err
}

// Succeed8 returns a Deferred that has fired with eight results.
func Succeed8[A, B, C, D, E, F, G, H any](a A, b B, c C, d D, e E, f F, g G, h H) *Deferred[Tuple8[A, B, C, D, E, F, G, H]] {
	return Succeed(Tuple8[A, B, C, D, E, F, G, H]{a, b, c, d, e, f, g, h})
}

// Return8 returns a Deferred that has fired with eight results and err.
func Return8[A, B, C, D, E, F, G, H any](a A, b B, c C, d D, e E, f F, g G, h H, err error) *Deferred[Tuple8[A, B, C, D, E, F, G, H]] {
	return Return(Tuple8[A, B, C, D, E, F, G, H]{a, b, c, d, e, f, g, h}, err)
}
