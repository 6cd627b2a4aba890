package layers

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"strings"

	"layoutmap/geo"
	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// openShapefile reads a .shp with the .dbf and .prj beside it, both needed, and
// the .cpg, which says how texts are written.
func openShapefile(f dataFile) (*table, error) {
	if len(f.data) < shpHeaderLen || binary.BigEndian.Uint32(f.data) != 9994 {
		return nil, errors.New("not a Shapefile")
	}
	stem := strings.TrimSuffix(f.path, path.Ext(f.path))
	t := &table{}
	var err error
	if t.crs, err = f.fileCRS(func() (crs.CRS, error) {
		prj, err := f.besides(stem, ".prj")
		if err != nil {
			return crs.CRS{}, fmt.Errorf("%w: %w", ErrCRS, err)
		}
		return crsOfWKT(string(prj))
	}); err != nil {
		return nil, err
	}
	dbf, err := f.besides(stem, ".dbf")
	if err != nil {
		return nil, err
	}
	cpg, err := f.besides(stem, ".cpg")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	rows, err := openDBF(dbf, string(cpg))
	if err != nil {
		return nil, fmt.Errorf("%s.dbf: %w", path.Base(stem), err)
	}
	t.columns = rows.columns
	t.each = func(yield func(record) error) error {
		rest := f.data[shpHeaderLen:]
		for n := 1; len(rest) > 0; n++ {
			if len(rest) < 8 {
				return fmt.Errorf("record %d: %w", n, errTruncated)
			}
			length := 2 * int64(binary.BigEndian.Uint32(rest[4:]))
			if length > int64(len(rest)-8) {
				return fmt.Errorf("record %d: %w", n, errTruncated)
			}
			g, err := parseShape(rest[8 : 8+length])
			if err != nil {
				return fmt.Errorf("record %d: %w", n, err)
			}
			rest = rest[8+length:]
			if n > rows.count {
				return fmt.Errorf("record %d: the .dbf has only %d rows", n, rows.count)
			}
			values, deleted, err := rows.row(n - 1)
			if err != nil {
				return fmt.Errorf("record %d: %w", n, err)
			}
			if deleted {
				continue
			}
			if err := yield(record{geometry: g, values: values}); err != nil {
				return err
			}
		}
		return nil
	}
	return t, nil
}

// besides reads the file of the same stem with another extension, in small or capital letters.
func (f *dataFile) besides(stem, extension string) ([]byte, error) {
	data, err := readLimited(f.fsys, stem+extension)
	if errors.Is(err, fs.ErrNotExist) {
		var upper error
		if data, upper = readLimited(f.fsys, stem+strings.ToUpper(extension)); upper != nil {
			return nil, fmt.Errorf("%s is missing beside the .shp: %w", path.Base(stem)+extension, fs.ErrNotExist)
		}
		err = nil
	}
	if err == nil {
		fmt.Fprintf(f.digest, "%s %d\n", extension, len(data))
		f.digest.Write(data)
	}
	return data, err
}

// zippedShapefiles names the Shapefiles in a zip, in its order.
func zippedShapefiles(data []byte) ([]string, error) {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range zr.File {
		if strings.EqualFold(path.Ext(e.Name), ".shp") {
			names = append(names, shapefileName(e.Name))
		}
	}
	if len(names) == 0 {
		return nil, errors.New("the zip has no Shapefile")
	}
	return names, nil
}

// shapefileName is how a Shapefile in a zip is called: its file without folder and extension.
func shapefileName(file string) string { return strings.TrimSuffix(path.Base(file), path.Ext(file)) }

// openZippedShapefile reads the Shapefile in a zip; table: names one of several.
func openZippedShapefile(f dataFile) (*table, error) {
	zr, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data)))
	if err != nil {
		return nil, err
	}
	var found []string
	for _, e := range zr.File {
		if strings.EqualFold(path.Ext(e.Name), ".shp") && (f.table == "" || shapefileName(e.Name) == f.table) {
			found = append(found, e.Name)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("the zip has %d Shapefiles that fit (%s): name one with table:", len(found), strings.Join(found, ", "))
	}
	data, err := readLimited(zr, found[0])
	if err != nil {
		return nil, err
	}
	return openShapefile(dataFile{fsys: zr, path: found[0], data: data, system: f.system, digest: f.digest})
}

// readLimited reads a file of at most maxDataBytes, however well it was packed.
func readLimited(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxDataBytes+1))
	if err == nil && len(data) > maxDataBytes {
		err = fmt.Errorf("%s is larger than %d bytes", name, maxDataBytes)
	}
	return data, err
}

// parseShape reads the content of a record. Heights and measures, which follow
// the vertices, are left out.
func parseShape(b []byte) (orb.Geometry, error) {
	if len(b) < 4 {
		return nil, errTruncated
	}
	kind := binary.LittleEndian.Uint32(b) % 10 // 11, 21 … are the same with heights or measures
	switch {
	case binary.LittleEndian.Uint32(b) > 28:
		return nil, fmt.Errorf("shape type %d is not served", binary.LittleEndian.Uint32(b))
	case kind == shpNull:
		return nil, nil
	case kind == shpPoint:
		if len(b) < 20 {
			return nil, errTruncated
		}
		return floatPoint(b[4:]), nil
	case len(b) < 44:
		return nil, errTruncated
	}
	n := binary.LittleEndian.Uint32(b[36:])
	if kind == shpMultiPoint {
		points, err := shpVertices(b[40:], n)
		return orb.MultiPoint(points), err
	}
	points := binary.LittleEndian.Uint32(b[40:])
	b = b[44:]
	if uint64(n)*4 > uint64(len(b)) {
		return nil, errTruncated
	}
	starts := b[:4*n]
	vertices, err := shpVertices(b[4*n:], points)
	if err != nil {
		return nil, err
	}
	var parts [][]orb.Point
	for i := uint32(0); i < n; i++ {
		from, to := binary.LittleEndian.Uint32(starts[4*i:]), points
		if i+1 < n {
			to = binary.LittleEndian.Uint32(starts[4*i+4:])
		}
		if from > to || to > points {
			return nil, errTruncated
		}
		parts = append(parts, vertices[from:to:to])
	}
	switch kind {
	case shpLine:
		if len(parts) == 1 {
			return orb.LineString(parts[0]), nil
		}
		out := orb.MultiLineString{}
		for _, p := range parts {
			out = append(out, p)
		}
		return out, nil
	case shpPolygon:
		return ringsToPolygons(parts)
	}
	return nil, fmt.Errorf("shape type %d is not served", kind)
}

func floatPoint(b []byte) orb.Point {
	return orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(b)), math.Float64frombits(binary.LittleEndian.Uint64(b[8:]))}
}

func shpVertices(b []byte, n uint32) ([]orb.Point, error) {
	if uint64(n)*16 > uint64(len(b)) {
		return nil, errTruncated
	}
	out := make([]orb.Point, n)
	for i := range out {
		out[i] = floatPoint(b[16*i:])
	}
	return out, nil
}

// ringsToPolygons puts holes, which a Shapefile winds counter-clockwise, into
// the exterior that holds them. A hole in none is an exterior of its own, as
// some programs wind all rings alike.
func ringsToPolygons(rings [][]orb.Point) (orb.Geometry, error) {
	var polygons orb.MultiPolygon
	var holes []orb.Ring
	for _, r := range rings {
		if ring := orb.Ring(r); ring.Orientation() == orb.CCW && len(rings) > 1 {
			holes = append(holes, ring)
		} else {
			polygons = append(polygons, orb.Polygon{ring})
		}
	}
	outer := len(polygons)
	if len(holes)*outer > maxRingPairs {
		return nil, fmt.Errorf("%d holes among %d rings are more than are sorted out", len(holes), outer)
	}
	areas := make([]*geo.Area, outer)
	for _, h := range holes {
		i := 0
		for i < outer && !holds(polygons[i][0], &areas[i], h) {
			i++
		}
		if i < outer {
			polygons[i] = append(polygons[i], h)
		} else {
			polygons = append(polygons, orb.Polygon{h})
		}
	}
	if len(polygons) == 1 {
		return polygons[0], nil
	}
	return polygons, nil
}

// maxRingPairs bounds the search for the exterior of each hole.
const maxRingPairs = 1 << 24

// holds tells whether a ring lies in another, by box and then by every vertex.
// The area is made when it is first needed.
func holds(outer orb.Ring, area **geo.Area, inner orb.Ring) bool {
	if len(inner) == 0 || !outer.Bound().Contains(inner.Bound().Min) || !outer.Bound().Contains(inner.Bound().Max) {
		return false
	}
	if *area == nil {
		a, err := geo.NewArea(orb.Polygon{outer})
		if err != nil {
			return false // no ring that holds anything; loading says what is wrong with it
		}
		*area = a
	}
	for _, p := range inner {
		if !(*area).Contains(p) {
			return false
		}
	}
	return true
}
