package layers

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Bounds of a Parquet footer. A file of a thousand row groups of a hundred
// columns has some 100,000 structs in it.
const (
	maxFooterDepth   = 32
	maxFooterStructs = 1 << 18 // in lists; the library keeps some 500 bytes for each
	maxFooterItems   = 1 << 22 // of lists of anything else
)

// checkParquetFooter walks a file's metadata, a struct of Thrift's compact
// protocol, and refuses lists and texts longer than what follows: the library
// makes room for as much as a list claims to hold, before it reads the first.
func checkParquetFooter(file []byte) error {
	const tail = 8 // length and magic
	if len(file) < tail+4 {
		return errTruncated
	}
	end := len(file) - tail
	switch string(file[end+4:]) {
	case "PARE":
		return errors.New("an encrypted Parquet file")
	case "PAR1":
	default:
		return errors.New("no Parquet file: it does not end in PAR1")
	}
	n := binary.LittleEndian.Uint32(file[end:])
	if uint64(n) > uint64(end) {
		return errTruncated
	}
	w := thriftWalk{rest: file[end-int(n) : end]}
	if err := w.value(thriftStruct, 0); err != nil {
		return fmt.Errorf("metadata: %w", err)
	}
	return nil
}

// Types of Thrift's compact protocol. A boolean field is its type; in a list it
// is a byte.
const (
	thriftStop   = 0
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftI16    = 4
	thriftI32    = 5
	thriftI64    = 6
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12
)

// thriftWalk is a walk over encoded values, and what it has met in lists.
type thriftWalk struct {
	rest           []byte
	structs, items int
}

// skip goes over n bytes.
func (w *thriftWalk) skip(n uint64) error {
	if n > uint64(len(w.rest)) {
		return fmt.Errorf("%w: %d bytes where %d are left", errTruncated, n, len(w.rest))
	}
	w.rest = w.rest[n:]
	return nil
}

func (w *thriftWalk) byte() (byte, error) {
	if len(w.rest) == 0 {
		return 0, errTruncated
	}
	b := w.rest[0]
	w.rest = w.rest[1:]
	return b, nil
}

func (w *thriftWalk) varint() (uint64, error) {
	v, n := binary.Uvarint(w.rest)
	if n <= 0 {
		return 0, errTruncated
	}
	w.rest = w.rest[n:]
	return v, nil
}

// value goes over one value outside of a list's header.
func (w *thriftWalk) value(kind byte, depth int) error {
	if depth > maxFooterDepth {
		return fmt.Errorf("nested more than %d deep", maxFooterDepth)
	}
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		return w.skip(1)
	case thriftI16, thriftI32, thriftI64:
		_, err := w.varint()
		return err
	case thriftDouble:
		return w.skip(8)
	case thriftBinary:
		n, err := w.varint()
		if err != nil {
			return err
		}
		return w.skip(n)
	case thriftList, thriftSet:
		return w.list(depth)
	case thriftMap:
		return w.pairs(depth)
	case thriftStruct:
		return w.fields(depth)
	}
	return fmt.Errorf("type %d is unknown", kind)
}

func (w *thriftWalk) fields(depth int) error {
	for {
		header, err := w.byte()
		if err != nil {
			return err
		}
		kind := header & 0x0f
		if kind == thriftStop {
			return nil
		}
		if header>>4 == 0 { // the number of the field follows
			if _, err := w.varint(); err != nil {
				return err
			}
		}
		if kind == thriftTrue || kind == thriftFalse {
			continue
		}
		if err := w.value(kind, depth+1); err != nil {
			return err
		}
	}
}

func (w *thriftWalk) list(depth int) error {
	header, err := w.byte()
	if err != nil {
		return err
	}
	size := uint64(header >> 4)
	if size == 15 {
		if size, err = w.varint(); err != nil {
			return err
		}
	}
	kind := header & 0x0f
	if err := w.room(size, kind); err != nil {
		return err
	}
	for range size {
		if err := w.value(kind, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *thriftWalk) pairs(depth int) error {
	size, err := w.varint()
	if err != nil || size == 0 {
		return err
	}
	kinds, err := w.byte()
	if err != nil {
		return err
	}
	if err := w.room(size, thriftStruct); err != nil {
		return err
	}
	for range size {
		if err := w.value(kinds>>4, depth+1); err != nil {
			return err
		}
		if err := w.value(kinds&0x0f, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// room refuses a list that claims more than can follow: an item has a byte at the least.
func (w *thriftWalk) room(size uint64, kind byte) error {
	if size > uint64(len(w.rest)) {
		return fmt.Errorf("%w: a list of %d where %d bytes are left", errTruncated, size, len(w.rest))
	}
	count, most := &w.items, maxFooterItems
	if kind == thriftStruct {
		count, most = &w.structs, maxFooterStructs
	}
	if *count += int(size); *count > most {
		return fmt.Errorf("lists of more than %d things", most)
	}
	return nil
}
