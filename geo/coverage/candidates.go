package coverage

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"layoutmap/geo"
)

// GridCandidates gives a candidate at each point of a grid over area, about
// step metres apart north–south and east–west, from the north-west; its id is
// "r<row>c<column>". More than MaxCandidates are an error, and so is a step that
// is not positive and finite.
func GridCandidates(area *geo.Area, step geo.Metres) ([]Site, error) {
	if err := checkRadius(step); err != nil {
		return nil, fmt.Errorf("grid of candidates: step: %w", err)
	}
	b := area.Bound()
	lon, lat := geo.DegreeAt(b.Center()[1])
	dLon, dLat := float64(step/max(1, lon)), float64(step/lat)
	rows, cols := math.Floor((b.Max[1]-b.Min[1])/dLat)+1, math.Floor((b.Max[0]-b.Min[0])/dLon)+1
	if !(rows*cols <= 4*MaxCandidates) {
		return nil, fmt.Errorf("grid of candidates: a step of %v m makes too many", float64(step))
	}
	// The grid lies in the middle of the box.
	north := b.Max[1] - (b.Max[1]-b.Min[1]-(rows-1)*dLat)/2
	west := b.Min[0] + (b.Max[0]-b.Min[0]-(cols-1)*dLon)/2
	var sites []Site
	for row := range int(rows) {
		for col := range int(cols) {
			p := orb.Point{west + float64(col)*dLon, north - float64(row)*dLat}
			if !area.Contains(p) {
				continue
			}
			if len(sites) == MaxCandidates {
				return nil, fmt.Errorf("grid of candidates: a step of %v m makes more than %d", float64(step), MaxCandidates)
			}
			sites = append(sites, Site{ID: fmt.Sprintf("r%dc%d", row+1, col+1), At: p})
		}
	}
	return sites, nil
}
