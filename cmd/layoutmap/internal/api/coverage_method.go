package api

import (
	"fmt"
	"slices"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// methodPart lets anyone compute the answer again.
type methodPart struct {
	Rule        string        `json:"rule"`
	Distance    string        `json:"distance"`
	CRS         string        `json:"crs"`
	Counting    string        `json:"counting"`
	Overlap     string        `json:"overlap"`
	Denominator string        `json:"denominator"`
	Decay       string        `json:"decay,omitempty"`
	Band        string        `json:"band"`
	Area        string        `json:"area"`
	OneSite     string        `json:"one_site"`
	Surfaces    []surfacePart `json:"surfaces"`
	Sites       sitesMethod   `json:"sites"`
	AreaMethod  string        `json:"area_boundary_method"` // how the boundary was got
	Fallback    []string      `json:"fallback"`             // sites counted from the centre for want of entrances
	Network     *networkPart  `json:"network,omitempty"`    // with rule=walk
	Fetch       []string      `json:"fetch"`                // where the same stations and cells are
}

type surfacePart struct {
	ID         string            `json:"id"`
	Collection string            `json:"collection"`
	Properties []string          `json:"properties"`
	Year       int               `json:"year"`
	Counting   string            `json:"counting"`
	Notes      layers.Text       `json:"notes"`
	Provenance layers.Provenance `json:"provenance"`
}

type sitesMethod struct {
	Collection   string         `json:"collection"`
	Count        int            `json:"count"`
	ByMethod     map[string]int `json:"by_method"` // sites by how their position was got
	MaxAccuracyM float64        `json:"max_accuracy_m"`
}

func (q *coverageQuery) method(set siteSet) methodPart {
	m := methodPart{
		Rule:        q.ruleText(),
		Distance:    "geodesic on the WGS 84 ellipsoid (Karney 2013), metres",
		CRS:         "positions in CRS84 (longitude, latitude); distances on the ellipsoid; areas in EPSG:4548 (CGCS2000 / 3-degree Gauss-Kruger CM 117E)",
		Counting:    "a demand point (the centre of a grid cell) is covered or not, as a whole",
		Overlap:     "circles are united before counting: demand in several circles counts once",
		Denominator: "all demand of the surface whose point lies in " + q.area.id + "; stations outside of it count where their circle reaches in",
		Band:        "the least and the greatest share over the surface's spreading rules; it holds no other uncertainty",
		Area:        "area_km2: union of plane circles of the radius in EPSG:4548, cut with the area's polygon, in closed form",
		OneSite:     fmt.Sprintf("stops within %g m of each other are one site, named after the one that opens first", float64(onePlace)),
		Sites:       sitesMethod{Collection: q.stops.ID, Count: len(set.sites), ByMethod: map[string]int{}},
		AreaMethod:  q.area.method,
		Fallback:    set.fallback,
	}
	if q.walk != nil {
		m.Distance += "; of each piece of the way"
		m.Overlap = "the nearest station counts: demand in reach of several counts once"
		m.Area = "area_km2.covered is not worked out on foot"
	}
	if q.decay != nil {
		m.Decay = fmt.Sprintf("%v, of the distance to the nearest station; results, by and sites are without it, weighted is with it", q.decay)
	}
	for _, site := range set.sites {
		about := set.about(site.ID)
		m.Sites.ByMethod[about.method]++
		if about.accuracy != nil {
			m.Sites.MaxAccuracyM = max(m.Sites.MaxAccuracyM, *about.accuracy)
		}
	}
	for _, d := range q.demand {
		counting := "point in reach: a point where it lies, an area or line at its label point or the centre of its box"
		if d.spec.Counting == layers.CountArea {
			counting = fmt.Sprintf("area share: each area's amount is spread evenly over it, by the part of each cell of %.0f m that lies in it; cells count by their centre", d.cell)
		}
		m.Surfaces = append(m.Surfaces, surfacePart{
			ID: d.spec.ID, Collection: d.layer.ID, Properties: d.spec.Amounts, Year: d.spec.Year,
			Counting: counting, Notes: d.layer.Description, Provenance: d.layer.Provenance,
		})
	}
	return m
}

// ruleText says the rule in words.
func (q *coverageQuery) ruleText() string {
	station := "a station's point"
	if q.from == fromEntrances {
		station = "the nearest of a station's entrances, or its point where none is known (fallback)"
	}
	if q.walk != nil {
		return fmt.Sprintf("walk: at most %g m on foot from %s, exactly so much counts as covered: a straight leg to the nearest point of the network that no barrier cuts off, the shortest way along it, a straight leg to the demand", float64(q.radius), station)
	}
	return fmt.Sprintf("circle: within %g m of %s; exactly on the edge counts as covered", float64(q.radius), station)
}

// warningsOf says what keeps the answer from being the indicator's value. Every
// number in it is counted from the data.
func warningsOf(c *layers.Catalog, q coverageQuery, set siteSet, byKind map[string]coverage.Report) []warning {
	out := []warning{}
	if _, ok := byKind["jobs"]; !ok {
		out = append(out, warning{"people-only", "未含岗位：无公开分布数据，结果只是人口覆盖率。", "Jobs are not in it, for want of public figures by place: this is a share of people only."})
	}
	if towns, ok := c.Layer(townLayer); ok {
		if n := countText(towns, "population_method", "estimate"); n > 0 {
			out = append(out, warning{"town-totals-estimated",
				fmt.Sprintf("%d 个街镇中 %d 个的人口总数为估算（±30 %%）。", towns.Len(), n),
				fmt.Sprintf("%d of the %d township totals are estimates (± 30 %%).", n, towns.Len())})
		}
	}
	for _, s := range q.demand {
		if s.layer.Provenance.Method == "estimate" {
			out = append(out, warning{"surface-estimated",
				fmt.Sprintf("%s：分布为估算；人口为 %d 年的，各时期相同。", s.layer.Title.ZH, s.spec.Year),
				fmt.Sprintf("%s is an estimate of where they are; the people are those of %d at every horizon.", s.layer.Title.EN, s.spec.Year)})
		}
	}
	if len(set.sites) == 0 {
		out = append(out, warning{"no-sites", "没有计入的站点：覆盖率为零。", "No site counts here, so nothing is covered."})
	}
	if shift := shiftOf(c, q.stops); shift.Likely {
		out = append(out, warning{"gcj02-suspected",
			fmt.Sprintf("提交的站点疑为 GCJ-02 坐标：与已有站点相差中位数 %.0f 米，按 GCJ-02 还原后为 %.0f 米。未作改动。", float64(shift.AsGiven), float64(shift.AsGCJ02)),
			fmt.Sprintf("The sites sent look like GCJ-02 coordinates: they lie %.0f m (median) from known stations, %.0f m when read as GCJ-02. Nothing was moved.", float64(shift.AsGiven), float64(shift.AsGCJ02))})
	}
	rough, worst := 0, 0.0
	for _, site := range set.sites {
		about := set.about(site.ID)
		off := 0.0
		if about.accuracy != nil {
			off = *about.accuracy
		}
		if off >= 500 || about.method == "schematic" {
			rough++
			worst = max(worst, off)
		}
	}
	if rough > 0 {
		out = append(out, warning{"schematic-stations",
			fmt.Sprintf("含 %d 座示意站点（误差可达 %g 米）。", rough, worst),
			fmt.Sprintf("%d of the stations are schematic (up to %g m off).", rough, worst)})
	}
	if slices.Contains([]string{"schematic", "estimate"}, q.area.method) {
		out = append(out, warning{"schematic-area", "统计范围的边界为示意。", "The boundary of the area is schematic."})
	}
	if q.by.layer != nil && q.by.layer.Provenance.Method == "schematic" {
		if q.by.layer.ID == townLayer {
			out = append(out, warning{"schematic-towns", "街镇界为示意，分街镇数字只供参考。", "Township boundaries are schematic: read the figures by town with that in mind."})
		} else {
			out = append(out, warning{"schematic-zones", "分区边界为示意，分区数字只供参考。", "The zones' boundaries are schematic: read the figures by zone with that in mind."})
		}
	}
	return out
}

// shiftOf compares sites that were sent with the stations of the catalog.
func shiftOf(c *layers.Catalog, sent *layers.Layer) geo.Shift {
	known, ok := c.Layer("rail-stations")
	if !ok || sent.ID != postedID {
		return geo.Shift{}
	}
	points := func(l *layers.Layer) (out []orb.Point) {
		for f := range l.All() {
			if p, ok := f.Geometry.(orb.Point); ok {
				out = append(out, p)
			}
		}
		return out
	}
	return geo.SuspectShift(points(sent), points(known))
}

func countText(l *layers.Layer, property, value string) int {
	n := 0
	for f := range l.All() {
		if f.Text(property) == value {
			n++
		}
	}
	return n
}
