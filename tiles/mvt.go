package tiles

import (
	"encoding/binary"
	"slices"
)

// Field tags of vector_tile.proto 2.1: field number << 3 | wire type.
const (
	tagTileLayer = 3<<3 | 2

	tagLayerName    = 1<<3 | 2
	tagLayerFeature = 2<<3 | 2
	tagLayerKey     = 3<<3 | 2
	tagLayerValue   = 4<<3 | 2
	tagLayerExtent  = 5 << 3
	tagLayerVersion = 15 << 3

	tagFeatureID       = 1 << 3
	tagFeatureTags     = 2<<3 | 2
	tagFeatureType     = 3 << 3
	tagFeatureGeometry = 4<<3 | 2

	tagValueString = 1<<3 | 2
	tagValueFloat  = 2<<3 | 5
	tagValueDouble = 3<<3 | 1
	tagValueInt    = 4 << 3
	tagValueUint   = 5 << 3
	tagValueSint   = 6 << 3
	tagValueBool   = 7 << 3
)

// Geometry commands, specification §4.3.1.
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

// encoder writes one tile layer at a time. All of its slices are kept between
// tiles, so that a feature costs no allocation.
type encoder struct {
	geom, feats    []byte
	px, py         int32 // the cursor
	keyNo, valueNo []uint32
	keys, values   used
}

// used lists what a layer uses of a table, in order of first use: n numbers, as
// runs of consecutive ones, which they mostly are, see table.
type used struct {
	runs []run
	n    uint32
}

// run is the numbers lo to hi-1.
type run struct{ lo, hi uint32 }

// reset forgets the numbers and their places.
func (u *used) reset(places []uint32) {
	for _, r := range u.runs {
		clear(places[r.lo:r.hi])
	}
	u.runs, u.n = u.runs[:0], 0
}

// place is where in the list a number stands.
func (u *used) place(of uint32, places []uint32) uint32 {
	if places[of] == 0 {
		u.n++
		places[of] = u.n
		if last := len(u.runs) - 1; last >= 0 && u.runs[last].hi == of {
			u.runs[last].hi++
		} else {
			u.runs = append(u.runs, run{of, of + 1})
		}
	}
	return places[of] - 1
}

// begin starts a layer whose keys and values come from t.
func (e *encoder) begin(t *table) {
	e.keys.reset(e.keyNo)
	e.values.reset(e.valueNo)
	e.feats = e.feats[:0]
	e.keyNo = atLeast(e.keyNo, len(t.keys))
	e.valueNo = atLeast(e.valueNo, t.numValues())
}

// atLeast returns s, all zero, with room for n numbers.
func atLeast(s []uint32, n int) []uint32 {
	if n <= len(s) {
		return s
	}
	return append(s, make([]uint32, n-len(s))...)
}

// newGeometry starts the geometry of a feature.
func (e *encoder) newGeometry() { e.geom, e.px, e.py = e.geom[:0], 0, 0 }

// close writes ClosePath.
func (e *encoder) close() { e.geom = append(e.geom, 1<<3|closePath) }

// command writes moveTo or lineTo with its points.
func (e *encoder) command(id uint64, points []Point) {
	g := binary.AppendUvarint(e.geom, uint64(len(points))<<3|id)
	for _, p := range points {
		g = appendZigzag(appendZigzag(g, p.X-e.px), p.Y-e.py)
		e.px, e.py = p.X, p.Y
	}
	e.geom = g
}

func appendZigzag(b []byte, v int32) []byte {
	return appendShort(b, uint32(v<<1)^uint32(v>>31))
}

// appendShort appends a varint that is mostly short.
func appendShort(b []byte, v uint32) []byte {
	switch {
	case v < 1<<7:
		return append(b, byte(v))
	case v < 1<<14:
		return append(b, byte(v)|0x80, byte(v>>7))
	}
	return binary.AppendUvarint(b, uint64(v))
}

// feature ends the geometry and writes it with the id and the attributes, those
// that are not null, of the shape at a position.
func (e *encoder) feature(t *table, pos int, kind byte) {
	start := len(e.feats) + 1
	f := append(e.feats, tagLayerFeature, 0, tagFeatureID)
	f = append(binary.AppendUvarint(f, t.nums[pos]), tagFeatureTags, 0)
	tags := len(f) - 1
	for key, value := range t.refs[pos*len(t.keys) : (pos+1)*len(t.keys)] {
		if value != 0 {
			f = appendShort(appendShort(f, e.keys.place(uint32(key), e.keyNo)), e.values.place(value, e.valueNo))
		}
	}
	f = append(setLength(f, tags), tagFeatureType, kind, tagFeatureGeometry)
	f = append(appendShort(f, uint32(len(e.geom))), e.geom...)
	e.feats = setLength(f, start)
}

// setLength writes how much follows f[at] there: one byte is kept for it, and
// room made where it takes more.
func setLength(f []byte, at int) []byte {
	n := len(f) - at - 1
	if n < 0x80 {
		f[at] = byte(n)
		return f
	}
	more := varintLen(uint64(n)) - 1
	var room [binary.MaxVarintLen64]byte
	f = append(f, room[:more]...)
	copy(f[at+1+more:], f[at+1:])
	binary.PutUvarint(f[at:], uint64(n))
	return f
}

// end appends the layer to a tile, unless no feature was written.
func (e *encoder) end(dst []byte, t *table) []byte {
	if len(e.feats) == 0 {
		return dst
	}
	n := 2 + bytesLen(len(t.name)) + len(e.feats) + 1 + varintLen(Extent)
	for _, r := range e.keys.runs {
		for _, k := range t.keys[r.lo:r.hi] {
			n += len(k)
		}
	}
	for _, r := range e.values.runs {
		n += int(t.offsets[r.hi] - t.offsets[r.lo])
	}
	dst = slices.Grow(dst, n+bytesLen(n))
	dst = binary.AppendUvarint(append(dst, tagTileLayer), uint64(n))
	dst = append(dst, tagLayerVersion, 2)
	dst = appendBytes(dst, tagLayerName, t.name)
	dst = append(dst, e.feats...)
	for _, r := range e.keys.runs {
		for _, k := range t.keys[r.lo:r.hi] {
			dst = append(dst, k...)
		}
	}
	for _, r := range e.values.runs {
		dst = append(dst, t.blob[t.offsets[r.lo]:t.offsets[r.hi]]...)
	}
	return binary.AppendUvarint(append(dst, tagLayerExtent), Extent)
}

// appendBytes appends a length-delimited field.
func appendBytes[T string | []byte](dst []byte, tag byte, data T) []byte {
	return append(binary.AppendUvarint(append(dst, tag), uint64(len(data))), data...)
}

// bytesLen is the encoded size of a length-delimited field with a one-byte tag.
func bytesLen(n int) int { return 1 + varintLen(uint64(n)) + n }

func varintLen(v uint64) int {
	n := 1
	for ; v >= 0x80; v >>= 7 {
		n++
	}
	return n
}
