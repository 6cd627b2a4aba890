package style

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Expr is an expression made ready to run. It gives string, float64, bool,
// []any or nil, and never fails: what has no value is nil.
type Expr func(*Scope) any

type compiler struct {
	unknown *[]string
	place   string
}

func constant(v any) Expr { return func(*Scope) any { return v } }

func (c *compiler) miss(format string, args ...any) Expr {
	*c.unknown = append(*c.unknown, c.place+": "+fmt.Sprintf(format, args...))
	return constant(nil)
}

// operators is the table of what is understood, by name.
func operators() map[string]func(*compiler, []any) Expr {
	compare := func(ok func(int) bool) func(*compiler, []any) Expr {
		return func(c *compiler, args []any) Expr {
			return c.two(args, func(a, b any) any {
				order, comparable := compareValues(a, b)
				return comparable && ok(order)
			})
		}
	}
	return map[string]func(*compiler, []any) Expr{
		"literal": func(c *compiler, args []any) Expr {
			if len(args) != 1 {
				return c.miss("literal takes one value")
			}
			return constant(args[0])
		},
		"zoom":          func(*compiler, []any) Expr { return func(s *Scope) any { return s.Zoom } },
		"get":           (*compiler).get,
		"geometry-type": func(*compiler, []any) Expr { return geometryType },
		"==":            func(c *compiler, args []any) Expr { return c.two(args, func(a, b any) any { return equal(a, b) }) },
		"!=":            func(c *compiler, args []any) Expr { return c.two(args, func(a, b any) any { return !equal(a, b) }) },
		">":             compare(func(o int) bool { return o > 0 }),
		">=":            compare(func(o int) bool { return o >= 0 }),
		"<":             compare(func(o int) bool { return o < 0 }),
		"<=":            compare(func(o int) bool { return o <= 0 }),
		"!": func(c *compiler, args []any) Expr {
			e := c.all(args)
			return func(s *Scope) any { v, _ := first(e, s).(bool); return !v }
		},
		"all":       func(c *compiler, args []any) Expr { return c.truths(args, true) },
		"any":       func(c *compiler, args []any) Expr { return c.truths(args, false) },
		"in":        func(c *compiler, args []any) Expr { return c.two(args, contains) },
		"index-of":  func(c *compiler, args []any) Expr { return c.two(args, indexOf) },
		"slice":     (*compiler).slice,
		"coalesce":  (*compiler).coalesce,
		"case":      (*compiler).cases,
		"match":     (*compiler).match,
		"step":      (*compiler).step,
		"let":       (*compiler).let,
		"var":       (*compiler).variable,
		"concat":    (*compiler).concat,
		"to-string": (*compiler).concat,
		"to-number": func(c *compiler, args []any) Expr {
			e := c.all(args)
			return func(s *Scope) any { return toNumber(first(e, s)) }
		},
		"interpolate": (*compiler).interpolate,
		"*":           func(c *compiler, args []any) Expr { return c.fold(args, func(a, b float64) float64 { return a * b }) },
		"+":           func(c *compiler, args []any) Expr { return c.fold(args, func(a, b float64) float64 { return a + b }) },
		"-":           func(c *compiler, args []any) Expr { return c.fold(args, func(a, b float64) float64 { return a - b }) },
		"/":           func(c *compiler, args []any) Expr { return c.fold(args, func(a, b float64) float64 { return a / b }) },
	}
}

// compile makes a value of a style ready. A list that starts with the name of
// an operator is an expression; any other list is itself.
func (c *compiler) compile(v any) Expr {
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		return constant(v)
	}
	name, ok := list[0].(string)
	if !ok {
		return constant(v)
	}
	if op, ok := operators()[name]; ok {
		return op(c, list[1:])
	}
	// Lists of words that are no expressions: fonts, anchors, writing modes.
	if words := strings.Fields("text-font text-variable-anchor text-variable-anchor-offset text-writing-mode"); slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(c.place, "/"+w) }) {
		return constant(v)
	}
	return c.miss("operator %q", name)
}

func (c *compiler) all(args []any) []Expr {
	out := make([]Expr, len(args))
	for i, a := range args {
		out[i] = c.compile(a)
	}
	return out
}

func first(e []Expr, s *Scope) any {
	if len(e) == 0 {
		return nil
	}
	return e[0](s)
}

func (c *compiler) two(args []any, f func(a, b any) any) Expr {
	e := c.all(args)
	if len(e) != 2 {
		return c.miss("%d arguments where two belong", len(e))
	}
	return func(s *Scope) any { return f(e[0](s), e[1](s)) }
}

func (c *compiler) fold(args []any, f func(a, b float64) float64) Expr {
	e := c.all(args)
	return func(s *Scope) any {
		sum, ok := first(e, s).(float64)
		for _, x := range e[min(1, len(e)):] {
			v, is := x(s).(float64)
			sum, ok = f(sum, v), ok && is
		}
		if !ok {
			return nil
		}
		return sum
	}
}

func (c *compiler) truths(args []any, all bool) Expr {
	e := c.all(args)
	return func(s *Scope) any {
		for _, x := range e {
			if v, _ := x(s).(bool); v != all {
				return !all
			}
		}
		return all
	}
}

func (c *compiler) get(args []any) Expr {
	name, ok := "", len(args) == 1
	if ok {
		name, ok = args[0].(string)
	}
	if !ok {
		return c.miss("get takes a name")
	}
	return func(s *Scope) any {
		if s.Feature == nil {
			return nil
		}
		switch v := s.Feature.Value(name).(type) {
		case int64:
			return float64(v)
		case string, float64, bool:
			return v
		}
		return nil
	}
}

func geometryType(s *Scope) any {
	if s.Feature == nil {
		return nil
	}
	return s.Feature.GeometryType()
}

func equal(a, b any) bool {
	switch a.(type) {
	case nil, string, float64, bool:
		switch b.(type) {
		case nil, string, float64, bool:
			return a == b
		}
	}
	return false
}

func compareValues(a, b any) (order int, ok bool) {
	switch a := a.(type) {
	case float64:
		if b, ok := b.(float64); ok {
			switch {
			case a < b:
				return -1, true
			case a > b:
				return 1, true
			}
			return 0, true
		}
	case string:
		if b, ok := b.(string); ok {
			return strings.Compare(a, b), true
		}
	}
	return 0, false
}

func contains(a, b any) any {
	switch in := b.(type) {
	case []any:
		return slices.ContainsFunc(in, func(v any) bool { return equal(a, v) })
	case string:
		part, ok := a.(string)
		return ok && strings.Contains(in, part)
	}
	return false
}

// indexOf counts characters, as slice does.
func indexOf(a, b any) any {
	part, ok := a.(string)
	in, is := b.(string)
	if !ok || !is {
		return -1.0
	}
	at := strings.Index(in, part)
	if at < 0 {
		return -1.0
	}
	return float64(utf8.RuneCountInString(in[:at]))
}

func (c *compiler) slice(args []any) Expr {
	e := c.all(args)
	if len(e) < 2 || len(e) > 3 {
		return c.miss("slice takes two or three arguments")
	}
	return func(s *Scope) any {
		text, ok := e[0](s).(string)
		from, is := e[1](s).(float64)
		if !ok || !is {
			return nil
		}
		runes := []rune(text)
		to := float64(len(runes))
		if len(e) == 3 {
			if v, ok := e[2](s).(float64); ok {
				to = v
			}
		}
		lo := min(max(0, int(from)), len(runes))
		return string(runes[lo:min(max(lo, int(to)), len(runes))])
	}
}

func (c *compiler) coalesce(args []any) Expr {
	e := c.all(args)
	return func(s *Scope) any {
		for _, x := range e {
			if v := x(s); v != nil {
				return v
			}
		}
		return nil
	}
}

func (c *compiler) cases(args []any) Expr {
	e := c.all(args)
	if len(e)%2 == 0 {
		return c.miss("case has no last value")
	}
	return func(s *Scope) any {
		for i := 0; i+1 < len(e); i += 2 {
			if v, _ := e[i](s).(bool); v {
				return e[i+1](s)
			}
		}
		return e[len(e)-1](s)
	}
}

func (c *compiler) match(args []any) Expr {
	if len(args) < 2 || len(args)%2 != 0 {
		return c.miss("match has no last value")
	}
	input, byDefault := c.compile(args[0]), c.compile(args[len(args)-1])
	type branch struct {
		labels []any
		value  Expr
	}
	var branches []branch
	for i := 1; i+1 < len(args); i += 2 {
		labels, ok := args[i].([]any)
		if !ok {
			labels = args[i : i+1]
		}
		branches = append(branches, branch{labels, c.compile(args[i+1])})
	}
	return func(s *Scope) any {
		v := input(s)
		for _, b := range branches {
			if slices.ContainsFunc(b.labels, func(l any) bool { return equal(l, v) }) {
				return b.value(s)
			}
		}
		return byDefault(s)
	}
}

// stops reads pairs of an ascending number and a value.
func (c *compiler) stops(args []any) (at []float64, values []Expr) {
	for i := 0; i+1 < len(args); i += 2 {
		n, ok := args[i].(float64)
		if !ok {
			c.miss("stop %v is no number", args[i])
		}
		at, values = append(at, n), append(values, c.compile(args[i+1]))
	}
	return at, values
}

func (c *compiler) step(args []any) Expr {
	if len(args) < 2 {
		return c.miss("step has no values")
	}
	input := c.compile(args[0])
	at, values := c.stops(append([]any{math.Inf(-1)}, args[1:]...))
	return func(s *Scope) any {
		n, ok := input(s).(float64)
		if !ok {
			return nil
		}
		i := 0
		for i+1 < len(at) && n >= at[i+1] {
			i++
		}
		return values[i](s)
	}
}

// interpolate goes between numbers, and between colours it takes the nearer
// stop's: the project's styles interpolate numbers alone.
func (c *compiler) interpolate(args []any) Expr {
	if len(args) < 4 {
		return c.miss("interpolate has no stops")
	}
	base := 1.0
	switch how, _ := args[0].([]any); {
	case len(how) == 1 && how[0] == "linear":
	case len(how) == 2 && how[0] == "exponential":
		if b, ok := how[1].(float64); ok {
			base = b
		}
	default:
		return c.miss("interpolation %v", args[0])
	}
	input := c.compile(args[1])
	at, values := c.stops(args[2:])
	return func(s *Scope) any {
		n, ok := input(s).(float64)
		if !ok {
			return nil
		}
		last := len(at) - 1
		if n <= at[0] {
			return values[0](s)
		}
		if n >= at[last] {
			return values[last](s)
		}
		i := 0
		for n >= at[i+1] {
			i++
		}
		a, isA := values[i](s).(float64)
		b, isB := values[i+1](s).(float64)
		if !isA || !isB {
			return nil
		}
		t := (n - at[i]) / (at[i+1] - at[i])
		if base != 1 {
			t = (math.Pow(base, n-at[i]) - 1) / (math.Pow(base, at[i+1]-at[i]) - 1)
		}
		return a + (b-a)*t
	}
}

func (c *compiler) let(args []any) Expr {
	if len(args)%2 == 0 {
		return c.miss("let has no body")
	}
	var names []string
	var values []Expr
	for i := 0; i+1 < len(args); i += 2 {
		name, _ := args[i].(string)
		names, values = append(names, name), append(values, c.compile(args[i+1]))
	}
	body := c.compile(args[len(args)-1])
	return func(s *Scope) any {
		inner := Scope{Zoom: s.Zoom, Feature: s.Feature, vars: map[string]any{}}
		for name, v := range s.vars {
			inner.vars[name] = v
		}
		for i, name := range names {
			inner.vars[name] = values[i](s)
		}
		return body(&inner)
	}
}

func (c *compiler) variable(args []any) Expr {
	if len(args) != 1 {
		return c.miss("var takes a name")
	}
	name, _ := args[0].(string)
	return func(s *Scope) any { return s.vars[name] }
}

func (c *compiler) concat(args []any) Expr {
	e := c.all(args)
	return func(s *Scope) any {
		var b strings.Builder
		for _, x := range e {
			b.WriteString(toText(x(s)))
		}
		return b.String()
	}
}

func toText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func toNumber(v any) any {
	switch v := v.(type) {
	case float64:
		return v
	case string:
		if n, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
			return n
		}
	case bool:
		if v {
			return 1.0
		}
		return 0.0
	}
	return nil
}
