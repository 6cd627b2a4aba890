package tiles

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Coord addresses a tile in a matrix set: zoom level, column from the west,
// row from the north, all from 0.
type Coord struct {
	Z    uint8
	X, Y uint32
}

func (c Coord) String() string { return fmt.Sprintf("%d/%d/%d", c.Z, c.X, c.Y) }

// ErrCoord says that a part of a tile address is not a whole number ≥ 0. The
// request is malformed, unlike one for a tile that lies outside the matrix set.
var ErrCoord = errors.New("tile address: want whole numbers ≥ 0")

// ParseCoord reads zoom, column and row from text. Only decimal digits are
// numbers here: a sign, a blank, a fraction or an empty text give ErrCoord.
// A number too large for the type gives no error but a coordinate that no
// matrix set contains: the address is well formed, there is just no such tile.
func ParseCoord(z, x, y string) (Coord, error) {
	var v [3]uint64
	for i, t := range [3]struct{ name, text string }{{"z", z}, {"x", x}, {"y", y}} {
		var err error
		if v[i], err = parseDigits(t.text); err != nil {
			return Coord{}, fmt.Errorf("%w: %s is %q", ErrCoord, t.name, t.text)
		}
	}
	return Coord{
		Z: uint8(min(v[0], math.MaxUint8)),
		X: uint32(min(v[1], math.MaxUint32)),
		Y: uint32(min(v[2], math.MaxUint32)),
	}, nil
}

// parseDigits reads decimal digits; what overflows is the largest number.
func parseDigits(text string) (uint64, error) {
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, ErrCoord
		}
	}
	v, err := strconv.ParseUint(text, 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		return math.MaxUint64, nil
	}
	return v, err
}
