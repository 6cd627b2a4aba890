package layers

import (
	"maps"
	"math"
	"runtime"

	"layoutmap/geo"
	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"
)

// labelAngle is the property that the labels of lines have beside those of
// their features: degrees clockwise from east, see geo.LabelOnLine.
const labelAngle = "label_angle"

// label is where the name of a feature goes.
type label struct {
	at    orb.Point
	angle float64 // of a line, whole degrees
	line  bool
	ok    bool
}

// labelLayer is the derived point layer <id>-labels: one point for each areal
// and each linear feature, so that a name is drawn once and not once for each
// tile. An area's is the one it states, else the pole of inaccessibility of its
// largest polygon; a line's lies on its longest part. The cells of a grid have
// none: they are no things with names.
func (b *builder) labelLayer() *Layer {
	l := b.layer
	if l.Grid != nil {
		return nil
	}
	labels, n, lines := l.placeLabels()
	if n == 0 {
		return nil
	}
	out := &Layer{Meta: l.Meta, digest: l.digest, columns: l.columns, column: l.column, keys: l.keys, values: l.values}
	out.ID += "-labels"
	out.Geometry = "Point"
	of := &builder{layer: out}
	if lines {
		of.floats = maps.Clone(b.floats) // a value stands once
		of.addColumn(Property{Name: labelAngle, Type: Number, Title: Text{"注记角度", "Angle of the label"}, Unit: "°", Tile: true})
	}
	out.features = make([]Feature, 0, n)
	out.labelled = make([]float32, 0, n)
	out.refs = make([]uint32, 0, n*len(out.columns))
	for i := range l.features {
		at := labels[i]
		if !at.ok {
			continue
		}
		f := &l.features[i]
		out.features = append(out.features, Feature{ID: f.ID, Num: f.Num, Geometry: at.at, layer: out, row: uint32(len(out.features))})
		out.labelled = append(out.labelled, unitSize(f.Geometry.Bound()))
		out.refs = append(out.refs, l.refs[i*len(l.columns):(i+1)*len(l.columns)]...)
		if lines {
			angle := uint32(0)
			if at.line {
				angle = of.ref(at.angle)
			}
			out.refs = append(out.refs, angle)
		}
	}
	of.index()
	out.sortIDs()
	return out
}

// unitSize is the longer side of a box in the unit square of Web Mercator.
func unitSize(b orb.Bound) float32 {
	x0, y0 := crs.MercatorUnit(orb.Point{b.Min[0], b.Max[1]})
	x1, y1 := crs.MercatorUnit(orb.Point{b.Max[0], b.Min[1]})
	return float32(max(x1-x0, y1-y0))
}

// addColumn gives a layer that has no features yet one more property; what it
// shares with another layer stays as it is.
func (b *builder) addColumn(p Property) {
	l := b.layer
	if _, taken := l.column[p.Name]; taken {
		p.Name = "_" + p.Name
	}
	l.setColumns(append(l.columns[:len(l.columns):len(l.columns)], p))
	l.values = l.values[:len(l.values):len(l.values)]
}

// placeLabels finds the labels of all features, by row; how many there are, and
// whether lines are among them.
func (l *Layer) placeLabels() (labels []label, n int, lines bool) {
	labels = make([]label, len(l.features))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	const chunk = 4096
	for from := 0; from < len(labels); from += chunk {
		group.Go(func() error {
			for i := from; i < min(from+chunk, len(labels)); i++ {
				labels[i] = l.labelOf(i)
			}
			return nil
		})
	}
	group.Wait()
	for _, at := range labels {
		if at.ok {
			n++
			lines = lines || at.line
		}
	}
	return labels, n, lines
}

func (l *Layer) labelOf(row int) label {
	g := l.features[row].Geometry
	if g == nil || g.Dimensions() == 0 {
		return label{}
	}
	var stated *orb.Point
	if at, ok := l.Value(l.Ref(row, l.column["label_point"])).([2]float64); ok {
		stated = (*orb.Point)(&at)
	}
	if g.Dimensions() == 2 {
		if stated != nil {
			return label{at: *stated, ok: true}
		}
		var largest orb.Polygon
		area := -1.0
		eachPolygon(g, func(p orb.Polygon) {
			if b := p.Bound(); (b.Max[0]-b.Min[0])*(b.Max[1]-b.Min[1]) > area {
				largest, area = p, (b.Max[0]-b.Min[0])*(b.Max[1]-b.Min[1])
			}
		})
		return label{at: geo.LabelPoint(largest), ok: len(largest) > 0}
	}
	var longest orb.LineString
	length := -1.0
	eachPart(LineShape, g, func(_ bool, points []orb.Point) {
		sum := 0.0
		for i := 1; i < len(points); i++ {
			sum += math.Hypot(points[i][0]-points[i-1][0], points[i][1]-points[i-1][1])
		}
		if sum > length {
			longest, length = points, sum
		}
	})
	if len(longest) == 0 {
		return label{}
	}
	at, angle := geo.LabelOnLine(longest, stated)
	return label{at: at, angle: math.Round(angle) + 0, line: true, ok: true}
}

// eachPolygon visits the polygons of a geometry.
func eachPolygon(g orb.Geometry, visit func(orb.Polygon)) {
	switch g := g.(type) {
	case orb.Polygon:
		visit(g)
	case orb.MultiPolygon:
		for _, p := range g {
			visit(p)
		}
	case orb.Collection:
		for _, m := range g {
			eachPolygon(m, visit)
		}
	}
}
