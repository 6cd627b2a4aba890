package layers

import (
	"encoding/binary"
	"io"
	"math"
	"strings"

	"layoutmap/geo/index"

	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/paulmach/orb"
)

// FlatGeobuf 3.0: https://github.com/flatgeobuf/flatgeobuf (header.fbs, feature.fbs, packedrtree.h).
const (
	fgbMagic    = "fgb\x03fgb\x00"
	fgbNodeSize = 16 // children of an index node
	fgbNodeLen  = 40 // bytes of a node: four float64 and an uint64
)

// Geometry types as FlatGeobuf, WKB and GeoPackage number them.
var geometryNumbers = []string{"Geometry", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"}

// Column types of FlatGeobuf.
const (
	fgbByte = iota
	fgbUByte
	fgbBool
	fgbShort
	fgbUShort
	fgbInt
	fgbUInt
	fgbLong
	fgbULong
	fgbFloat
	fgbDouble
	fgbString
	fgbJSON
	fgbDateTime
	fgbBinary
)

func fgbType(t Type) byte {
	switch t {
	case Integer:
		return fgbLong
	case Number:
		return fgbDouble
	case Boolean:
		return fgbBool
	case Strings, Point:
		return fgbJSON
	}
	return fgbString
}

// encodeFGB writes FlatGeobuf with its spatial index; features follow in the
// index's order, along a Hilbert curve, those without a place last, in a box
// that no search meets. A feature is encoded twice, once for its length, which
// the index before it needs, so that none is kept.
func encodeFGB(w io.Writer, d *Document) error {
	boxes := make([]orb.Bound, len(d.Matches))
	nowhere := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for i, m := range d.Matches {
		boxes[i] = nowhere
		if g := d.geometry(m); g != nil {
			boxes[i] = g.Bound()
		}
	}
	order := index.Build(boxes).Order()
	enc := &fgbEncoder{d: d, b: flatbuffers.NewBuilder(4096)}
	head, err := enc.header(boxes)
	if err != nil {
		return err
	}
	if _, err := w.Write(append([]byte(fgbMagic), head...)); err != nil {
		return err
	}
	leaves := make([]fgbNode, len(order))
	var offset uint64
	for i, row := range order {
		leaves[i] = fgbNode{boxes[row], offset}
		feature := enc.feature(d.Matches[row])
		offset += uint64(len(feature))
	}
	if _, err := w.Write(fgbIndex(leaves)); err != nil {
		return err
	}
	for _, row := range order {
		if _, err := w.Write(enc.feature(d.Matches[row])); err != nil {
			return err
		}
	}
	return nil
}

type fgbNode struct {
	box   orb.Bound
	place uint64 // of a leaf's feature, bytes; of a node's first child, in nodes
}

// fgbIndex is the packed R-tree over the leaves: the root first, the leaves
// last, each level's parents over runs of fgbNodeSize nodes.
func fgbIndex(leaves []fgbNode) []byte {
	if len(leaves) == 0 {
		return nil
	}
	levels := [][]fgbNode{leaves}
	for len(levels[0]) > 1 || len(levels) == 1 {
		below := levels[0]
		var above []fgbNode
		for i := 0; i < len(below); i += fgbNodeSize {
			n := fgbNode{below[i].box, uint64(i)}
			for _, child := range below[i+1 : min(i+fgbNodeSize, len(below))] {
				n.box = orb.Bound{
					Min: orb.Point{min(n.box.Min[0], child.box.Min[0]), min(n.box.Min[1], child.box.Min[1])},
					Max: orb.Point{max(n.box.Max[0], child.box.Max[0]), max(n.box.Max[1], child.box.Max[1])},
				}
			}
			above = append(above, n)
		}
		levels = append([][]fgbNode{above}, levels...)
	}
	var out []byte
	first := uint64(0) // of the level below, in nodes
	for i, level := range levels {
		first += uint64(len(level))
		for _, n := range level {
			if i < len(levels)-1 {
				n.place += first
			}
			for _, v := range []float64{n.box.Min[0], n.box.Min[1], n.box.Max[0], n.box.Max[1]} {
				out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
			}
			out = binary.LittleEndian.AppendUint64(out, n.place)
		}
	}
	return out
}

type fgbEncoder struct {
	d          *Document
	b          *flatbuffers.Builder
	properties []byte
}

// header is the size-prefixed Header table.
func (e *fgbEncoder) header(boxes []orb.Bound) ([]byte, error) {
	b, d, l := e.b, e.d, e.d.Layer
	b.Reset()
	var columns []flatbuffers.UOffsetT
	for _, f := range d.fields() {
		name, title, about := b.CreateString(f.Name), b.CreateString(titleOf(*f.Property)), b.CreateString(strings.TrimSpace(f.Description.ZH+" "+f.Description.EN))
		b.StartObject(11)
		b.PrependUOffsetTSlot(0, name, 0)
		b.PrependByteSlot(1, fgbType(f.Type), fgbByte)
		b.PrependUOffsetTSlot(2, title, 0)
		b.PrependUOffsetTSlot(3, about, 0)
		b.PrependBoolSlot(7, f.column != idField, true)
		b.PrependBoolSlot(8, f.column == idField, false)
		columns = append(columns, b.EndObject())
	}
	list := b.CreateVectorOfTables(columns)
	name, title, about := b.CreateString(l.ID), b.CreateString(l.Title.ZH+" · "+l.Title.EN), b.CreateString(d.about())
	provenance, err := d.provenanceJSON()
	if err != nil {
		return nil, err
	}
	metadata := b.CreateByteString(provenance)
	org, code, crsName, wkt := "EPSG", d.CRS.SRID(), d.CRS.Name(), wktOf(d.CRS)
	orgAt, nameAt := b.CreateString(org), b.CreateString(crsName)
	var wktAt flatbuffers.UOffsetT
	if wkt != "" {
		wktAt = b.CreateString(wkt)
	}
	b.StartObject(6)
	b.PrependUOffsetTSlot(0, orgAt, 0)
	b.PrependInt32Slot(1, int32(code), 0)
	b.PrependUOffsetTSlot(2, nameAt, 0)
	b.PrependUOffsetTSlot(4, wktAt, 0)
	crsAt := b.EndObject()
	envelope := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, box := range boxes {
		if !box.IsEmpty() {
			envelope = envelope.Union(box)
		}
	}
	var envelopeAt flatbuffers.UOffsetT
	if !envelope.IsEmpty() {
		b.StartVector(8, 4, 8)
		for _, v := range []float64{envelope.Max[1], envelope.Max[0], envelope.Min[1], envelope.Min[0]} {
			b.PrependFloat64(v)
		}
		envelopeAt = b.EndVector(4)
	}
	b.StartObject(14)
	b.PrependUint64Slot(8, uint64(len(boxes)), 0)
	b.PrependUOffsetTSlot(0, name, 0)
	b.PrependUOffsetTSlot(1, envelopeAt, 0)
	b.PrependUOffsetTSlot(7, list, 0)
	b.PrependUOffsetTSlot(10, crsAt, 0)
	b.PrependUOffsetTSlot(11, title, 0)
	b.PrependUOffsetTSlot(12, about, 0)
	b.PrependUOffsetTSlot(13, metadata, 0)
	node := uint16(fgbNodeSize)
	if len(boxes) == 0 {
		node = 0
	}
	b.PrependUint16Slot(9, node, 16)
	b.PrependByteSlot(2, d.geometryNumber(), 0)
	b.FinishSizePrefixed(b.EndObject())
	return b.FinishedBytes(), nil
}

// geometryNumber is the one geometry type of all features, 0 where they differ.
func (d *Document) geometryNumber() byte {
	var one byte
	for _, m := range d.Matches {
		if m.Geometry == nil {
			continue
		}
		n := geometryNumber(m.Geometry)
		if one != 0 && n != one {
			return 0
		}
		one = n
	}
	return one
}

func geometryNumber(g orb.Geometry) byte {
	for i, name := range geometryNumbers {
		if name == g.GeoJSONType() {
			return byte(i)
		}
	}
	return 0
}

// feature is the size-prefixed Feature table; the slice is valid until the next call.
func (e *fgbEncoder) feature(m Match) []byte {
	b := e.b
	b.Reset()
	e.properties = e.properties[:0]
	for i, f := range e.d.fields() {
		v := f.value(m)
		if v == nil {
			continue
		}
		e.properties = binary.LittleEndian.AppendUint16(e.properties, uint16(i))
		switch v := v.(type) {
		case int64:
			e.properties = binary.LittleEndian.AppendUint64(e.properties, uint64(v))
		case float64:
			e.properties = binary.LittleEndian.AppendUint64(e.properties, math.Float64bits(v))
		case bool:
			n := byte(0)
			if v {
				n = 1
			}
			e.properties = append(e.properties, n)
		default:
			at := len(e.properties)
			e.properties = append(e.properties, 0, 0, 0, 0)
			if fgbType(f.Type) == fgbJSON {
				e.properties = appendValue(e.properties, v)
			} else {
				e.properties = append(e.properties, formatText(v)...)
			}
			binary.LittleEndian.PutUint32(e.properties[at:], uint32(len(e.properties)-at-4))
		}
	}
	properties := b.CreateByteVector(e.properties)
	var geometry flatbuffers.UOffsetT
	if g := e.d.geometry(m); g != nil {
		geometry = e.geometry(g)
	}
	b.StartObject(3)
	b.PrependUOffsetTSlot(0, geometry, 0)
	b.PrependUOffsetTSlot(1, properties, 0)
	b.FinishSizePrefixed(b.EndObject())
	return b.FinishedBytes()
}

// geometry writes a Geometry table: flat vertices with the ends of their lines,
// or parts where polygons or members follow each other.
func (e *fgbEncoder) geometry(g orb.Geometry) flatbuffers.UOffsetT {
	b := e.b
	var points []orb.Point
	var ends []int
	var parts []flatbuffers.UOffsetT
	switch g := g.(type) {
	case orb.Point:
		points = []orb.Point{g}
	case orb.MultiPoint:
		points = g
	case orb.LineString:
		points = g
	case orb.MultiLineString:
		for _, l := range g {
			points = append(points, l...)
			ends = append(ends, len(points))
		}
	case orb.Polygon:
		for _, r := range g {
			points = append(points, r...)
			ends = append(ends, len(points))
		}
	case orb.MultiPolygon:
		for _, p := range g {
			parts = append(parts, e.geometry(p))
		}
	case orb.Collection:
		for _, m := range g {
			parts = append(parts, e.geometry(m))
		}
	}
	var xyAt, endsAt, partsAt flatbuffers.UOffsetT
	if len(parts) > 0 {
		partsAt = b.CreateVectorOfTables(parts)
	}
	if len(points) > 0 {
		b.StartVector(8, 2*len(points), 8)
		for i := len(points) - 1; i >= 0; i-- {
			b.PrependFloat64(points[i][1])
			b.PrependFloat64(points[i][0])
		}
		xyAt = b.EndVector(2 * len(points))
	}
	if len(ends) > 1 { // a single line or ring needs none
		b.StartVector(4, len(ends), 4)
		for i := len(ends) - 1; i >= 0; i-- {
			b.PrependUint32(uint32(ends[i]))
		}
		endsAt = b.EndVector(len(ends))
	}
	b.StartObject(8)
	b.PrependUOffsetTSlot(0, endsAt, 0)
	b.PrependUOffsetTSlot(1, xyAt, 0)
	b.PrependUOffsetTSlot(7, partsAt, 0)
	b.PrependByteSlot(6, geometryNumber(g), 0)
	return b.EndObject()
}

// titleOf is a property's title in both languages.
func titleOf(p Property) string {
	if p.Title.ZH == "" {
		return p.Title.EN
	}
	return p.Title.ZH + " · " + p.Title.EN
}
