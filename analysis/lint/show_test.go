package lint

import (
	"go/parser"
	"testing"
)

func TestShow(t *testing.T) {
	for in, want := range map[string]string{
		`(x.f)`:          `x.f`,
		`new(T).m(1, 2)`: `new(T).m(1, 2)`,
		`db.Raw("SELECT count(*) FROM a_table_with_a_long_name WHERE id = ?", id).Row().Scan`: `db.Raw(...).Row().Scan`,
		`a(func() { println("what is in a literal is never printed") }).b`:                    `a((func() literal)).b`,
	} {
		x, err := parser.ParseExpr(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := show(x); got != want {
			t.Errorf("%s is shown as %s, want %s", in, got, want)
		}
	}
}
