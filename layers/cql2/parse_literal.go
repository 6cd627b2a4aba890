package cql2

import (
	"fmt"

	"github.com/paulmach/orb"
)

// literal reads DATE, TIMESTAMP, INTERVAL or BBOX behind its parenthesis.
func (p *parser) literal(t token, word string) (Expr, error) {
	switch word {
	case "INTERVAL":
		start, err := p.intervalEnd()
		if err != nil {
			return nil, err
		}
		if err := p.need(","); err != nil {
			return nil, err
		}
		end, err := p.intervalEnd()
		if err != nil {
			return nil, err
		}
		if err := p.need(")"); err != nil {
			return nil, err
		}
		return newInterval(t.pos, start, end)
	case "BBOX":
		var v []float64
		for {
			n, err := p.coordinate()
			if err != nil {
				return nil, err
			}
			v = append(v, n)
			if p.sign(")") {
				return newBox(t.pos, v)
			}
			if !p.sign(",") {
				return nil, p.expected(", or )")
			}
		}
	}
	text := p.peek()
	if text.kind != textToken {
		return nil, p.expected("an instant in '…'")
	}
	p.at++
	v, err := instantLiteral(text.pos, text.text, word == "DATE")
	if err != nil {
		return nil, err
	}
	return &Time{v, t.pos}, p.need(")")
}

func instantLiteral(pos int, text string, date bool) (Instant, error) {
	v, err := ParseInstant(text)
	if err != nil {
		return Instant{}, &SyntaxError{pos, err.Error()}
	}
	if v.IsDate() != date {
		want := "a date YYYY-MM-DD"
		if !date {
			want = "a time YYYY-MM-DDThh:mm:ssZ"
		}
		return Instant{}, &SyntaxError{pos, "expected " + want + ", not " + text}
	}
	return v, nil
}

// newBox checks the numbers of a BBOX.
func newBox(pos int, v []float64) (Expr, error) {
	if len(v) != 4 && len(v) != 6 {
		return nil, &SyntaxError{pos, fmt.Sprintf("a box has 4 numbers, or 6 with heights, not %d", len(v))}
	}
	return &Box{v, pos}, nil
}

// intervalEnd reads a date, a time, '..', a property or a function.
func (p *parser) intervalEnd() (Expr, error) {
	t := p.peek()
	if t.kind != textToken {
		e, err := p.primary()
		if err != nil {
			return nil, err
		}
		return checkEnd(e)
	}
	p.at++
	return endOfText(t.pos, t.text)
}

func endOfText(pos int, text string) (Expr, error) {
	if text == ".." {
		return &Open{pos}, nil
	}
	v, err := ParseInstant(text)
	if err != nil {
		return nil, &SyntaxError{pos, err.Error() + " nor '..'"}
	}
	return &Time{v, pos}, nil
}

// checkEnd lets only what the grammar allows be an end of an interval.
func checkEnd(e Expr) (Expr, error) {
	switch e := e.(type) {
	case *Property:
		return e, nil
	case *Op:
		if _, ok := operator(e.Name); !ok {
			return e, nil
		}
	}
	return nil, &SyntaxError{e.At(), "expected an instant in '…', '..', a property or a function as the end of an interval"}
}

// coordinate reads a signed number.
func (p *parser) coordinate() (float64, error) {
	sign := 1.0
	if p.sign("-") {
		sign = -1
	} else {
		p.sign("+")
	}
	t := p.peek()
	if t.kind != numberToken {
		return 0, p.expected("a number")
	}
	p.at++
	return sign * t.number, nil
}

// heights collects the third coordinates of a geometry: all positions have one or none.
type heights struct {
	z         []float64
	positions int
}

func (h *heights) add(pos int, n []float64) (orb.Point, error) {
	if len(n) != 2 && len(n) != 3 {
		return orb.Point{}, &SyntaxError{pos, fmt.Sprintf("a position has 2 or 3 numbers, not %d", len(n))}
	}
	if h.positions > 0 && (len(n) == 3) != (h.z != nil) {
		return orb.Point{}, &SyntaxError{pos, "some positions have a height and others have not"}
	}
	h.positions++
	if len(n) == 3 {
		h.z = append(h.z, n[2])
	}
	return orb.Point{n[0], n[1]}, nil
}

// wktReader reads the body of a geometry literal.
type wktReader struct {
	*parser
	heights
}

// wkt reads a geometry behind its type's name.
func (p *parser) wkt(pos int, name string) (Expr, error) {
	w := &wktReader{parser: p}
	g, err := w.body(name)
	if err != nil {
		return nil, err
	}
	if err := checkShape(pos, g); err != nil {
		return nil, err
	}
	return &Geometry{Value: g, Z: w.z, Pos: pos}, nil
}

func (w *wktReader) body(name string) (orb.Geometry, error) {
	w.word("Z")
	switch name {
	case "Point":
		return w.pointInParentheses()
	case "LineString":
		points, err := w.points()
		return orb.LineString(points), err
	case "Polygon":
		return w.polygon()
	case "MultiPoint":
		points, err := many(w, func() (orb.Point, error) {
			if w.peek().isSign("(") {
				return w.pointInParentheses()
			}
			return w.point() // MULTIPOINT(1 2, 3 4), which much software writes
		})
		return orb.MultiPoint(points), err
	case "MultiLineString":
		lines, err := many(w, func() (orb.LineString, error) { return w.points() })
		return orb.MultiLineString(lines), err
	case "MultiPolygon":
		polygons, err := many(w, w.polygon)
		return orb.MultiPolygon(polygons), err
	}
	members, err := many(w, func() (orb.Geometry, error) {
		t := w.peek()
		name, ok := find(geometryWords[:], t.text)
		if !ok || t.kind != wordToken || name == "GeometryCollection" {
			return nil, w.expected("a geometry that is not a collection")
		}
		w.at++
		return w.body(name)
	})
	return orb.Collection(members), err
}

func (w *wktReader) point() (orb.Point, error) {
	pos := w.peek().pos
	var n []float64
	for len(n) == 0 || w.peek().kind == numberToken || w.peek().isSign("-") || w.peek().isSign("+") {
		v, err := w.coordinate()
		if err != nil {
			return orb.Point{}, err
		}
		n = append(n, v)
		if len(n) > 3 {
			break
		}
	}
	return w.add(pos, n)
}

func (w *wktReader) pointInParentheses() (orb.Point, error) {
	if err := w.need("("); err != nil {
		return orb.Point{}, err
	}
	at, err := w.point()
	if err != nil {
		return orb.Point{}, err
	}
	return at, w.need(")")
}

func (w *wktReader) points() ([]orb.Point, error) { return many(w, w.point) }

func (w *wktReader) polygon() (orb.Polygon, error) {
	rings, err := many(w, func() (orb.Ring, error) { return w.points() })
	return orb.Polygon(rings), err
}

// many reads one or more of what stands in parentheses, between commas.
func many[T any](w *wktReader, one func() (T, error)) ([]T, error) {
	if err := w.need("("); err != nil {
		return nil, err
	}
	var out []T
	for {
		v, err := one()
		if err != nil {
			return nil, err
		}
		out = append(out, v)
		if w.sign(")") {
			return out, nil
		}
		if !w.sign(",") {
			return nil, w.expected(", or )")
		}
	}
}

// checkShape refuses lines of one position and rings that are open or flat.
func checkShape(pos int, g orb.Geometry) error {
	switch g := g.(type) {
	case orb.LineString:
		if len(g) < 2 {
			return &SyntaxError{pos, "a line has 2 positions or more"}
		}
	case orb.MultiLineString:
		for _, l := range g {
			if err := checkShape(pos, l); err != nil {
				return err
			}
		}
	case orb.Polygon:
		if len(g) == 0 {
			return &SyntaxError{pos, "a polygon has a ring"}
		}
		for _, r := range g {
			if len(r) < 4 {
				return &SyntaxError{pos, "a ring has 4 positions or more, the last equal to the first"}
			}
			if r[0] != r[len(r)-1] {
				return &SyntaxError{pos, fmt.Sprintf("ring not closed at (%v, %v)", r[0][0], r[0][1])}
			}
		}
	case orb.MultiPolygon:
		for _, p := range g {
			if err := checkShape(pos, p); err != nil {
				return err
			}
		}
	case orb.Collection:
		for _, m := range g {
			if err := checkShape(pos, m); err != nil {
				return err
			}
		}
	}
	return nil
}
