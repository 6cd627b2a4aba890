package layers

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// AppendFeature appends one GeoJSON feature: its id, geometry (null where
// unknown), and the document's columns in their order, nulls included. A page
// of a radius query adds distance_m, metres. In a CRS other than CRS84 the
// geometry, and it alone, is in that CRS and its axis order, as OGC API –
// Features Part 2 wants it; points among the properties stay CRS84.
func (d *Document) AppendFeature(dst []byte, m Match) []byte {
	dst = append(dst, `{"type":"Feature","id":`...)
	dst = appendString(dst, m.ID)
	dst = append(dst, `,"geometry":`...)
	g := m.Geometry
	if !d.CRS.IsCRS84() {
		g = crs.Map(g, d.CRS.Wire)
	}
	dst = AppendGeometry(dst, g)
	dst = append(dst, `,"properties":`...)
	return append(d.appendProperties(dst, m), '}')
}

// AppendGeometry appends a GeoJSON geometry, null for nil.
func AppendGeometry(dst []byte, g orb.Geometry) []byte {
	if g == nil {
		return append(dst, "null"...)
	}
	dst = append(dst, `{"type":"`...)
	dst = append(dst, g.GeoJSONType()...)
	if c, ok := g.(orb.Collection); ok {
		dst = append(dst, `","geometries":[`...)
		for i, m := range c {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = AppendGeometry(dst, m)
		}
		return append(dst, ']', '}')
	}
	dst = append(dst, `","coordinates":`...)
	dst = appendCoordinates(dst, g)
	return append(dst, '}')
}

func appendCoordinates(dst []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case orb.Point:
		return appendPosition(dst, g)
	case orb.MultiPoint:
		return appendList(dst, g, appendPosition)
	case orb.LineString:
		return appendList(dst, g, appendPosition)
	case orb.Ring:
		return appendList(dst, g, appendPosition)
	case orb.MultiLineString:
		return appendList(dst, g, appendPositions[orb.LineString])
	case orb.Polygon:
		return appendList(dst, g, appendPositions[orb.Ring])
	case orb.MultiPolygon:
		return appendList(dst, g, func(dst []byte, p orb.Polygon) []byte { return appendList(dst, p, appendPositions[orb.Ring]) })
	}
	return append(dst, '[', ']')
}

func appendPositions[T ~[]orb.Point](dst []byte, list T) []byte {
	return appendList(dst, list, appendPosition)
}

func appendPosition(dst []byte, p orb.Point) []byte {
	dst = appendNumber(append(dst, '['), p[0])
	dst = appendNumber(append(dst, ','), p[1])
	return append(dst, ']')
}

func appendList[T any](dst []byte, list []T, one func([]byte, T) []byte) []byte {
	dst = append(dst, '[')
	for i, v := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = one(dst, v)
	}
	return append(dst, ']')
}

func appendValue(dst []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return appendString(dst, v)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		return appendNumber(dst, v)
	case bool:
		return strconv.AppendBool(dst, v)
	case []string:
		return appendList(dst, v, appendString)
	case [2]float64:
		return appendPosition(dst, v)
	}
	return append(dst, "null"...)
}

// appendString appends a JSON string, byte for byte as json.Marshal writes it.
func appendString(dst []byte, s string) []byte {
	if plainJSON(s) {
		dst = append(dst, '"')
		dst = append(dst, s...)
		return append(dst, '"')
	}
	text, err := json.Marshal(s)
	if err != nil {
		return append(dst, `""`...) // unreachable: every Go string marshals
	}
	return append(dst, text...)
}

// plainJSON tells whether json.Marshal would do no more than put quotes around
// the text: so it is nearly always, and two allocations are saved for each.
func plainJSON(s string) bool {
	wide, rest := uint64(0), s
	for ; len(rest) >= 8; rest = rest[8:] {
		w := uint64(rest[0]) | uint64(rest[1])<<8 | uint64(rest[2])<<16 | uint64(rest[3])<<24 |
			uint64(rest[4])<<32 | uint64(rest[5])<<40 | uint64(rest[6])<<48 | uint64(rest[7])<<56 // one load
		if hasEscaped(w) {
			return false
		}
		wide |= w
	}
	if len(rest) > 0 {
		w := uint64(spaces)
		for i := range len(rest) {
			w = w<<8 | uint64(rest[i])
		}
		if hasEscaped(w) {
			return false
		}
		wide |= w
	}
	// U+2028 and U+2029 end lines in JavaScript: json.Marshal escapes them.
	return wide&highBits == 0 || utf8.ValidString(s) && !strings.Contains(s, "\u2028") && !strings.Contains(s, "\u2029")
}

// A byte in each of eight.
const (
	ones     = 0x0101010101010101
	highBits = 0x80 * ones
	spaces   = ' ' * ones
)

// hasEscaped tells whether one of eight bytes is a control character, ", &, <,
// > or \. Two that differ in one bit are sought as one; a borrow can only come
// from a byte that is found itself.
func hasEscaped(w uint64) bool {
	const quoteAmp, lessGreater, backslash = '"' * ones, '<' * ones, '\\' * ones
	q := w&^(0x04*ones) ^ quoteAmp
	l := w&^(0x02*ones) ^ lessGreater
	b := w ^ backslash
	return ((w-spaces)&^w|(q-ones)&^q|(l-ones)&^l|(b-ones)&^b)&highBits != 0
}
