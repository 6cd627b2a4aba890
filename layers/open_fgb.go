package layers

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// Bounds on a FlatGeobuf file.
const (
	maxFGBHeader  = 10 << 20 // bytes
	maxFGBColumns = 1 << 12
	maxFGBDepth   = 16 // collections in collections
)

// openFGB reads FlatGeobuf, features in the order of the file. The index is
// skipped: the layer builds its own. Every offset is checked, and a geometry
// may not have more vertices than its feature has bytes for.
func openFGB(f dataFile) (*table, error) {
	data := f.data
	if len(data) < 12 || string(data[:3]) != "fgb" || data[3] != 3 || string(data[4:7]) != "fgb" {
		return nil, errors.New("not a FlatGeobuf file of version 3")
	}
	head, rest, err := sized(data[8:])
	if err != nil || len(head) > maxFGBHeader {
		return nil, fmt.Errorf("header: %w", errTruncated)
	}
	h := fbRoot(head)
	t := &table{}
	if t.crs, err = f.fileCRS(func() (crs.CRS, error) { return fgbCRS(h.table(10)) }); err != nil {
		return nil, err
	}
	kind := h.byte(2)
	columns := h.tables(7)
	if len(columns) > maxFGBColumns {
		return nil, fmt.Errorf("%d columns, at most %d are read", len(columns), maxFGBColumns)
	}
	var types []byte
	for _, c := range columns {
		k := c.byte(1)
		t.columns = append(t.columns, column{c.text(0), fgbKind(k)})
		types = append(types, k)
	}
	count := h.uint64(8)
	node := uint64(16)
	if at, ok := h.at(9, 2); ok {
		node = uint64(binary.LittleEndian.Uint16(at))
	}
	if *h.bad {
		return nil, fmt.Errorf("header: %w", errTruncated)
	}
	if node > 0 && count > 0 {
		size, err := fgbIndexLen(count, node)
		if err != nil || size > uint64(len(rest)) {
			return nil, fmt.Errorf("index: %w", errTruncated)
		}
		rest = rest[size:]
	}
	t.each = func(yield func(record) error) error {
		body := rest
		for n := 1; len(body) > 0; n++ {
			var one []byte
			var err error
			if one, body, err = sized(body); err != nil {
				return fmt.Errorf("feature %d: %w", n, err)
			}
			r, err := readFGBFeature(one, kind, types)
			if err != nil {
				return fmt.Errorf("feature %d: %w", n, err)
			}
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}
	return t, nil
}

// sized takes a part off the front that says its own length.
func sized(data []byte) (part, rest []byte, err error) {
	if len(data) < 4 {
		return nil, nil, errTruncated
	}
	n := uint64(binary.LittleEndian.Uint32(data))
	if n > uint64(len(data)-4) {
		return nil, nil, errTruncated
	}
	return data[4 : 4+n], data[4+n:], nil
}

// fgbIndexLen is the length of the index in bytes.
func fgbIndexLen(count, node uint64) (uint64, error) {
	if node < 2 || count > math.MaxUint32 {
		return 0, errTruncated
	}
	total := count
	for n := count; ; {
		n = (n + node - 1) / node
		total += n
		if n == 1 {
			return total * fgbNodeLen, nil
		}
	}
}

// fgbCRS is the system of the header; a file that states none is an error.
func fgbCRS(c fbTable) (crs.CRS, error) {
	org, code, text := c.text(0), int(int32(c.uint32(1))), c.text(4)
	switch {
	case *c.bad:
		return crs.CRS{}, fmt.Errorf("header: %w", errTruncated)
	case code > 0 && (org == "" || org == "EPSG"):
		return lookupCRS(fmt.Sprintf("EPSG:%d", code))
	case c.text(5) != "" && org != "":
		return lookupCRS(org + ":" + c.text(5))
	case text != "":
		return crsOfWKT(text)
	}
	return crs.CRS{}, fmt.Errorf("%w: the file does not state it; state it with crs: in layer.yaml", ErrCRS)
}

func fgbKind(k byte) Type {
	switch k {
	case fgbBool:
		return Boolean
	case fgbByte, fgbUByte, fgbShort, fgbUShort, fgbInt, fgbUInt, fgbLong, fgbULong:
		return Integer
	case fgbFloat, fgbDouble:
		return Number
	case fgbDateTime:
		return DateTime
	}
	return String
}

func readFGBFeature(data []byte, kind byte, types []byte) (record, error) {
	f := fbRoot(data)
	r := record{values: make([]any, len(types))}
	if err := readFGBProperties(f.bytes(1), types, r.values); err != nil {
		return r, err
	}
	g := f.table(0)
	if g.buf != nil {
		budget := len(data) / 16 // a vertex takes 16 bytes: what is shared between parts is no honest file
		var err error
		if r.geometry, err = readFGBGeometry(g, kind, &budget, 0); err != nil {
			return r, err
		}
	}
	if *f.bad {
		return r, errTruncated
	}
	return r, nil
}

func readFGBProperties(data, types []byte, into []any) error {
	widths := [...]int{fgbByte: 1, fgbUByte: 1, fgbBool: 1, fgbShort: 2, fgbUShort: 2, fgbInt: 4, fgbUInt: 4, fgbLong: 8, fgbULong: 8, fgbFloat: 4, fgbDouble: 8}
	for len(data) > 0 {
		if len(data) < 2 {
			return errTruncated
		}
		i := int(binary.LittleEndian.Uint16(data))
		data = data[2:]
		if i >= len(types) || types[i] > fgbBinary {
			return fmt.Errorf("a value of column %d, of which the header knows nothing", i)
		}
		if int(types[i]) >= len(widths) {
			text, rest, err := sized(data)
			if err != nil {
				return err
			}
			if types[i] != fgbBinary {
				into[i] = string(text)
			}
			data = rest
			continue
		}
		n := widths[types[i]]
		if len(data) < n {
			return errTruncated
		}
		var word [8]byte
		copy(word[:], data[:n])
		v := binary.LittleEndian.Uint64(word[:])
		switch types[i] {
		case fgbByte:
			into[i] = int64(int8(v))
		case fgbBool:
			into[i] = v != 0
		case fgbShort:
			into[i] = int64(int16(v))
		case fgbInt:
			into[i] = int64(int32(v))
		case fgbFloat:
			into[i] = float64(math.Float32frombits(uint32(v)))
		case fgbDouble:
			into[i] = math.Float64frombits(v)
		default:
			into[i] = int64(v)
		}
		data = data[n:]
	}
	return nil
}

// readFGBGeometry reads a Geometry table; kind is the header's, which stands
// for features that name none.
func readFGBGeometry(t fbTable, kind byte, budget *int, depth int) (orb.Geometry, error) {
	if k := t.byte(6); k != 0 {
		kind = k
	}
	if depth > maxFGBDepth {
		return nil, fmt.Errorf("geometry: collections deeper than %d", maxFGBDepth)
	}
	parts := t.tables(7)
	xy := t.bytes8(1)
	*budget -= len(xy)/16 + len(parts)/4
	if *budget < 0 || len(xy)%16 != 0 || *t.bad {
		return nil, fmt.Errorf("geometry: %w", errTruncated)
	}
	points := make([]orb.Point, len(xy)/16)
	for i := range points {
		points[i] = orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(xy[16*i:])), math.Float64frombits(binary.LittleEndian.Uint64(xy[16*i+8:]))}
	}
	runs, err := fgbRuns(points, t.uint32s(0))
	if err != nil {
		return nil, err
	}
	switch kind {
	case 1:
		if len(points) != 1 {
			return nil, nil // an empty point: no place
		}
		return points[0], nil
	case 2:
		return orb.LineString(points), nil
	case 3:
		return fgbPolygon(runs), nil
	case 4:
		return orb.MultiPoint(points), nil
	case 5:
		out := orb.MultiLineString{}
		for _, r := range runs {
			out = append(out, r)
		}
		return out, nil
	case 6, 7:
		polygons, all := orb.MultiPolygon{}, orb.Collection{}
		for _, p := range parts {
			k := byte(0)
			if kind == 6 {
				k = 3
			}
			g, err := readFGBGeometry(p, k, budget, depth+1)
			if err != nil {
				return nil, err
			}
			if polygon, ok := g.(orb.Polygon); ok && kind == 6 {
				polygons = append(polygons, polygon)
			} else if g != nil {
				all = append(all, g)
			}
		}
		if kind == 6 {
			return polygons, nil
		}
		return all, nil
	}
	return nil, fmt.Errorf("geometry: type %d is not served", kind)
}

func fgbPolygon(runs [][]orb.Point) orb.Polygon {
	out := orb.Polygon{}
	for _, r := range runs {
		out = append(out, r)
	}
	return out
}

// fgbRuns cuts the vertices at the ends; without ends they are one run.
func fgbRuns(points []orb.Point, ends []uint32) ([][]orb.Point, error) {
	if len(ends) == 0 {
		return [][]orb.Point{points}, nil
	}
	var out [][]orb.Point
	from := uint32(0)
	for _, end := range ends {
		if end < from || end > uint32(len(points)) {
			return nil, fmt.Errorf("geometry: %w", errTruncated)
		}
		out = append(out, points[from:end:end])
		from = end
	}
	return out, nil
}
