package crs_test

import (
	"errors"
	"testing"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// FuzzLookup: a name is either unknown or means a system whose own names mean it, too.
func FuzzLookup(f *testing.F) {
	for _, c := range crs.All() {
		f.Add(c.URI())
		f.Add(c.Code())
	}
	for _, name := range []string{"[EPSG:4548]", "urn:ogc:def:crs:EPSG::4548", "urn:ogc:def:crs:OGC:1.3:CRS84", "crs84", "[", "::", "http://www.opengis.net/def/crs///"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		c, err := crs.Lookup(name)
		if err != nil {
			if !errors.Is(err, crs.ErrUnknown) {
				t.Errorf("%q: %v", name, err)
			}
			return
		}
		for _, again := range []string{c.URI(), c.Code()} {
			if d, err := crs.Lookup(again); err != nil || d != c {
				t.Errorf("%q is %s, whose own name %q gives %v, %v", name, c, again, d, err)
			}
		}
	})
}

// BenchmarkWire takes a point to what a document carries, in each system.
func BenchmarkWire(b *testing.B) {
	for _, c := range crs.All() {
		b.Run(c.Code(), func(b *testing.B) {
			b.ReportAllocs()
			var p orb.Point
			for b.Loop() {
				p = c.Wire(orb.Point{116.6575, 39.9035})
			}
			if p[0] == 0 {
				b.Fatal(p)
			}
		})
	}
}
