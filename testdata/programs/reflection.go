// Reflection: fields, tags, calls of methods and functions by value.
package main

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

type config struct {
	Name  string   `conf:"name,required"`
	Port  int      `conf:"port"`
	Tags  []string `conf:"tags"`
	On    bool     `conf:"on"`
	Level level    `conf:"level"`
	skip  int
}

type level int

func (l *level) Set(s string) error {
	switch strings.ToLower(s) {
	case "low":
		*l = 1
	case "high":
		*l = 2
	default:
		return fmt.Errorf("no level %q", s)
	}
	return nil
}

type setter interface{ Set(string) error }

var errRequired = errors.New("required")

func decode(in map[string]string, out any) (err error) {
	v := reflect.ValueOf(out).Elem()
	var errs []error
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, opts, _ := strings.Cut(f.Tag.Get("conf"), ",")
		if name == "" {
			continue
		}
		text, ok := in[name]
		if !ok {
			if opts == "required" {
				errs = append(errs, fmt.Errorf("%s: %w", name, errRequired))
			}
			continue
		}
		if err := set(v.Field(i), text); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errors.Join(errs...)
}

func set(v reflect.Value, text string) error {
	if s, ok := v.Addr().Interface().(setter); ok {
		return s.Set(text)
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return err
		}
		v.SetInt(int64(n))
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return err
		}
		v.SetBool(b)
	case reflect.Slice:
		for _, part := range strings.Split(text, ";") {
			e := reflect.New(v.Type().Elem()).Elem()
			if err := set(e, part); err != nil {
				return err
			}
			v.Set(reflect.Append(v, e))
		}
	}
	return nil
}

func (c config) Describe(prefix string, n int) string { return fmt.Sprint(prefix, c.Name, n) }
func (c *config) Rename(name string)                  { c.Name = name }

func call(f any, args ...any) []any {
	var in []reflect.Value
	for _, a := range args {
		in = append(in, reflect.ValueOf(a))
	}
	var out []any
	for _, v := range reflect.ValueOf(f).Call(in) {
		out = append(out, v.Interface())
	}
	return out
}

func main() {
	var c config
	fmt.Println(decode(map[string]string{"name": "n", "port": "80", "tags": "a;b", "on": "true", "level": "HIGH"}, &c))
	fmt.Printf("%+v\n", c)
	err := decode(map[string]string{"port": "x", "level": "none"}, new(config))
	fmt.Println(err, errors.Is(err, errRequired), errors.Is(err, strconv.ErrSyntax))
	t := reflect.TypeOf(&c)
	for _, name := range []string{"Describe", "Rename", "Missing"} {
		m, ok := t.MethodByName(name)
		fmt.Print(m.Name, ok, " ")
	}
	fmt.Println()
	reflect.ValueOf(&c).MethodByName("Rename").Call([]reflect.Value{reflect.ValueOf("new")})
	fmt.Println(call(c.Describe, "p:", 3), call(strings.ToUpper, "x"), call(func(a, b int) (int, error) { return a + b, nil }, 1, 2))
	swap := reflect.MakeFunc(reflect.TypeOf(func(int, int) (int, int) { return 0, 0 }), func(a []reflect.Value) []reflect.Value {
		return []reflect.Value{a[1], a[0]}
	}).Interface().(func(int, int) (int, int))
	fmt.Println(swap(1, 2))
}
