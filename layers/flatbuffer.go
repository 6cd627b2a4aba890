package layers

import "encoding/binary"

// fbTable is a table of a FlatBuffer, read with every offset checked: files
// come from anywhere, and the library's own reader trusts them. A fault sets
// bad and gives the zero value.
type fbTable struct {
	buf []byte
	pos int
	bad *bool
}

// fbRoot is the root table of a buffer.
func fbRoot(buf []byte) fbTable {
	t := fbTable{buf: buf, bad: new(bool)}
	if len(buf) < 4 {
		*t.bad = true
		return t
	}
	t.pos = t.follow(0)
	return t
}

// follow adds the offset that stands at pos; -1 where it leads out of the buffer.
func (t fbTable) follow(pos int) int {
	if pos < 0 || pos+4 > len(t.buf) {
		*t.bad = true
		return -1
	}
	to := pos + int(binary.LittleEndian.Uint32(t.buf[pos:]))
	if to+4 > len(t.buf) {
		*t.bad = true
		return -1
	}
	return to
}

// at finds a field of width bytes; false where it is not there.
func (t fbTable) at(field, width int) ([]byte, bool) {
	if t.buf == nil || t.pos < 0 || *t.bad {
		return nil, false
	}
	vtable := t.pos - int(int32(binary.LittleEndian.Uint32(t.buf[t.pos:])))
	slot := vtable + 4 + 2*field
	if vtable < 0 || vtable+4 > len(t.buf) {
		*t.bad = true
		return nil, false
	}
	if slot+2 > vtable+int(binary.LittleEndian.Uint16(t.buf[vtable:])) {
		return nil, false // older than the field
	}
	if slot+2 > len(t.buf) {
		*t.bad = true
		return nil, false
	}
	offset := int(binary.LittleEndian.Uint16(t.buf[slot:]))
	if offset == 0 {
		return nil, false
	}
	if t.pos+offset+width > len(t.buf) {
		*t.bad = true
		return nil, false
	}
	return t.buf[t.pos+offset:], true
}

func (t fbTable) byte(field int) byte {
	if b, ok := t.at(field, 1); ok {
		return b[0]
	}
	return 0
}

func (t fbTable) uint32(field int) uint32 {
	if b, ok := t.at(field, 4); ok {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (t fbTable) uint64(field int) uint64 {
	if b, ok := t.at(field, 8); ok {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// table is a field that is a table; its buf is nil where the field is not there.
func (t fbTable) table(field int) fbTable {
	b, ok := t.at(field, 4)
	if !ok {
		return fbTable{bad: t.bad}
	}
	return fbTable{t.buf, t.follow(len(t.buf) - len(b)), t.bad}
}

// vector is the bytes of a vector whose elements have width bytes.
func (t fbTable) vector(field, width int) []byte {
	b, ok := t.at(field, 4)
	if !ok {
		return nil
	}
	at := t.follow(len(t.buf) - len(b))
	if at < 0 {
		return nil
	}
	n := uint64(binary.LittleEndian.Uint32(t.buf[at:])) * uint64(width)
	if n > uint64(len(t.buf)-at-4) {
		*t.bad = true
		return nil
	}
	return t.buf[at+4 : at+4+int(n)]
}

func (t fbTable) bytes(field int) []byte  { return t.vector(field, 1) }
func (t fbTable) bytes8(field int) []byte { return t.vector(field, 8) }
func (t fbTable) text(field int) string   { return string(t.vector(field, 1)) }

func (t fbTable) uint32s(field int) []uint32 {
	v := t.vector(field, 4)
	out := make([]uint32, len(v)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(v[4*i:])
	}
	return out
}

// tables is a vector of tables.
func (t fbTable) tables(field int) []fbTable {
	v := t.vector(field, 4)
	if len(v) == 0 {
		return nil
	}
	start := cap(t.buf) - cap(v) // where the vector stands in the buffer
	out := make([]fbTable, len(v)/4)
	for i := range out {
		out[i] = fbTable{t.buf, t.follow(start + 4*i), t.bad}
	}
	return out
}
