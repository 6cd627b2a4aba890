package picture

import (
	"math"

	"layoutmap/cmd/layoutmap/internal/sheet"
)

func length(line []sheet.Point) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += math.Hypot(line[i].X-line[i-1].X, line[i].Y-line[i-1].Y)
	}
	return sum
}

// pointAt is the point at a distance along a line, and the line's direction
// there, radians. Beyond its ends the line goes on straight.
func pointAt(line []sheet.Point, at float64) (sheet.Point, float64) {
	var a, b sheet.Point
	for i := 1; i < len(line); i++ {
		a, b = line[i-1], line[i]
		d := math.Hypot(b.X-a.X, b.Y-a.Y)
		if (at <= d || i == len(line)-1) && d > 0 {
			t := at / d
			return sheet.Point{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)}, math.Atan2(b.Y-a.Y, b.X-a.X)
		}
		at -= d
	}
	return b, 0
}

// joined puts lines together that end where another starts.
func joined(lines [][]sheet.Point) [][]sheet.Point {
	starts := map[sheet.Point]int{}
	ends := map[sheet.Point]bool{}
	for i, l := range lines {
		if _, twice := starts[l[0]]; !twice {
			starts[l[0]] = i
		}
		ends[l[len(l)-1]] = true
	}
	used := make([]bool, len(lines))
	var out [][]sheet.Point
	chain := func(i int) {
		line := append([]sheet.Point{}, lines[i]...)
		used[i] = true
		for {
			next, ok := starts[line[len(line)-1]]
			if !ok || used[next] {
				break
			}
			used[next] = true
			line = append(line, lines[next][1:]...)
		}
		out = append(out, line)
	}
	for i, l := range lines {
		if !used[i] && !ends[l[0]] { // a line that no other leads to
			chain(i)
		}
	}
	for i := range lines {
		if !used[i] {
			chain(i)
		}
	}
	return out
}
