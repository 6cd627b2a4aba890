package tiles

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"
)

// ErrMVT is wrapped by every error of Decode: the bytes are not a vector tile
// of specification 2.1.
var ErrMVT = errors.New("not a valid vector tile")

// A DecodedLayer is a layer as a tile holds it.
type DecodedLayer struct {
	Version  uint32
	Name     string
	Extent   uint32
	Features []DecodedFeature
	Keys     []string
	Values   []any // string, float32, float64, int64, uint64, bool
}

// A DecodedFeature is a feature as a tile holds it.
type DecodedFeature struct {
	ID    uint64
	HasID bool
	Tags  []uint32 // pairs of positions in Keys and Values
	Type  GeomType
	// Parts are all points together, the lines, or the rings without their
	// repeated last point. Coordinates wrap at 32 bits.
	Parts [][]Point
}

// GeomType is the kind of a feature's geometry.
type GeomType uint8

// The geometry types of specification §4.3.4.
const (
	UnknownGeometry GeomType = iota
	PointGeometry
	LineGeometry
	PolygonGeometry
)

// Attributes gives a feature's attributes by key.
func (l *DecodedLayer) Attributes(f *DecodedFeature) map[string]any {
	m := make(map[string]any, len(f.Tags)/2)
	for i := 0; i+1 < len(f.Tags); i += 2 {
		m[l.Keys[f.Tags[i]]] = l.Values[f.Tags[i+1]]
	}
	return m
}

// Decode reads a vector tile, strictly: what the specification requires must be
// there and nothing may be of a wrong type; fields unknown to it are skipped,
// but for values, where they would change the meaning. Whether rings are valid
// is for Check. The input is the plain tile, not gzip. Errors wrap ErrMVT and
// name the layer and feature.
func Decode(data []byte) ([]DecodedLayer, error) {
	var ls []DecodedLayer
	names := map[string]bool{}
	err := eachField(data, func(f field) error {
		if f.number != 3 {
			return nil
		}
		if err := f.want(wireBytes); err != nil {
			return err
		}
		l, err := decodeLayer(f.bytes)
		if err != nil {
			return fmt.Errorf("layer %d %q: %w", len(ls), l.Name, err)
		}
		if names[l.Name] {
			return fmt.Errorf("two layers are named %q", l.Name)
		}
		names[l.Name] = true
		ls = append(ls, l)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMVT, err)
	}
	return ls, nil
}

func decodeLayer(data []byte) (DecodedLayer, error) {
	l := DecodedLayer{Extent: 4096} // the default of vector_tile.proto
	var features [][]byte
	err := eachField(data, func(f field) (err error) {
		switch f.number {
		case 1:
			if err = f.want(wireBytes); err == nil {
				l.Name, err = text(f.bytes)
			}
		case 2:
			if err = f.want(wireBytes); err == nil {
				features = append(features, f.bytes)
			}
		case 3:
			var k string
			if err = f.want(wireBytes); err == nil {
				k, err = text(f.bytes)
				l.Keys = append(l.Keys, k)
			}
		case 4:
			var v any
			if err = f.want(wireBytes); err == nil {
				v, err = decodeValue(f.bytes)
				l.Values = append(l.Values, v)
			}
		case 5:
			l.Extent, err = f.uint32()
		case 15:
			l.Version, err = f.uint32()
		}
		return err
	})
	switch {
	case err != nil:
		return l, err
	case l.Version != 1 && l.Version != 2:
		return l, fmt.Errorf("version %d, want 1 or 2", l.Version)
	case l.Name == "":
		return l, errors.New("no name")
	case l.Extent == 0:
		return l, errors.New("extent 0")
	}
	for i, b := range features {
		f, err := decodeFeature(b, &l)
		if err != nil {
			return l, fmt.Errorf("feature %d: %w", i, err)
		}
		l.Features = append(l.Features, f)
	}
	return l, nil
}

func decodeFeature(data []byte, l *DecodedLayer) (DecodedFeature, error) {
	var out DecodedFeature
	var geometry []byte
	var hasType, hasGeometry bool
	err := eachField(data, func(f field) (err error) {
		switch f.number {
		case 1:
			err = f.want(wireVarint)
			out.ID, out.HasID = f.value, true
		case 2:
			if err = f.want(wireBytes); err == nil {
				out.Tags, err = uint32s(f.bytes, out.Tags)
			}
		case 3:
			if err = f.want(wireVarint); err == nil && f.value > uint64(PolygonGeometry) {
				err = fmt.Errorf("geometry type %d", f.value)
			}
			out.Type, hasType = GeomType(f.value), true
		case 4:
			if err = f.want(wireBytes); err == nil && hasGeometry {
				err = errors.New("two geometries")
			}
			geometry, hasGeometry = f.bytes, true
		}
		return err
	})
	switch {
	case err != nil:
		return out, err
	case !hasType:
		return out, errors.New("no geometry type")
	case !hasGeometry:
		return out, errors.New("no geometry")
	case len(out.Tags)%2 == 1:
		return out, errors.New("odd number of tags")
	}
	for i := 0; i < len(out.Tags); i += 2 {
		if int64(out.Tags[i]) >= int64(len(l.Keys)) || int64(out.Tags[i+1]) >= int64(len(l.Values)) {
			return out, fmt.Errorf("tag %d=%d with %d keys and %d values", out.Tags[i], out.Tags[i+1], len(l.Keys), len(l.Values))
		}
	}
	commands, err := uint32s(geometry, nil)
	if err == nil && out.Type != UnknownGeometry {
		out.Parts, err = decodeGeometry(commands, out.Type)
	}
	return out, err
}

// decodeValue reads a Value message: exactly one field, of a known type.
func decodeValue(data []byte) (any, error) {
	var v any
	err := eachField(data, func(f field) error {
		if v != nil {
			return errors.New("value with two fields")
		}
		wire := wireVarint
		switch f.number {
		case 1:
			wire = wireBytes
		case 2:
			wire = wire32
		case 3:
			wire = wire64
		}
		if err := f.want(wire); err != nil {
			return err
		}
		switch f.number {
		case 1:
			s, err := text(f.bytes)
			v = s
			return err
		case 2:
			v = math.Float32frombits(uint32(f.value))
		case 3:
			v = math.Float64frombits(f.value)
		case 4:
			v = int64(f.value)
		case 5:
			v = f.value
		case 6:
			v = int64(f.value>>1) ^ -int64(f.value&1)
		case 7:
			v = f.value != 0
		default:
			return fmt.Errorf("value of unknown type %d", f.number)
		}
		return nil
	})
	if err == nil && v == nil {
		err = errors.New("value without a field")
	}
	return v, err
}

func text(b []byte) (string, error) {
	if !utf8.Valid(b) {
		return "", errors.New("text is not UTF-8")
	}
	return string(b), nil
}
