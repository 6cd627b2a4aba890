package layers

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// ESRI Shapefile Technical Description, July 1998. Shape types, and the lengths
// in bytes of what the format counts in 16-bit words.
const (
	shpNull       = 0
	shpPoint      = 1
	shpLine       = 3
	shpPolygon    = 5
	shpMultiPoint = 8
	shpHeaderLen  = 100
	shpMaxLen     = math.MaxInt32 * 2 // bytes a file's own length field can tell
)

// shpFile is one of the files that a document is split into: a Shapefile holds one kind of geometry.
type shpFile struct {
	name    string
	kind    uint32
	matches []Match
}

// encodeShapefile writes a zip with .shp, .shx, .dbf, .prj and .cpg for each
// kind of geometry that occurs (points, multipoints, lines, polygons), and a
// .txt with the provenance and what became of the field names. Features
// without a place go as null shapes into the first. Nothing is kept: the
// lengths, which stand first, are counted in a pass of their own.
func encodeShapefile(w io.Writer, d *Document) error {
	zw := zip.NewWriter(w)
	files := d.shpFiles()
	var notes strings.Builder
	for _, f := range files {
		columns, err := dbfColumns(d, f.matches)
		if err != nil {
			return err
		}
		for _, part := range []struct {
			extension string
			write     func(*bufio.Writer) error
		}{
			{".shp", func(w *bufio.Writer) error { return f.writeShapes(w, d) }},
			{".shx", func(w *bufio.Writer) error { return f.writeIndex(w, d) }},
			{".dbf", func(w *bufio.Writer) error { return writeDBF(w, d.changed(), columns, f.matches) }},
			{".prj", func(w *bufio.Writer) error { _, err := w.WriteString(wktOf(d.CRS)); return err }},
			{".cpg", func(w *bufio.Writer) error { _, err := w.WriteString("UTF-8"); return err }},
		} {
			entry, err := zw.Create(f.name + part.extension) // no time: equal layers, equal files
			if err != nil {
				return err
			}
			bw := bufio.NewWriter(entry)
			if err := part.write(bw); err != nil {
				return fmt.Errorf("%s%s: %w", f.name, part.extension, err)
			}
			if err := bw.Flush(); err != nil {
				return err
			}
		}
		noteColumns(&notes, f.name, columns)
	}
	entry, err := zw.Create(d.Layer.ID + ".txt")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(entry, d.about()+"\n"+notes.String()); err != nil {
		return err
	}
	return zw.Close()
}

// shpFiles splits the document by kind of geometry. A collection stands in
// each file with its parts of that kind, under the same id.
func (d *Document) shpFiles() []shpFile {
	all := []shpFile{{"points", shpPoint, nil}, {"multipoints", shpMultiPoint, nil}, {"lines", shpLine, nil}, {"polygons", shpPolygon, nil}}
	var nowhere []Match
	for _, m := range d.Matches {
		if m.Geometry == nil {
			nowhere = append(nowhere, m)
		}
		for i := range all {
			if m.Geometry != nil && shpHas(m.Geometry, all[i].kind) {
				all[i].matches = append(all[i].matches, m)
			}
		}
	}
	var out []shpFile
	for _, f := range all {
		if f.matches != nil {
			out = append(out, f)
		}
	}
	if out == nil {
		out = all[:1]
	}
	out[0].matches = append(out[0].matches, nowhere...)
	for i := range out {
		if len(out) == 1 {
			out[i].name = d.Layer.ID
		} else {
			out[i].name = d.Layer.ID + "-" + out[i].name
		}
	}
	return out
}

func shpHas(g orb.Geometry, kind uint32) bool {
	switch g := g.(type) {
	case orb.Point:
		return kind == shpPoint
	case orb.MultiPoint:
		return kind == shpMultiPoint
	case orb.Collection:
		for _, m := range g {
			if _, ok := m.(orb.Point); ok && kind == shpMultiPoint || !ok && shpHas(m, kind) {
				return true
			}
		}
		return false
	}
	return g.Dimensions() == 1 && kind == shpLine || g.Dimensions() == 2 && kind == shpPolygon
}

// shpParts are the vertices of a geometry that belong into a file of a kind:
// rings as the format wants them, exteriors clockwise.
func shpParts(g orb.Geometry, kind uint32) [][]orb.Point {
	var out [][]orb.Point
	switch g := g.(type) {
	case orb.Point:
		if kind == shpPoint || kind == shpMultiPoint {
			out = append(out, []orb.Point{g})
		}
	case orb.MultiPoint:
		if kind == shpMultiPoint {
			out = append(out, g)
		}
	case orb.LineString:
		if kind == shpLine {
			out = append(out, g)
		}
	case orb.Polygon:
		for i, r := range g {
			if kind != shpPolygon {
				break
			}
			want := orb.CW
			if i > 0 {
				want = orb.CCW
			}
			if r.Orientation() != want {
				r = r.Clone()
				r.Reverse()
			}
			out = append(out, r)
		}
	case orb.MultiLineString, orb.MultiPolygon, orb.Collection:
		for _, m := range members(g) {
			out = append(out, shpParts(m, kind)...)
		}
		if kind == shpMultiPoint && len(out) > 1 {
			var one []orb.Point
			for _, part := range out {
				one = append(one, part...)
			}
			out = [][]orb.Point{one}
		}
	}
	return out
}

// content is the length of a record's content in bytes.
func (f *shpFile) content(parts [][]orb.Point) int {
	points := 0
	for _, p := range parts {
		points += len(p)
	}
	switch {
	case parts == nil:
		return 4
	case f.kind == shpPoint:
		return 4 + 16
	case f.kind == shpMultiPoint:
		return 4 + 32 + 4 + 16*points
	}
	return 4 + 32 + 4 + 4 + 4*len(parts) + 16*points
}

// parts of a feature in this file, in the document's CRS; nil for a null shape.
func (f *shpFile) parts(d *Document, m Match) [][]orb.Point {
	g := d.geometry(m)
	if g == nil {
		return nil
	}
	return shpParts(g, f.kind)
}

func (f *shpFile) writeShapes(w *bufio.Writer, d *Document) error {
	length := shpHeaderLen
	for _, m := range f.matches {
		length += 8 + f.content(f.parts(d, m))
	}
	if err := f.header(w, d, length); err != nil {
		return err
	}
	var buf []byte
	for i, m := range f.matches {
		parts := f.parts(d, m)
		buf = binary.BigEndian.AppendUint32(buf[:0], uint32(i+1))
		buf = binary.BigEndian.AppendUint32(buf, uint32(f.content(parts)/2))
		buf = f.appendShape(buf, parts)
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	return nil
}

func (f *shpFile) appendShape(buf []byte, parts [][]orb.Point) []byte {
	if parts == nil {
		return binary.LittleEndian.AppendUint32(buf, shpNull)
	}
	buf = binary.LittleEndian.AppendUint32(buf, f.kind)
	points := 0
	box := orb.MultiPoint(parts[0]).Bound()
	for _, p := range parts {
		points += len(p)
		box = box.Union(orb.MultiPoint(p).Bound())
	}
	if f.kind != shpPoint {
		buf = appendFloats(buf, box.Min[0], box.Min[1], box.Max[0], box.Max[1])
		if f.kind != shpMultiPoint {
			buf = binary.LittleEndian.AppendUint32(buf, uint32(len(parts)))
		}
		buf = binary.LittleEndian.AppendUint32(buf, uint32(points))
		for first, i := 0, 0; i < len(parts) && f.kind != shpMultiPoint; i++ {
			buf = binary.LittleEndian.AppendUint32(buf, uint32(first))
			first += len(parts[i])
		}
	}
	for _, part := range parts {
		for _, p := range part {
			buf = appendFloats(buf, p[0], p[1])
		}
	}
	return buf
}

// writeIndex writes the .shx: where each record of the .shp starts, in 16-bit words.
func (f *shpFile) writeIndex(w *bufio.Writer, d *Document) error {
	if err := f.header(w, d, shpHeaderLen+8*len(f.matches)); err != nil {
		return err
	}
	at := shpHeaderLen
	var buf []byte
	for _, m := range f.matches {
		n := f.content(f.parts(d, m))
		buf = binary.BigEndian.AppendUint32(buf[:0], uint32(at/2))
		buf = binary.BigEndian.AppendUint32(buf, uint32(n/2))
		if _, err := w.Write(buf); err != nil {
			return err
		}
		at += 8 + n
	}
	return nil
}

// header of .shp and .shx; length in bytes.
func (f *shpFile) header(w *bufio.Writer, d *Document, length int) error {
	if length > shpMaxLen {
		return fmt.Errorf("the shapes take %d bytes, more than a Shapefile can say", length)
	}
	var box orb.Bound
	first := true
	for _, m := range f.matches {
		for _, p := range f.parts(d, m) {
			b := orb.MultiPoint(p).Bound()
			if first {
				box, first = b, false
			}
			box = box.Union(b)
		}
	}
	buf := binary.BigEndian.AppendUint32(nil, 9994) // file code
	buf = append(buf, make([]byte, 20)...)
	buf = binary.BigEndian.AppendUint32(buf, uint32(length/2))
	buf = binary.LittleEndian.AppendUint32(buf, 1000) // version
	buf = binary.LittleEndian.AppendUint32(buf, f.kind)
	buf = appendFloats(buf, box.Min[0], box.Min[1], box.Max[0], box.Max[1], 0, 0, 0, 0)
	_, err := w.Write(buf)
	return err
}

func appendFloats(buf []byte, list ...float64) []byte {
	for _, v := range list {
		buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(v))
	}
	return buf
}
