package typeface

import (
	"encoding/binary"
	"math"
	"strconv"
)

// What MapLibre expects of glyphs, as mapbox/fontnik makes them: 24 px, a
// distance field of radius 8 px that leaves out the outermost quarter, and 3 px
// around each glyph.
const (
	sdfSize   = 24.0
	sdfRadius = 8.0
	sdfCutoff = 0.25
	sdfBuffer = 3
	sdfTop    = 27 // pixels from the top of a line to the baseline, as MapLibre's own fields have it
)

// RangeSize is the number of code points in a glyph range.
const RangeSize = 256

// Range encodes the glyphs first to first+255 that the font has, as the
// protocol buffer that MapLibre fetches (mapbox/node-fontnik, glyphs.proto).
func (f *Face) Range(first rune) []byte {
	name := Family + " " + f.Style
	var stack []byte
	stack = appendBytes(stack, 1, []byte(name))
	stack = appendBytes(stack, 2, []byte(strconv.Itoa(int(first))+"-"+strconv.Itoa(int(first)+RangeSize-1)))
	for r := first; r < first+RangeSize; r++ {
		if g := f.Glyph(r); !g.Missing {
			stack = appendBytes(stack, 3, g.field(r))
		}
	}
	return appendBytes(nil, 1, stack)
}

func appendBytes(dst []byte, field int, value []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(field)<<3|2)
	dst = binary.AppendUvarint(dst, uint64(len(value)))
	return append(dst, value...)
}

func appendUint(dst []byte, field int, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(dst, uint64(field)<<3), v)
}

func zigzag(v int) uint64 { return uint64(v)<<1 ^ uint64(v>>63) }

// field encodes one glyph.
func (g *Glyph) field(r rune) []byte {
	lines := g.lines(sdfSize)
	out := appendUint(nil, 1, uint64(r))
	if len(lines) == 0 {
		out = appendUint(appendUint(out, 3, 0), 4, 0)
		out = appendUint(appendUint(out, 5, 0), 6, 0)
		return appendUint(out, 7, uint64(math.Round(g.Advance*sdfSize)))
	}
	lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, l := range lines {
		for _, p := range l {
			lo = [2]float64{min(lo[0], p[0]), min(lo[1], p[1])}
			hi = [2]float64{max(hi[0], p[0]), max(hi[1], p[1])}
		}
	}
	left, top := int(math.Floor(lo[0])), int(math.Floor(lo[1]))
	w, h := int(math.Ceil(hi[0]))-left, int(math.Ceil(hi[1]))-top
	bitmap := make([]byte, 0, (w+2*sdfBuffer)*(h+2*sdfBuffer))
	for y := top - sdfBuffer; y < top+h+sdfBuffer; y++ {
		for x := left - sdfBuffer; x < left+w+sdfBuffer; x++ {
			bitmap = append(bitmap, sample(lines, float64(x)+0.5, float64(y)+0.5))
		}
	}
	out = appendBytes(out, 2, bitmap)
	out = appendUint(appendUint(out, 3, uint64(w)), 4, uint64(h))
	out = appendUint(appendUint(out, 5, zigzag(left)), 6, zigzag(-top-sdfTop))
	return appendUint(out, 7, uint64(math.Round(g.Advance*sdfSize)))
}

// sample is the field at a point: 192 on the outline, more inside.
func sample(lines [][2][2]float64, x, y float64) byte {
	nearest, winding := math.Inf(1), 0
	for _, l := range lines {
		a, b := l[0], l[1]
		dx, dy := b[0]-a[0], b[1]-a[1]
		t := 0.0
		if d := dx*dx + dy*dy; d > 0 {
			t = min(1, max(0, ((x-a[0])*dx+(y-a[1])*dy)/d))
		}
		px, py := a[0]+t*dx-x, a[1]+t*dy-y
		nearest = min(nearest, px*px+py*py)
		if (a[1] <= y) != (b[1] <= y) {
			if side := dx*(y-a[1]) - dy*(x-a[0]); a[1] <= y && side > 0 {
				winding++
			} else if a[1] > y && side < 0 {
				winding--
			}
		}
	}
	d := math.Sqrt(nearest) / sdfRadius
	if winding != 0 {
		d = -d
	}
	return byte(math.Round(255 * min(1, max(0, 1-d-sdfCutoff))))
}

// lines are the outline as straight pieces at a size, y down from the baseline.
func (g *Glyph) lines(size float64) [][2][2]float64 {
	var out [][2][2]float64
	var at, start [2]float64
	to := func(p [2]float64) {
		if p != at {
			out = append(out, [2][2]float64{at, p})
		}
		at = p
	}
	const steps = 6 // of a curve: at 24 px finer than the field
	for _, s := range g.Outline {
		var p [3][2]float64
		for i, a := range s.Args {
			p[i] = [2]float64{a[0] * size, a[1] * size}
		}
		switch s.Op {
		case MoveTo:
			to(start)
			at, start = p[0], p[0]
		case LineTo:
			to(p[0])
		case QuadTo, CubicTo:
			from := at
			for i := 1; i <= steps; i++ {
				t := float64(i) / steps
				u := 1 - t
				var q [2]float64
				for k := range q {
					if s.Op == QuadTo {
						q[k] = u*u*from[k] + 2*u*t*p[0][k] + t*t*p[1][k]
					} else {
						q[k] = u*u*u*from[k] + 3*u*u*t*p[0][k] + 3*u*t*t*p[1][k] + t*t*t*p[2][k]
					}
				}
				to(q)
			}
		}
	}
	to(start)
	return out
}
