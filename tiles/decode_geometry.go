package tiles

import (
	"errors"
	"fmt"
)

// decodeGeometry runs the commands of a geometry (specification §4.3.3 and
// §4.3.4), rejecting every sequence that the type does not allow.
func decodeGeometry(c []uint32, kind GeomType) ([][]Point, error) {
	d := commandReader{rest: c}
	var parts [][]Point
	for first := true; len(d.rest) > 0; first = false {
		start, err := d.points(moveTo)
		if err != nil {
			return nil, err
		}
		if kind == PointGeometry {
			if !first {
				return nil, errors.New("points want a single MoveTo")
			}
			parts = append(parts, start)
			continue
		}
		if len(start) != 1 {
			return nil, fmt.Errorf("MoveTo with count %d starts a line or ring", len(start))
		}
		more, err := d.points(lineTo)
		if err != nil {
			return nil, err
		}
		part := append(start, more...)
		for i := 1; i < len(part); i++ {
			if part[i] == part[i-1] {
				return nil, fmt.Errorf("LineTo goes nowhere at %v", part[i])
			}
		}
		if kind == PolygonGeometry {
			if len(more) < 2 {
				return nil, fmt.Errorf("ring of %d points", len(part))
			}
			if err := d.closePath(); err != nil {
				return nil, err
			}
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return nil, errors.New("empty geometry")
	}
	return parts, nil
}

type commandReader struct {
	rest []uint32
	at   Point
}

func (d *commandReader) next(want uint32) (count uint32, err error) {
	if len(d.rest) == 0 {
		return 0, fmt.Errorf("geometry ends before command %d", want)
	}
	id, count := d.rest[0]&7, d.rest[0]>>3
	d.rest = d.rest[1:]
	if id != want {
		return 0, fmt.Errorf("command %d, want %d", id, want)
	}
	if count == 0 {
		return 0, fmt.Errorf("command %d with count 0", id)
	}
	return count, nil
}

// points reads a MoveTo or LineTo. The count is checked against what is there
// before anything is allocated.
func (d *commandReader) points(want uint32) ([]Point, error) {
	count, err := d.next(want)
	if err != nil {
		return nil, err
	}
	if uint64(count)*2 > uint64(len(d.rest)) {
		return nil, fmt.Errorf("command %d with count %d, but %d numbers left", want, count, len(d.rest))
	}
	out := make([]Point, count, count+1)
	for i := range out {
		d.at.X += unzigzag(d.rest[2*i])
		d.at.Y += unzigzag(d.rest[2*i+1])
		out[i] = d.at
	}
	d.rest = d.rest[2*count:]
	return out, nil
}

func (d *commandReader) closePath() error {
	count, err := d.next(closePath)
	if err == nil && count != 1 {
		err = fmt.Errorf("ClosePath with count %d", count)
	}
	return err
}

func unzigzag(u uint32) int32 { return int32(u>>1) ^ -int32(u&1) }
