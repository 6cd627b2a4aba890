package api_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
)

// vincenty is the inverse geodesic on WGS 84 by T. Vincenty, "Direct and inverse
// solutions of geodesics on the ellipsoid", Survey Review 23 (1975): written
// for this test so that it shares nothing with the program, which uses Karney's.
func vincenty(lon1, lat1, lon2, lat2 float64) float64 {
	const a, f = 6378137.0, 1 / 298.257223563 // metres; WGS 84
	const b, rad = a * (1 - f), math.Pi / 180
	if lon1 == lon2 && lat1 == lat2 {
		return 0
	}
	l := (lon2 - lon1) * rad
	u1, u2 := math.Atan((1-f)*math.Tan(lat1*rad)), math.Atan((1-f)*math.Tan(lat2*rad))
	su1, cu1 := math.Sincos(u1)
	su2, cu2 := math.Sincos(u2)
	lambda := l
	var ss, cs, sigma, c2a, c2m float64
	for range 100 {
		sl, cl := math.Sincos(lambda)
		ss = math.Hypot(cu2*sl, cu1*su2-su1*cu2*cl)
		cs = su1*su2 + cu1*cu2*cl
		sigma = math.Atan2(ss, cs)
		sa := cu1 * cu2 * sl / ss
		c2a = 1 - sa*sa
		c2m = cs - 2*su1*su2/c2a
		c := f / 16 * c2a * (4 + f*(4-3*c2a))
		old := lambda
		lambda = l + (1-c)*f*sa*(sigma+c*ss*(c2m+c*cs*(-1+2*c2m*c2m)))
		if math.Abs(lambda-old) < 1e-13 {
			break
		}
	}
	k := c2a * (a*a - b*b) / (b * b)
	ca := 1 + k/16384*(4096+k*(-768+k*(320-175*k)))
	cb := k / 1024 * (256 + k*(-128+k*(74-47*k)))
	ds := cb * ss * (c2m + cb/4*(cs*(-1+2*c2m*c2m)-cb/6*c2m*(-3+4*ss*ss)*(-3+4*c2m*c2m)))
	return b * ca * (sigma - ds)
}

type spot struct {
	id       string
	lon, lat float64
	props    map[string]any
}

func spots(t *testing.T, address string) []spot {
	t.Helper()
	var out []spot
	for _, f := range allItems(t, address).Features {
		if f.Geometry == nil || f.Geometry.Type != "Point" {
			continue
		}
		var c [2]float64
		if err := json.Unmarshal(f.Geometry.Coordinates, &c); err != nil {
			t.Fatal(err)
		}
		out = append(out, spot{f.ID, c[0], c[1], f.Properties})
	}
	return out
}

type nearAnswer struct {
	Groups []struct {
		Collection    string `json:"collection"`
		NumberMatched int    `json:"number_matched"`
		Features      []struct {
			ID         string `json:"id"`
			Geometry   *struct{ Type string }
			Properties struct {
				Distance float64 `json:"distance_m"`
			} `json:"properties"`
		} `json:"features"`
	} `json:"groups"`
}

// /near agrees with measuring every point of every layer one by one.
func TestNearAgreesWithBruteForce(t *testing.T) {
	ts := newServer(t, nil)
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ lon, lat, radius float64 }{{116.6575, 39.9035, 500}, {116.70, 39.85, 2000}, {116.64, 39.92, 123.4}} {
		got := map[string]map[string]float64{}
		for _, g := range getJSON[nearAnswer](t, fmt.Sprintf("%s/near?point=%v,%v&radius=%v&limit=10000", ts.URL, c.lon, c.lat, c.radius)).Groups {
			got[g.Collection] = map[string]float64{}
			for _, f := range g.Features {
				got[g.Collection][f.ID] = f.Properties.Distance
			}
			if len(g.Features) != g.NumberMatched {
				t.Errorf("%s: %d features, matched %d", g.Collection, len(g.Features), g.NumberMatched)
			}
		}
		tested := 0
		for _, l := range catalog.Layers() {
			for _, p := range spots(t, ts.URL+"/collections/"+l.ID+"/items?limit=10000") {
				tested++
				d := vincenty(c.lon, c.lat, p.lon, p.lat)
				g, in := got[l.ID][p.id]
				if in != (d <= c.radius) || in && math.Abs(g-d) > 1e-3 {
					t.Errorf("%s/%s: %.4f m by brute force, /near says %v %.4f (radius %v)", l.ID, p.id, d, in, g, c.radius)
				}
			}
		}
		if tested < 80_000 {
			t.Errorf("only %d points were there to test", tested)
		}
	}
}

type coverageAnswer struct {
	Results []struct {
		Demand, Unit          string
		Covered, Total, Share float64
		Band                  struct{ Low, High float64 }
		Rules                 []struct {
			Property              string
			Covered, Total, Share float64
		}
	}
	Combined *struct{ Share float64 }
	By       []struct {
		ID             string
		Covered, Total float64
	}
	Sites []struct {
		ID                string
		Members           []string
		Exclusive, Shared float64
	}
	AreaKM2 struct{ Covered, Total float64 } `json:"area_km2"`
	Digest  string
}

// The share of /coverage is what anyone gets who fetches the same stations and
// cells and measures each pair, for circles from 100 m to 2 km.
func TestCoverageAgreesWithBruteForce(t *testing.T) {
	ts := newServer(t, nil)
	cells := spots(t, ts.URL+"/collections/demand-population/items?limit=10000")
	stations := spots(t, ts.URL+"/collections/rail-stations/items?limit=10000")
	horizons := map[string][]string{"now": {"now"}, "2030": {"now", "2030"}, "beyond": {"now", "2030", "beyond"}}
	for horizon, counted := range horizons {
		var sites []spot
		for _, s := range stations {
			if s.props["mode"] == "metro" && s.props["status"] != "closed" && contains(counted, s.props["horizon"]) {
				sites = append(sites, s)
			}
		}
		before := 0.0
		for _, radius := range []float64{100, 250, 500, 1000, 2000} {
			covered, total := map[string]float64{}, map[string]float64{}
			towns := map[any]float64{}
			for _, c := range cells {
				in := false
				for _, s := range sites {
					// A degree of latitude is over 110 km: most pairs need no ellipsoid.
					if math.Abs(s.lat-c.lat)*110_000 < radius && vincenty(s.lon, s.lat, c.lon, c.lat) <= radius {
						in = true
						break
					}
				}
				for _, property := range []string{"people_even", "people_roads"} {
					v, _ := c.props[property].(float64)
					total[property] += v
					if in {
						covered[property] += v
					}
				}
				if v, _ := c.props["people_even"].(float64); in {
					towns[c.props["township"]] += v
				}
			}
			a := getJSON[coverageAnswer](t, fmt.Sprintf("%s/coverage?horizon=%s&radius=%v", ts.URL, horizon, radius))
			r := a.Results[0]
			for _, rule := range r.Rules {
				want := 100 * covered[rule.Property] / total[rule.Property]
				if math.Abs(rule.Share-want) > 1e-6 || math.Abs(rule.Covered-covered[rule.Property]) > 1e-3 || math.Abs(rule.Total-total[rule.Property]) > 1e-3 {
					t.Errorf("%s %v m %s: share %.9f of %.3f, brute force %.9f of %.3f", horizon, radius, rule.Property, rule.Share, rule.Total, want, total[rule.Property])
				}
			}
			if r.Share < before {
				t.Errorf("%s: share %v at %v m is less than %v at a smaller radius", horizon, r.Share, radius, before)
			}
			if r.Band.Low > r.Share || r.Band.High < r.Share || a.Combined != nil {
				t.Errorf("%s %v m: share %v outside of its band %v, or people passed off as people and jobs", horizon, radius, r.Share, r.Band)
			}
			before = r.Share
			for _, b := range a.By {
				if math.Abs(b.Covered-towns[b.ID]) > 1e-3 {
					t.Errorf("%s %v m %s: covered %.3f, brute force by the cells' own township %.3f", horizon, radius, b.ID, b.Covered, towns[b.ID])
				}
			}
			if len(a.By) != 22 {
				t.Errorf("%d towns, want 22", len(a.By))
			}
			again := get(t, fmt.Sprintf("%s/coverage?radius=%v&horizon=%s", ts.URL, radius, horizon))
			if first := get(t, fmt.Sprintf("%s/coverage?horizon=%s&radius=%v", ts.URL, horizon, radius)); string(first.body) != string(again.body) {
				t.Errorf("%s %v m: the same question gave other bytes", horizon, radius)
			}
		}
	}
}

func contains(list []string, v any) bool {
	for _, s := range list {
		if s == v {
			return true
		}
	}
	return false
}

// Stops at one place are one site, named after the one that opens first.
func TestInterchangesAreOneSite(t *testing.T) {
	ts := newServer(t, nil)
	members := map[string][]string{}
	for _, s := range getJSON[coverageAnswer](t, ts.URL+"/coverage?horizon=beyond").Sites {
		members[s.ID] = s.Members
	}
	for id, want := range map[string]int{"st-1-11": 2, "st-1-12": 2, "st-17-03": 2, "st-6-04": 2, "st-7-04": 2, "st-1-06": 1} {
		if len(members[id]) != want {
			t.Errorf("site %s has members %v, want %d", id, members[id], want)
		}
	}
}
