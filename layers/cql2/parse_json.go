package cql2

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

// ParseJSON reads a filter in the JSON encoding, after cql2.json of OGC
// 21-065r2. The tree is the one ParseText gives for the same filter. The error
// is a *SyntaxError.
func ParseJSON(source []byte) (Expr, error) {
	if len(source) > MaxLength {
		return nil, &SyntaxError{1, fmt.Sprintf("the filter has %d bytes; at most %d are read", len(source), MaxLength)}
	}
	n, err := readJSON(source)
	if err != nil {
		return nil, err
	}
	return fromJSON(&n)
}

// fromJSON reads anything but an array, which has a meaning only in some places.
func fromJSON(n *jsonNode) (Expr, error) {
	switch n.kind {
	case '"':
		return &Text{n.text, n.pos}, nil
	case 'n':
		return &Number{n.number, n.pos}, nil
	case 'b':
		return &Boolean{n.truth, n.pos}, nil
	case '{':
		return objectFromJSON(n)
	}
	return nil, &SyntaxError{n.pos, "expected a text, a number, a boolean or an object, not " + n.String()}
}

// argumentFromJSON reads an argument of a function, or an item of an array.
func argumentFromJSON(n *jsonNode) (Expr, error) {
	if n.kind != '[' {
		return fromJSON(n)
	}
	items, err := eachFromJSON(n, argumentFromJSON)
	if err != nil {
		return nil, err
	}
	return newList(n.pos, items)
}

func eachFromJSON(n *jsonNode, one func(*jsonNode) (Expr, error)) ([]Expr, error) {
	var out []Expr
	for i := range n.items {
		e, err := one(&n.items[i])
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// member gives a member of the kind wanted.
func (n *jsonNode) member(name string, kind byte) (*jsonNode, error) {
	m, ok := n.members[name]
	if !ok {
		return nil, &SyntaxError{n.pos, fmt.Sprintf("the object has no %q", name)}
	}
	if m.kind != kind {
		what := map[byte]string{'"': "a text", '[': "an array"}[kind]
		return nil, &SyntaxError{m.pos, fmt.Sprintf("expected %s as %q, not %s", what, name, m.String())}
	}
	return &m, nil
}

func objectFromJSON(n *jsonNode) (Expr, error) {
	for _, kind := range [...]struct {
		member string
		read   func(*jsonNode) (Expr, error)
	}{
		{"op", opFromJSON}, {"property", propertyFromJSON}, {"date", timeFromJSON}, {"timestamp", timeFromJSON},
		{"interval", intervalFromJSON}, {"bbox", boxFromJSON}, {"type", geometryFromJSON},
	} {
		// A GeoJSON geometry may have a bbox of its own.
		if _, ok := n.members[kind.member]; ok && !(kind.member == "bbox" && n.members["type"].kind == '"') {
			return kind.read(n)
		}
	}
	return nil, &SyntaxError{n.pos, "expected an object with op, property, date, timestamp, interval, bbox or a geometry's type"}
}

func propertyFromJSON(n *jsonNode) (Expr, error) {
	name, err := n.member("property", '"')
	if err != nil {
		return nil, err
	}
	if name.text == "" {
		return nil, &SyntaxError{name.pos, "a property's name is empty"}
	}
	return &Property{name.text, n.pos}, nil
}

func opFromJSON(n *jsonNode) (Expr, error) {
	op, err := n.member("op", '"')
	if err != nil {
		return nil, err
	}
	args, err := n.member("args", '[')
	if err != nil {
		return nil, err
	}
	name, known := operator(op.text)
	switch {
	case !known && (isKeyword(op.text) || !isIdentifier(op.text)):
		return nil, &SyntaxError{op.pos, fmt.Sprintf("%q is no operator and cannot name a function", clip(op.text))}
	case !known:
		name = op.text
	}
	want, fixed := arity(name)
	if fixed && len(args.items) != want {
		return nil, &SyntaxError{args.pos, fmt.Sprintf("%s takes %d arguments, not %d", name, want, len(args.items))}
	}
	if (name == "and" || name == "or") && len(args.items) < 2 {
		return nil, &SyntaxError{args.pos, fmt.Sprintf("%s takes 2 arguments or more, not %d", name, len(args.items))}
	}
	one := fromJSON
	if !known || isArrayName(name) {
		one = argumentFromJSON
	}
	if name != "in" {
		list, err := eachFromJSON(args, one)
		if err != nil {
			return nil, err
		}
		return newOp(n.pos, name, list...)
	}
	left, err := fromJSON(&args.items[0])
	if err != nil {
		return nil, err
	}
	in := &args.items[1]
	if in.kind != '[' {
		return nil, &SyntaxError{in.pos, "expected an array to look in, not " + in.String()}
	}
	items, err := eachFromJSON(in, fromJSON)
	if err != nil {
		return nil, err
	}
	list, err := newList(in.pos, items)
	if err != nil {
		return nil, err
	}
	return newOp(n.pos, name, left, list)
}

func timeFromJSON(n *jsonNode) (Expr, error) {
	_, date := n.members["date"]
	name := "timestamp"
	if date {
		name = "date"
	}
	text, err := n.member(name, '"')
	if err != nil {
		return nil, err
	}
	v, err := instantLiteral(text.pos, text.text, date)
	if err != nil {
		return nil, err
	}
	return &Time{v, n.pos}, nil
}

func intervalFromJSON(n *jsonNode) (Expr, error) {
	ends, err := n.member("interval", '[')
	if err != nil {
		return nil, err
	}
	if len(ends.items) != 2 {
		return nil, &SyntaxError{ends.pos, fmt.Sprintf("an interval has 2 ends, not %d", len(ends.items))}
	}
	list, err := eachFromJSON(ends, func(n *jsonNode) (Expr, error) {
		if n.kind == '"' {
			return endOfText(n.pos, n.text)
		}
		e, err := fromJSON(n)
		if err != nil {
			return nil, err
		}
		return checkEnd(e)
	})
	if err != nil {
		return nil, err
	}
	return newInterval(n.pos, list[0], list[1])
}

func boxFromJSON(n *jsonNode) (Expr, error) {
	box, err := n.member("bbox", '[')
	if err != nil {
		return nil, err
	}
	v, err := numbersOf(box)
	if err != nil {
		return nil, err
	}
	return newBox(n.pos, v)
}

func numbersOf(n *jsonNode) ([]float64, error) {
	if n.kind != '[' {
		return nil, &SyntaxError{n.pos, "expected an array of numbers, not " + n.String()}
	}
	out := make([]float64, len(n.items))
	for i := range n.items {
		if n.items[i].kind != 'n' {
			return nil, &SyntaxError{n.items[i].pos, "expected a number, not " + n.items[i].String()}
		}
		out[i] = n.items[i].number
	}
	return out, nil
}

func geometryFromJSON(n *jsonNode) (Expr, error) {
	h := &heights{}
	g, err := h.geometry(n)
	if err != nil {
		return nil, err
	}
	return &Geometry{Value: g, Z: h.z, Pos: n.pos}, checkShape(n.pos, g)
}

func (h *heights) geometry(n *jsonNode) (orb.Geometry, error) {
	kind, err := n.member("type", '"')
	if err != nil {
		return nil, err
	}
	if kind.text == "GeometryCollection" {
		members, err := n.member("geometries", '[')
		if err != nil {
			return nil, err
		}
		return eachOf(members, func(n *jsonNode) (orb.Geometry, error) {
			if n.kind != '{' || n.members["type"].text == "GeometryCollection" {
				return nil, &SyntaxError{n.pos, "expected a geometry that is not a collection"}
			}
			return h.geometry(n)
		}, func(m []orb.Geometry) orb.Geometry { return orb.Collection(m) })
	}
	if _, ok := find(geometryWords[:], kind.text); !ok {
		return nil, &SyntaxError{kind.pos, "expected the type of a geometry, one of " + strings.Join(geometryWords[:], ", ") + ", not " + kind.String()}
	}
	at, err := n.member("coordinates", '[')
	if err != nil {
		return nil, err
	}
	switch kind.text {
	case "Point":
		return h.point(at)
	case "LineString":
		return eachOf(at, h.point, func(p []orb.Point) orb.Geometry { return orb.LineString(p) })
	case "MultiPoint":
		return eachOf(at, h.point, func(p []orb.Point) orb.Geometry { return orb.MultiPoint(p) })
	case "MultiLineString":
		return eachOf(at, h.line, func(l []orb.LineString) orb.Geometry { return orb.MultiLineString(l) })
	case "Polygon":
		return h.polygon(at)
	case "MultiPolygon":
		return eachOf(at, h.polygon, func(p []orb.Polygon) orb.Geometry { return orb.MultiPolygon(p) })
	}
	return nil, &SyntaxError{kind.pos, kind.text + " is not how GeoJSON writes the type"}
}

func (h *heights) point(n *jsonNode) (orb.Point, error) {
	v, err := numbersOf(n)
	if err != nil {
		return orb.Point{}, err
	}
	return h.add(n.pos, v)
}

func (h *heights) line(n *jsonNode) (orb.LineString, error) {
	return eachOf(n, h.point, func(p []orb.Point) orb.LineString { return p })
}

func (h *heights) polygon(n *jsonNode) (orb.Polygon, error) {
	return eachOf(n, func(n *jsonNode) (orb.Ring, error) {
		return eachOf(n, h.point, func(p []orb.Point) orb.Ring { return p })
	}, func(r []orb.Ring) orb.Polygon { return r })
}

// eachOf reads the items of an array, one at least, and puts them together.
func eachOf[T, G any](n *jsonNode, one func(*jsonNode) (T, error), join func([]T) G) (G, error) {
	var none G
	if n.kind != '[' || len(n.items) == 0 {
		return none, &SyntaxError{n.pos, "expected an array with something in it, not " + n.String()}
	}
	out := make([]T, len(n.items))
	for i := range n.items {
		var err error
		if out[i], err = one(&n.items[i]); err != nil {
			return none, err
		}
	}
	return join(out), nil
}
