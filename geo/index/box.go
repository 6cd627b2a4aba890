package index

import (
	"math"

	"github.com/paulmach/orb"
)

// box is a bound in float32. With NaN sides it is no box at all: it compares
// false with everything, so that no search can meet it.
type box struct{ minX, minY, maxX, maxY float32 }

var none = box{nan32, nan32, nan32, nan32}

var nan32 = float32(math.NaN())

// outward rounds b to the least float32 box that holds it.
func outward(b orb.Bound) box {
	if !(b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1]) {
		return none
	}
	return box{below(b.Min[0]), below(b.Min[1]), above(b.Max[0]), above(b.Max[1])}
}

func below(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		f = math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

func above(v float64) float32 {
	f := float32(v)
	if float64(f) < v {
		f = math.Nextafter32(f, float32(math.Inf(1)))
	}
	return f
}

func (a *box) meets(b box) bool {
	return a.minX <= b.maxX && a.maxX >= b.minX && a.minY <= b.maxY && a.maxY >= b.minY
}

func (a box) isNone() bool { return a.minX != a.minX }

func (a *box) grow(b box) {
	switch {
	case b.isNone():
	case a.isNone():
		*a = b
	default:
		a.minX, a.minY = min(a.minX, b.minX), min(a.minY, b.minY)
		a.maxX, a.maxY = max(a.maxX, b.maxX), max(a.maxY, b.maxY)
	}
}

// hilbertKey is the place of the centre of b on a Hilbert curve through
// 65536 × 65536 cells of extent. Boxes without a usable centre go last.
func hilbertKey(b, extent box) uint32 {
	x, okX := cell(b.minX, b.maxX, extent.minX, extent.maxX)
	y, okY := cell(b.minY, b.maxY, extent.minY, extent.maxY)
	if !okX || !okY {
		return math.MaxUint32
	}
	return hilbert(x, y)
}

// cell places the middle of [lo, hi] among the cells of [from, to]; false when
// a side is NaN or infinite.
func cell(lo, hi, from, to float32) (uint32, bool) {
	size := float64(to) - float64(from)
	offset := (float64(lo)+float64(hi))/2 - float64(from)
	if size == 0 {
		return 0, true // all at one coordinate
	}
	at := offset / size * 0xffff
	if !(at >= 0 && at <= 0xffff) {
		return 0, false
	}
	return uint32(at), true
}

// hilbert is the distance along the curve of order 16; x and y below 65536.
// Method: the xy2d rotation of Wikipedia's "Hilbert curve", after H. S. Warren,
// Hacker's Delight.
func hilbert(x, y uint32) uint32 {
	var d uint32
	for s := uint32(1 << 15); s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d += s * s * ((3 * rx) ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = 0xffff-x, 0xffff-y
			}
			x, y = y, x
		}
	}
	return d
}
