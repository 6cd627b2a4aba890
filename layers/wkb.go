package layers

import (
	"encoding/binary"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom/encoding/ewkb"
	"github.com/twpayne/go-geom/encoding/wkb"
	"github.com/twpayne/go-geom/encoding/wkbcommon"
)

// appendWKB appends ISO well-known binary, little-endian, x before y.
func appendWKB(dst []byte, g orb.Geometry) ([]byte, error) {
	t, err := toGeom(g)
	if err != nil {
		return nil, err
	}
	out, err := wkb.Marshal(t, binary.LittleEndian, wkbcommon.WKBOptionEmptyPointHandling(wkbcommon.EmptyPointHandlingNaN))
	if err != nil {
		return nil, err
	}
	return append(dst, out...), nil
}

// parseWKB reads ISO or extended well-known binary; heights and measures are
// read as what they are and left out. Counts are checked against the bytes
// that are there before anything is made room for.
func parseWKB(data []byte) (orb.Geometry, error) {
	if rest, err := checkWKB(data, 0); err != nil || len(rest) > 0 {
		if err == nil {
			err = fmt.Errorf("wkb: %d bytes are left over", len(rest))
		}
		return nil, err
	}
	g, err := wkb.Unmarshal(data, wkbcommon.WKBOptionEmptyPointHandling(wkbcommon.EmptyPointHandlingNaN))
	if err != nil {
		var again error
		if g, again = ewkb.Unmarshal(data); again != nil {
			return nil, fmt.Errorf("wkb: %w", err)
		}
	}
	return fromGeom(g)
}

// maxWKBDepth bounds collections in collections.
const maxWKBDepth = 16

// checkWKB walks one geometry without allocating and returns what follows it.
func checkWKB(data []byte, depth int) ([]byte, error) {
	if depth > maxWKBDepth {
		return nil, fmt.Errorf("wkb: collections in collections deeper than %d", maxWKBDepth)
	}
	if len(data) < 5 || data[0] > 1 {
		return nil, fmt.Errorf("wkb: cut short or of unknown byte order")
	}
	var order binary.ByteOrder = binary.BigEndian
	if data[0] == 1 {
		order = binary.LittleEndian
	}
	kind := order.Uint32(data[1:])
	rest := data[5:]
	ordinates := 2
	switch { // extended flags, then ISO's thousands
	case kind&0xe0000000 != 0:
		if kind&0x80000000 != 0 {
			ordinates++
		}
		if kind&0x40000000 != 0 {
			ordinates++
		}
		if kind&0x20000000 != 0 {
			if len(rest) < 4 {
				return nil, fmt.Errorf("wkb: cut short")
			}
			rest = rest[4:]
		}
		kind &= 0x1fffffff
	case kind >= 3000:
		ordinates = 4
	case kind >= 1000:
		ordinates = 3
	}
	kind %= 1000
	count := func() (uint32, error) {
		if len(rest) < 4 {
			return 0, fmt.Errorf("wkb: cut short")
		}
		n := order.Uint32(rest)
		rest = rest[4:]
		return n, nil
	}
	skip := func(n uint32) error {
		if uint64(n)*uint64(ordinates)*8 > uint64(len(rest)) {
			return fmt.Errorf("wkb: %d vertices are stated, %d bytes are there", n, len(rest))
		}
		rest = rest[int(n)*ordinates*8:]
		return nil
	}
	switch kind {
	case 1:
		err := skip(1)
		return rest, err
	case 2:
		n, err := count()
		if err == nil {
			err = skip(n)
		}
		return rest, err
	case 3:
		rings, err := count()
		for i := uint32(0); i < rings && err == nil; i++ {
			var n uint32
			if n, err = count(); err == nil {
				err = skip(n)
			}
		}
		return rest, err
	case 4, 5, 6, 7:
		n, err := count()
		for i := uint32(0); i < n && err == nil; i++ {
			rest, err = checkWKB(rest, depth+1)
		}
		return rest, err
	}
	return nil, fmt.Errorf("wkb: geometry type %d is not served", kind)
}
