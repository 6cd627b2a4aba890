package typeface

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/image/font/sfnt"
)

// Subset is the font file with the outlines of some characters alone. Glyphs
// keep their numbers, so that all other tables stay as they are; the fonts of
// this package have no glyphs made of others.
func (f *Face) Subset(used map[rune]bool) ([]byte, error) {
	font, err := f.parse()
	if err != nil {
		return nil, err
	}
	tables, err := tableDirectory(f.Data)
	if err != nil {
		return nil, err
	}
	head, loca, glyf := tables["head"], tables["loca"], tables["glyf"]
	if len(head) < 54 || len(loca) == 0 || len(glyf) == 0 {
		return nil, errors.New("subset: not a TrueType font")
	}
	offset := func(i int) uint32 { return 2 * uint32(binary.BigEndian.Uint16(loca[2*i:])) }
	width := 2
	if binary.BigEndian.Uint16(head[50:]) == 1 {
		offset = func(i int) uint32 { return binary.BigEndian.Uint32(loca[4*i:]) }
		width = 4
	}
	kept := map[sfnt.GlyphIndex]bool{0: true}
	var buf sfnt.Buffer
	for r := range used {
		if i, err := font.GlyphIndex(&buf, r); err == nil {
			kept[i] = true
		}
	}
	n := len(loca)/width - 1
	var outlines []byte
	places := make([]byte, 0, 4*(n+1))
	for i := range n {
		places = binary.BigEndian.AppendUint32(places, uint32(len(outlines)))
		if lo, hi := offset(i), offset(i+1); kept[sfnt.GlyphIndex(i)] && lo < hi && int(hi) <= len(glyf) {
			outlines = append(outlines, glyf[lo:hi]...)
			for len(outlines)%4 != 0 {
				outlines = append(outlines, 0)
			}
		}
	}
	places = binary.BigEndian.AppendUint32(places, uint32(len(outlines)))
	tables["glyf"], tables["loca"] = outlines, places
	tables["head"] = slices.Clone(head)
	binary.BigEndian.PutUint16(tables["head"][50:], 1) // long offsets
	return assemble(tables), nil
}

// tableDirectory splits a font file into its tables (OpenType, "Organization of an OpenType Font").
func tableDirectory(data []byte) (map[string][]byte, error) {
	if len(data) < 12 {
		return nil, errors.New("font: too short")
	}
	out := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		at := 12 + 16*i
		if at+16 > len(data) {
			return nil, errors.New("font: table directory is cut off")
		}
		offset, length := uint64(binary.BigEndian.Uint32(data[at+8:])), uint64(binary.BigEndian.Uint32(data[at+12:]))
		if offset+length > uint64(len(data)) {
			return nil, fmt.Errorf("font: table %s reaches beyond the file", data[at:at+4])
		}
		out[string(data[at:at+4])] = data[offset : offset+length]
	}
	return out, nil
}

// assemble writes a font file from its tables.
func assemble(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	slices.Sort(names)
	n := len(names)
	entry := 0
	for 2<<entry <= n {
		entry++
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{n, 16 << entry, entry, 16*n - 16<<entry} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at := 12 + 16*n
	for _, name := range names {
		t := tables[name]
		out = append(out, name...)
		out = binary.BigEndian.AppendUint32(out, checksum(t))
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t)))
		at += (len(t) + 3) &^ 3
	}
	for _, name := range names {
		out = append(out, tables[name]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

func checksum(t []byte) uint32 {
	sum := uint32(0)
	for len(t) >= 4 {
		sum += binary.BigEndian.Uint32(t)
		t = t[4:]
	}
	var rest [4]byte
	copy(rest[:], t)
	return sum + binary.BigEndian.Uint32(rest[:])
}
