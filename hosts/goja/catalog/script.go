package catalog

import (
	"github.com/dop251/goja"

	gojahost "github.com/evert-go/evert/hosts/goja"
)

// Enable gives the scripts of c's loop an object that is called catalog. It is called on
// the loop.
func (c *Catalog) Enable(vm *goja.Runtime) error {
	vm.SetFieldNameMapper(goja.TagFieldNameMapper("json", true))
	object := vm.NewObject()
	for name, value := range map[string]any{
		"quoted": c.Quoted,
		"quote": func(article string, n int) *goja.Promise {
			return gojahost.Promise(c.Loop, c.QuoteDeferred(c.Loop, article, n))
		},
		"order": func(lines []Line, discount goja.Callable) *goja.Promise {
			return gojahost.Promise(c.Loop, c.OrderDeferred(c.Loop, lines, discount))
		},
	} {
		if err := object.Set(name, value); err != nil {
			return err
		}
	}
	return vm.Set("catalog", object)
}
