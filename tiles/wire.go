package tiles

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// uint32s appends packed numbers to out.
func uint32s(b []byte, out []uint32) ([]uint32, error) {
	for len(b) > 0 {
		v, n := binary.Uvarint(b)
		if n <= 0 || v > math.MaxUint32 {
			return out, errors.New("packed number is cut off or too large")
		}
		out = append(out, uint32(v))
		b = b[n:]
	}
	return out, nil
}

// The wire types of protocol buffers.
const (
	wireVarint = 0
	wire64     = 1
	wireBytes  = 2
	wire32     = 5
)

// field is one field of a message: bytes for wireBytes, value for the others.
type field struct {
	number uint64
	wire   int
	value  uint64
	bytes  []byte
}

func (f field) want(wire int) error {
	if f.wire != wire {
		return fmt.Errorf("field %d has wire type %d, want %d", f.number, f.wire, wire)
	}
	return nil
}

func (f field) uint32() (uint32, error) {
	if err := f.want(wireVarint); err != nil {
		return 0, err
	}
	if f.value > math.MaxUint32 {
		return 0, fmt.Errorf("field %d is %d, larger than 32 bits", f.number, f.value)
	}
	return uint32(f.value), nil
}

// eachField reads a message field by field.
func eachField(b []byte, visit func(field) error) error {
	cut := errors.New("message is cut off")
	for len(b) > 0 {
		tag, n := binary.Uvarint(b)
		if n <= 0 {
			return cut
		}
		b = b[n:]
		f := field{number: tag >> 3, wire: int(tag & 7)}
		switch f.wire {
		case wireVarint:
			f.value, n = binary.Uvarint(b)
		case wire64:
			if n = -1; len(b) >= 8 {
				f.value, n = binary.LittleEndian.Uint64(b), 8
			}
		case wire32:
			if n = -1; len(b) >= 4 {
				f.value, n = uint64(binary.LittleEndian.Uint32(b)), 4
			}
		case wireBytes:
			var size uint64
			if size, n = binary.Uvarint(b); n > 0 {
				if size > uint64(len(b)-n) {
					return cut
				}
				f.bytes = b[n : n+int(size)]
				n += int(size)
			}
		default:
			return fmt.Errorf("wire type %d", f.wire)
		}
		if n <= 0 {
			return cut
		}
		b = b[n:]
		if err := visit(f); err != nil {
			return err
		}
	}
	return nil
}
