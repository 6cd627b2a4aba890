package api

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/geo/network"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// Words of the inputs rule and from.
const (
	ruleCircle    = "circle"
	ruleWalk      = "walk"
	fromCentre    = "centre"
	fromEntrances = "entrances"
)

// entranceLayer holds ways into stations; its property station is the stop's id.
const entranceLayer = "station-entrances"

// maxLeg is how far off the network a place may be and still be walked to,
// metres. It is no bound on the walk, which the radius is.
const maxLeg geo.Metres = 1000

// builtInRoads are the layers walked on where none declares itself a network.
var builtInRoads = [...]string{"road-grid", "roads"}

func ruleParams() []param {
	return []param{
		{name: "rule", doc: "circle: geodesic distance. walk: along the walking network, with straight legs to it.", schema: oneOfWords(ruleCircle, ruleWalk)},
		{name: "network", doc: "With rule=walk: the line layer to walk on. Without it, the layer that declares itself a network, else the built-in trunk roads, which are too coarse for a walk.", schema: map[string]any{"type": "string"}},
		{name: "from", doc: "centre: from the station's point. entrances: from the nearest of its entrances, where they are known.", schema: oneOfWords(fromCentre, fromEntrances)},
	}
}

func decayParam() param {
	return param{name: "decay", doc: "Also weigh demand by its distance to the nearest site: linear (1 at the site, 0 at the radius), exponential (halved at half the radius, nothing beyond it), or steps metres:weight such as 300:1,500:0.5.",
		schema: map[string]any{"type": "string", "default": "none"}}
}

// readRule reads how far and in which way a site reaches.
func (s *coverageService) readRule(d *coverageData, q *coverageQuery, in inputs) (err error) {
	if bytes.IndexByte(in["horizon"], ',') >= 0 {
		return badParameter("horizon", "want one horizon here; the curve answers several: /coverage/curve?horizons=now,2030,beyond", horizonOrder[:]...)
	}
	if q.horizon, err = in.word("horizon", "2030", "now", "beyond"); err != nil {
		return err
	}
	if bytes.IndexByte(in["radius"], ',') >= 0 {
		return badParameter("radius", "want one radius here; the curve answers several: /coverage/curve?radii=300,500,800")
	}
	radius, err := in.number("radius", "metres", defaultRadius, 0, maxRadius)
	if err != nil {
		return err
	}
	q.radius = geo.Metres(radius)
	if q.from, err = in.word("from", fromCentre, fromEntrances); err != nil {
		return err
	}
	if q.from == fromEntrances {
		l, ok := s.catalog.Layer(entranceLayer)
		if !ok {
			return badParameter("from", "there is no layer "+entranceLayer+" that entrances could come from", fromCentre)
		}
		q.entrances = l
	}
	rule, err := in.word("rule", ruleCircle, ruleWalk)
	if err != nil || rule == ruleCircle {
		if err == nil && in.has("network") {
			err = badParameter("network", "goes with rule=walk alone")
		}
		return err
	}
	q.walk, err = s.walkNetwork(d, in)
	return err
}

// readDecay reads the input decay; nil is none.
func (in inputs) readDecay(radius geo.Metres) (coverage.Decay, string, error) {
	text, err := in.text("decay", "none")
	if err != nil {
		return nil, "", err
	}
	switch text {
	case "none":
		return nil, text, nil
	case "linear":
		return coverage.Linear{Zero: radius}, text, nil
	case "exponential":
		return coverage.Exponential{Half: radius / 2, Cut: radius}, text, nil
	}
	var steps coverage.Steps
	for part := range strings.SplitSeq(text, ",") {
		at, weight, ok := strings.Cut(part, ":")
		metres, err1 := strconv.ParseFloat(strings.TrimSpace(at), 64)
		w, err2 := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		if !ok || err1 != nil || err2 != nil || !(metres > 0) || metres > maxRadius || !(w >= 0 && w <= 1) ||
			len(steps) > 0 && (metres <= float64(steps[len(steps)-1].Radius) || w > steps[len(steps)-1].Weight) {
			return nil, "", badParameter("decay", fmt.Sprintf("%.80q is not none, linear, exponential or steps metres:weight whose metres grow and whose weights, 0 to 1, do not", text), "none", "linear", "exponential")
		}
		steps = append(steps, coverage.Step{Radius: geo.Metres(metres), Weight: w})
	}
	return steps, text, nil
}

// walkNetwork is line layers that can be walked on.
type walkNetwork struct {
	layers   []*layers.Layer
	barriers []*layers.Layer
	builtIn  bool // the trunk roads of the plan
	graph    func() (*network.Network, error)
	km       sync.Map // *studyArea → float64
	footing  sync.Map // *demandSurface → func() (*coverage.Footing, error)
}

// walkNetwork finds the network to walk on.
func (s *coverageService) walkNetwork(d *coverageData, in inputs) (*walkNetwork, error) {
	id, err := in.text("network", "")
	if err != nil {
		return nil, err
	}
	var found []*layers.Layer
	builtIn := false
	if id != "" {
		l, ok := s.catalog.Layer(id)
		if !ok || !hasLines(l) {
			return nil, badParameter("network", fmt.Sprintf("%.80q is not a layer of lines", id))
		}
		found = append(found, l)
	} else {
		for _, l := range s.catalog.Layers() {
			if l.Network != nil {
				found = []*layers.Layer{l} // the last is the office's own
			}
		}
	}
	if len(found) == 0 {
		builtIn = true
		for _, id := range builtInRoads {
			if l, ok := s.catalog.Layer(id); ok && hasLines(l) {
				found = append(found, l)
			}
		}
	}
	if len(found) == 0 {
		return nil, badParameter("rule", "walk needs a layer of lines to walk on: one with network: in its layer.yaml", ruleCircle)
	}
	barriers := []string{"rivers"}
	if n := found[0].Network; n != nil && n.Barriers != nil {
		barriers = n.Barriers
	}
	key := found[0].Digest() + fmt.Sprint(len(found), barriers)
	w := &walkNetwork{layers: found, builtIn: builtIn}
	for _, id := range barriers {
		if l, ok := s.catalog.Layer(id); ok {
			w.barriers = append(w.barriers, l)
		}
	}
	w.graph = sync.OnceValues(w.build)
	known, _ := d.networks.LoadOrStore(key, w)
	return known.(*walkNetwork), nil
}

func hasLines(l *layers.Layer) bool {
	for f := range l.All() {
		if len(linesOf(f.Geometry)) > 0 {
			return true
		}
	}
	return false
}

func linesOf(g orb.Geometry) orb.MultiLineString {
	switch g := g.(type) {
	case orb.LineString:
		return orb.MultiLineString{g}
	case orb.MultiLineString:
		return g
	}
	return nil
}

// build makes the graph. It is shared by all questions, so no single one's
// context ends it; network's own limits bound it.
func (w *walkNetwork) build() (*network.Network, error) {
	var lines []network.Line
	for _, l := range w.layers {
		level := ""
		if l.Network != nil {
			level = l.Network.Level
		}
		for f := range l.All() {
			for _, line := range linesOf(f.Geometry) {
				lines = append(lines, network.Line{At: line, Level: int(amountOf(f, level))})
			}
		}
	}
	var barriers []orb.Geometry
	for _, l := range w.barriers {
		for f := range l.All() {
			if f.Geometry != nil {
				barriers = append(barriers, f.Geometry)
			}
		}
	}
	n, err := network.New(context.Background(), lines, barriers, network.Options{})
	if err != nil {
		return nil, badParameter("network", err.Error())
	}
	return n, nil
}

// on joins a surface to the network, once for the catalog's own.
func (w *walkNetwork) on(ctx context.Context, s *demandSurface) (*coverage.Footing, error) {
	graph, err := w.graph()
	if err != nil {
		return nil, err
	}
	if s.posted {
		return coverage.NewFooting(ctx, s.surface, graph, maxLeg)
	}
	once, _ := w.footing.LoadOrStore(s, sync.OnceValues(func() (*coverage.Footing, error) {
		return coverage.NewFooting(context.Background(), s.surface, graph, maxLeg)
	}))
	return once.(func() (*coverage.Footing, error))()
}

// rule is the engine's rule for one surface.
func (q *coverageQuery) rule(ctx context.Context, s *demandSurface) (coverage.Rule, error) {
	if q.walk == nil {
		return coverage.Within(q.radius), nil
	}
	footing, err := q.walk.on(ctx, s)
	if err != nil {
		return nil, err
	}
	return coverage.Walk{Radius: q.radius, On: footing}, nil
}

func (q *coverageQuery) ruleWord() string {
	if q.walk != nil {
		return ruleWalk
	}
	return ruleCircle
}

// networkPart says what was walked on.
type networkPart struct {
	Collections []string `json:"collections"`
	Barriers    []string `json:"barriers"` // crossed only where the network does
	Km          float64  `json:"km"`       // in the area, a stretch drawn twice once
	KmPerKm2    float64  `json:"km_per_km2"`
	LongLegs    float64  `json:"long_legs_share"` // percent of the demand more than 100 m off the network
	Unjoined    float64  `json:"unjoined_share"`  // percent of the demand that cannot be walked to
	Parts       int      `json:"parts"`           // of the whole network, that no way joins
	LongestLegM float64  `json:"longest_leg_m"`
}

// pieceM is the length that a network is cut to where it is measured in an
// area: a piece counts where its middle lies.
const pieceM = 20.0

// kmIn is the length of the network in an area, kilometres.
func (w *walkNetwork) kmIn(graph *network.Network, area *studyArea) float64 {
	if v, ok := w.km.Load(area); ok {
		return v.(float64)
	}
	sum := 0.0
	for i := range graph.NumEdges() {
		a, b, metres := graph.Edge(i)
		if !area.area.Bound().Intersects(orb.MultiPoint{a, b}.Bound()) {
			continue
		}
		n := math.Ceil(metres / pieceM)
		for k := range int(n) {
			at := (float64(k) + 0.5) / n
			if area.area.Contains(orb.Point{a[0] + at*(b[0]-a[0]), a[1] + at*(b[1]-a[1])}) {
				sum += metres / n
			}
		}
	}
	if area.collection != "" {
		w.km.Store(area, sum/1000)
	}
	return sum / 1000
}

// networkPart describes the network in the area that is asked about.
func (s *coverageService) networkPart(ctx context.Context, d *coverageData, q coverageQuery) (*networkPart, error) {
	if q.walk == nil {
		return nil, nil
	}
	graph, err := q.walk.graph()
	if err != nil {
		return nil, err
	}
	footing, err := q.walk.on(ctx, q.demand[0])
	if err != nil {
		return nil, err
	}
	stats := footing.Stats(d.membersOf(q.demand[0], q.area))
	p := &networkPart{Collections: []string{}, Barriers: []string{}, LongLegs: stats.LongLegs, Unjoined: stats.Unjoined, Parts: graph.Stats().Components, LongestLegM: float64(maxLeg)}
	p.Km = q.walk.kmIn(graph, q.area)
	p.KmPerKm2 = p.Km / (geo.AreaOf(q.area.polygons) / 1e6)
	for _, l := range q.walk.layers {
		p.Collections = append(p.Collections, l.ID)
	}
	for _, l := range q.walk.barriers {
		p.Barriers = append(p.Barriers, l.ID)
	}
	return p, nil
}
