package deferred

// This file holds what functions with several results need to run as coroutines,
// from two values to eight.

// Generate2 is [Generate] for a function with two results and an error.
func Generate2[A, B any](body func(g *Generator) (A, B, error)) *Deferred[Pair[A, B]] {
	return Generate(func(g *Generator) (Pair[A, B], error) { return Pack2(body(g)) })
}

// GenerateValue2 is [GenerateValue] for a function with two results.
func GenerateValue2[A, B any](body func(g *Generator) (A, B)) *Deferred[Pair[A, B]] {
	return Generate(func(g *Generator) (Pair[A, B], error) { return MakePair(body(g)), nil })
}

// Await2 is [Deferred.Await] for a function with two results and an error.
func Await2[A, B any](d *Deferred[Pair[A, B]], g *Generator) (A, B, error) {
	t, err := d.Await(g)
	v1, v2 := t.Unpack()
	return v1, v2, err
}

// Generate3 is [Generate] for a function with three results and an error.
func Generate3[A, B, C any](body func(g *Generator) (A, B, C, error)) *Deferred[Triple[A, B, C]] {
	return Generate(func(g *Generator) (Triple[A, B, C], error) { return Pack3(body(g)) })
}

// GenerateValue3 is [GenerateValue] for a function with three results.
func GenerateValue3[A, B, C any](body func(g *Generator) (A, B, C)) *Deferred[Triple[A, B, C]] {
	return Generate(func(g *Generator) (Triple[A, B, C], error) { return MakeTriple(body(g)), nil })
}

// Await3 is [Deferred.Await] for a function with three results and an error.
func Await3[A, B, C any](d *Deferred[Triple[A, B, C]], g *Generator) (A, B, C, error) {
	t, err := d.Await(g)
	v1, v2, v3 := t.Unpack()
	return v1, v2, v3, err
}

// Generate4 is [Generate] for a function with four results and an error.
func Generate4[A, B, C, D any](body func(g *Generator) (A, B, C, D, error)) *Deferred[Quad[A, B, C, D]] {
	return Generate(func(g *Generator) (Quad[A, B, C, D], error) { return Pack4(body(g)) })
}

// GenerateValue4 is [GenerateValue] for a function with four results.
func GenerateValue4[A, B, C, D any](body func(g *Generator) (A, B, C, D)) *Deferred[Quad[A, B, C, D]] {
	return Generate(func(g *Generator) (Quad[A, B, C, D], error) { return MakeQuad(body(g)), nil })
}

// Await4 is [Deferred.Await] for a function with four results and an error.
func Await4[A, B, C, D any](d *Deferred[Quad[A, B, C, D]], g *Generator) (A, B, C, D, error) {
	t, err := d.Await(g)
	v1, v2, v3, v4 := t.Unpack()
	return v1, v2, v3, v4, err
}

// Generate5 is [Generate] for a function with five results and an error.
func Generate5[A, B, C, D, E any](body func(g *Generator) (A, B, C, D, E, error)) *Deferred[Tuple5[A, B, C, D, E]] {
	return Generate(func(g *Generator) (Tuple5[A, B, C, D, E], error) { return Pack5(body(g)) })
}

// GenerateValue5 is [GenerateValue] for a function with five results.
func GenerateValue5[A, B, C, D, E any](body func(g *Generator) (A, B, C, D, E)) *Deferred[Tuple5[A, B, C, D, E]] {
	return Generate(func(g *Generator) (Tuple5[A, B, C, D, E], error) { return MakeTuple5(body(g)), nil })
}

// Await5 is [Deferred.Await] for a function with five results and an error.
func Await5[A, B, C, D, E any](d *Deferred[Tuple5[A, B, C, D, E]], g *Generator) (A, B, C, D, E, error) {
	t, err := d.Await(g)
	v1, v2, v3, v4, v5 := t.Unpack()
	return v1, v2, v3, v4, v5, err
}

// Generate6 is [Generate] for a function with six results and an error.
func Generate6[A, B, C, D, E, F any](body func(g *Generator) (A, B, C, D, E, F, error)) *Deferred[Tuple6[A, B, C, D, E, F]] {
	return Generate(func(g *Generator) (Tuple6[A, B, C, D, E, F], error) { return Pack6(body(g)) })
}

// GenerateValue6 is [GenerateValue] for a function with six results.
func GenerateValue6[A, B, C, D, E, F any](body func(g *Generator) (A, B, C, D, E, F)) *Deferred[Tuple6[A, B, C, D, E, F]] {
	return Generate(func(g *Generator) (Tuple6[A, B, C, D, E, F], error) { return MakeTuple6(body(g)), nil })
}

// Await6 is [Deferred.Await] for a function with six results and an error.
func Await6[A, B, C, D, E, F any](d *Deferred[Tuple6[A, B, C, D, E, F]], g *Generator) (A, B, C, D, E, F, error) {
	t, err := d.Await(g)
	v1, v2, v3, v4, v5, v6 := t.Unpack()
	return v1, v2, v3, v4, v5, v6, err
}

// Generate7 is [Generate] for a function with seven results and an error.
func Generate7[A, B, C, D, E, F, G any](body func(g *Generator) (A, B, C, D, E, F, G, error)) *Deferred[Tuple7[A, B, C, D, E, F, G]] {
	return Generate(func(g *Generator) (Tuple7[A, B, C, D, E, F, G], error) { return Pack7(body(g)) })
}

// GenerateValue7 is [GenerateValue] for a function with seven results.
func GenerateValue7[A, B, C, D, E, F, G any](body func(g *Generator) (A, B, C, D, E, F, G)) *Deferred[Tuple7[A, B, C, D, E, F, G]] {
	return Generate(func(g *Generator) (Tuple7[A, B, C, D, E, F, G], error) { return MakeTuple7(body(g)), nil })
}

// Await7 is [Deferred.Await] for a function with seven results and an error.
func Await7[A, B, C, D, E, F, G any](d *Deferred[Tuple7[A, B, C, D, E, F, G]], g *Generator) (A, B, C, D, E, F, G, error) {
	t, err := d.Await(g)
	v1, v2, v3, v4, v5, v6, v7 := t.Unpack()
	return v1, v2, v3, v4, v5, v6, v7, err
}

// Generate8 is [Generate] for a function with eight results and an error.
func Generate8[A, B, C, D, E, F, G, H any](body func(g *Generator) (A, B, C, D, E, F, G, H, error)) *Deferred[Tuple8[A, B, C, D, E, F, G, H]] {
	return Generate(func(g *Generator) (Tuple8[A, B, C, D, E, F, G, H], error) { return Pack8(body(g)) })
}

// GenerateValue8 is [GenerateValue] for a function with eight results.
func GenerateValue8[A, B, C, D, E, F, G, H any](body func(g *Generator) (A, B, C, D, E, F, G, H)) *Deferred[Tuple8[A, B, C, D, E, F, G, H]] {
	return Generate(func(g *Generator) (Tuple8[A, B, C, D, E, F, G, H], error) { return MakeTuple8(body(g)), nil })
}

// Await8 is [Deferred.Await] for a function with eight results and an error.
func Await8[A, B, C, D, E, F, G, H any](d *Deferred[Tuple8[A, B, C, D, E, F, G, H]], g *Generator) (A, B, C, D, E, F, G, H, error) {
	t, err := d.Await(g)
	v1, v2, v3, v4, v5, v6, v7, v8 := t.Unpack()
	return v1, v2, v3, v4, v5, v6, v7, v8, err
}
