package api_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"testing"
)

// BenchmarkFreshCoverage asks for coverage that was never asked for before: each
// turn has a radius of its own, so that no answer is kept from the turn before.
// What-if moves a station, over a base that is known and over one that is not.
func BenchmarkFreshCoverage(b *testing.B) {
	ts := newServer(b, nil)
	turn := 0
	b.Run("get", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			turn++
			if a := get(b, fmt.Sprintf("%s/coverage?horizon=2030&radius=%g", ts.URL, 500+float64(turn)/1024)); a.status != http.StatusOK {
				b.Fatal(a.status, string(a.body))
			}
		}
	})
	for _, c := range []struct{ name, radius string }{{"what-if/known-base", "500"}, {"what-if/fresh", "%g"}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				turn++
				radius := c.radius
				if radius == "%g" {
					radius = fmt.Sprint(500 + float64(turn)/1024)
				}
				body := fmt.Sprintf(`{"inputs":{"horizon":"2030","radius":%s,"move":[{"id":"st-1-05","to":[%g,39.9]}]}}`, radius, 116.63+float64(turn%1000)/1e5)
				resp, err := http.Post(ts.URL+"/processes/coverage/execution", "application/json", bytes.NewReader([]byte(body)))
				if err != nil {
					b.Fatal(err)
				}
				_, err = io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				if err != nil || resp.StatusCode != http.StatusOK {
					b.Fatal(err, resp.StatusCode)
				}
			}
		})
	}
}
