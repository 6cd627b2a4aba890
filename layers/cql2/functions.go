package cql2

import (
	"fmt"
	"strings"

	"layoutmap/geo"

	"github.com/paulmach/orb"
)

// Function describes a function that a filter may call. Names are of any case.
type Function struct {
	Name        string
	Description string
	Arguments   []Argument
	Returns     Type
	build       func(args []*value) *value
}

// Argument describes one argument of a function.
type Argument struct {
	Title    string
	Type     Type
	Optional bool // only the last
}

// Functions is the table of all functions, in the order they are listed. To add
// one, add a row.
func Functions() []Function {
	geometry := Argument{Title: "geometry", Type: TypeGeometry}
	return []Function{
		{Name: "casei", Description: "The text without regard to case (Unicode full case folding). 不分大小写", Returns: TypeText,
			Arguments: []Argument{{Title: "text", Type: TypeText}}, build: textFunction(foldCase)},
		{Name: "accenti", Description: "The text without accents (Unicode decomposition). 不分重音符号", Returns: TypeText,
			Arguments: []Argument{{Title: "text", Type: TypeText}}, build: textFunction(foldAccents)},
		{Name: "distance", Description: "Least distance between two geometries, metres, geodesic on WGS 84; 0 where they meet. 最短距离（米）", Returns: TypeNumber,
			Arguments: []Argument{geometry, geometry}, build: distance},
		{Name: "buffer", Description: "The area within a distance of a geometry, on the ground. 缓冲区", Returns: TypeGeometry,
			Arguments: []Argument{geometry, {Title: "distance", Type: TypeNumber}, {Title: "unit: 'm' (as without it) or 'km'", Type: TypeText, Optional: true}}, build: buffer},
		{Name: "length", Description: "Length of lines, perimeter of areas, metres, geodesic on WGS 84. 长度（米）", Returns: TypeNumber,
			Arguments: []Argument{geometry}, build: measure(func(g orb.Geometry) float64 { return float64(geo.Length(g)) })},
		{Name: "area", Description: "Area, square metres, on WGS 84. 面积（平方米）", Returns: TypeNumber,
			Arguments: []Argument{geometry}, build: measure(geo.AreaOf)},
	}
}

// call compiles the call of a function of the table.
func call(e *Op, args []*value) (*value, error) {
	var names []string
	for _, f := range Functions() {
		names = append(names, f.Name)
		if !strings.EqualFold(f.Name, e.Name) {
			continue
		}
		least := len(f.Arguments)
		if f.Arguments[least-1].Optional {
			least--
		}
		if len(args) < least || len(args) > len(f.Arguments) {
			return nil, wrong(e.Pos, "%s takes %d arguments, not %d", f.Name, least, len(args))
		}
		for i, a := range args {
			if want := f.Arguments[i].Type; a.typ != want {
				return nil, wrong(a.pos, "argument %d of %s (%s) is a %s, not a %s", i+1, f.Name, f.Arguments[i].Title, want, a.typ)
			}
		}
		return f.build(args), nil
	}
	return nil, wrong(e.Pos, "there is no function %q; there are %s", clip(e.Name), strings.Join(names, ", "))
}

func textFunction(f func(string) string) func([]*value) *value {
	return func(args []*value) *value {
		a := args[0]
		return &value{typ: TypeText, text: func(r *run) (string, bool) {
			s, ok := a.text(r)
			if !ok {
				return "", false
			}
			return f(s), true
		}}
	}
}

func measure(f func(orb.Geometry) float64) func([]*value) *value {
	return func(args []*value) *value {
		a := args[0]
		return &value{typ: TypeNumber, num: func(r *run) (float64, bool) {
			g, ok := a.geom(r)
			if !ok {
				return 0, false
			}
			return f(g), true
		}}
	}
}

func distance(args []*value) *value {
	a, b := args[0], args[1]
	v := &value{typ: TypeNumber, num: func(r *run) (float64, bool) {
		x, ok := a.geom(r)
		y, also := b.geom(r)
		if !ok || !also {
			return 0, false
		}
		d, err := geo.DistanceBetween(x, y)
		if err != nil {
			r.fail(err)
			return 0, false
		}
		return float64(d), true
	}}
	if b.indexed {
		a, b = b, a
	}
	if a.indexed && b.constant {
		if g, ok := b.geom(nil); ok {
			box := g.Bound()
			v.near = &box
		}
	}
	return v
}

func buffer(args []*value) *value {
	return &value{typ: TypeGeometry, geom: func(r *run) (orb.Geometry, bool) {
		g, ok := args[0].geom(r)
		d, also := args[1].num(r)
		if !ok || !also {
			return nil, false
		}
		if len(args) == 3 {
			unit, ok := args[2].text(r)
			switch {
			case !ok:
				return nil, false
			case unit == "km":
				d *= 1000
			case unit != "m":
				r.fail(fmt.Errorf("buffer: unknown unit '%s', want 'm' or 'km'", clip(unit)))
				return nil, false
			}
		}
		out, err := geo.BufferGround(g, geo.Metres(d))
		if err != nil {
			r.fail(err)
			return nil, false
		}
		return out, true
	}}
}
