package deferred_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/evert-go/evert/deferred"
)

// Line 16 of this file comes from line 3 of shop.go, says this one, as a generated file would.
var _ = deferred.Sites("shop.go", "16:3")

func priceDeferred() *deferred.Deferred[int] {
	return deferred.AddCallback(askDeferred("price?"), func(string) (int, error) {
		return 0, errors.New("sold out")
	})
}

// Trails tell of the source that people have written.
func ExampleSites() {
	price := priceDeferred()
	question.Callback("")
	for _, site := range price.Trail() {
		fmt.Println(site.Func[strings.LastIndex(site.Func, ".")+1:], filepath.Base(site.File), site.Line)
	}
	// Output:
	// asked: price?
	// price shop.go 3
}
